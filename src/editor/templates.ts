/** @file The starting designs in `templates/`, bundled as text and read by the same loader as any file. */
import { z } from 'zod'
import figuresFile from '../../templates/trained/figures.json'
import type { GraphDocument } from '../graph/document'
import { loadDocument } from '../graph/load'
import { findMetricValue } from '../metrics'
import { templateGroups } from './template-groups'

export interface Template {
  /** Its file's name without the ending: `gaussian-ring`. */
  name: string
  document: GraphDocument
  /** What came out of it when it was trained; `null` when it was not. */
  trained: { pictureUrl: string; figures: TrainedFigures } | null
}

/** The page opens on this one. */
export const FIRST_TEMPLATE = 'gaussian-ring'

/** One run of a template, as `npm run templates` writes it to `templates/trained/figures.json`. */
const figuresSchema = z.strictObject({
  steps: z.int().min(1),
  /** Of training alone, on the machine that `machine` describes. */
  seconds: z.number().min(0),
  seed: z.int().min(0),
  backend: z.string(),
  machine: z.string(),
  /** By name of the metric's value. */
  metrics: z.record(z.string(), z.number()),
  metricDetails: z.record(
    z.string(),
    z.strictObject({
      samples: z.int(),
      extractor: z.string().nullable(),
      floor: z.number().nullable(),
      live: z.number().nullable(),
    }),
  ),
})
export type TrainedFigures = z.infer<typeof figuresSchema>

const files = import.meta.glob<string>('/templates/*.json', { eager: true, query: '?raw', import: 'default' })
const pictures = import.meta.glob<string>('/templates/trained/*.png', { eager: true, query: '?url', import: 'default' })
const figures: Partial<Record<string, unknown>> = figuresFile

const loaded = new Map<string, Template | null>()

/** The one of that name, parsed when it is first asked for; `null` when there is none or it does not load. */
export function findTemplate(name: string): Template | null {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const template = load(name)
  loaded.set(name, template)
  return template
}

/** All that load, in the order of their groups. */
export function templates(): readonly Template[] {
  return templateGroups.flatMap(({ names }) => names.flatMap((name) => findTemplate(name) ?? []))
}

function load(name: string): Template | null {
  const text = files[`/templates/${name}.json`]
  const document = text === undefined ? null : loadDocument(text)
  if (!document?.ok) return null
  const pictureUrl = pictures[`/templates/trained/${name}.png`]
  const own = figures[name]
  const trained = pictureUrl && own ? { pictureUrl, figures: figuresSchema.parse(own) } : null
  return { name, document: document.value, trained }
}

/** The figure that says most about a run: `Modes covered 8`. `null` when nothing was measured. */
export function headline({ metrics }: TrainedFigures): { title: string; name: string; value: number } | null {
  const name = HEADLINES.find((candidate) => metrics[candidate] !== undefined)
  const value = name === undefined ? undefined : metrics[name]
  if (name === undefined || value === undefined) return null
  return { title: findMetricValue(name)?.title ?? name, name, value }
}

/** The first that a run has is shown. */
const HEADLINES = ['modesCovered', 'gridJs', 'frechetDistance']
