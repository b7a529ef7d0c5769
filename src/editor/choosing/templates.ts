/** @file The starting designs in `templates/`, bundled as text and read by the same loader as any file. */
import { z } from 'zod'
import figuresFile from '../../../templates/trained/figures.json'
import type { GraphDocument } from '../../graph/document'
import { loadDocument } from '../../graph/load'
import { invariant } from '../../lib/assert'
import { findMetricValue } from '../../metrics'
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

export interface TemplateHead {
  name: string
  title: string
  description: string
  nodes: number
  wires: number
  trained: Template['trained']
}

const heads = new Map<string, TemplateHead>()

/** What a list shows of a template, without the cost of checking it whole; that they load is what tests are for. */
export function templateHead(name: string): TemplateHead {
  const known = heads.get(name)
  if (known) return known
  const text = files[`/templates/${name}.json`]
  invariant(text !== undefined, `the template ${name} is there`)
  const file = JSON.parse(text) as { name: string; description: string; nodes: object; wires: object }
  const head: TemplateHead = {
    name,
    title: file.name,
    description: file.description,
    nodes: Object.keys(file.nodes).length,
    wires: Object.keys(file.wires).length,
    trained: trainedOf(name),
  }
  heads.set(name, head)
  return head
}

export const templateTitle = (name: string): string => templateHead(name).title

/** All that load, in the order of their groups. */
export function templates(): readonly Template[] {
  return templateGroups.flatMap(({ names }) => names.flatMap((name) => findTemplate(name) ?? []))
}

function load(name: string): Template | null {
  const text = files[`/templates/${name}.json`]
  const document = text === undefined ? null : loadDocument(text)
  if (!document?.ok) return null
  return { name, document: document.value, trained: trainedOf(name) }
}

function trainedOf(name: string): Template['trained'] {
  const pictureUrl = pictures[`/templates/trained/${name}.png`]
  const own = figures[name]
  return pictureUrl && own ? { pictureUrl, figures: figuresSchema.parse(own) } : null
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
