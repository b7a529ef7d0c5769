/**
 * @file Playing with a generator: what of an output can be steered, and what is asked of the worker. The page draws latents and steers them;
 * the worker computes what the generator makes of them.
 */
import { z } from 'zod'
import { coneOf, producers } from '../compile/cones'
import type { Plan, PlanPreview, ValueName } from '../compile/plan'
import type { NodeId } from '../graph/document'
import { findKind } from '../graph/kinds'
import { type KeyPart, randomStream } from '../lib/random'
import { resolveSchedules } from '../lib/schedule'
import { type Shape, shapeSize } from '../tensor/shape'
import { type Curve, latentPath } from './latent'

/** A source whose values people may choose. */
export interface Steerable {
  value: ValueName
  node: NodeId
  port: string
  shape: Shape
  /** Numbers in one row. */
  size: number
  form: 'latent' | 'label'
  /** The way between two of its rows. */
  curve: Curve
}

export interface Playable {
  node: NodeId
  title: string
  form: 'image' | 'points'
  /** At least one. */
  latents: readonly Steerable[]
  labels: readonly Steerable[]
}

type Shown = Extract<PlanPreview, { type: 'image' | 'points' }>

/** The picture of a node, if it is one of samples. */
export const shownSamples = (plan: Plan, node: NodeId): Shown | null =>
  plan.previews.find(
    (preview): preview is Shown => preview.node === node && (preview.type === 'image' || preview.type === 'points'),
  ) ?? null

/** What can be steered of an output; `null` when no noise enters what it shows. */
export function playable(plan: Plan, node: NodeId): Playable | null {
  const shown = shownSamples(plan, node)
  if (!shown) return null
  const operations = coneOf(plan.operations, producers(plan.operations), [shown.value])
  const read = new Set([shown.value, ...operations.flatMap((index) => Object.values(plan.operations[index]!.inputs))])
  const steerable = plan.sources.flatMap((source): Steerable[] => {
    const kind = findKind(source.kind)
    if (kind?.role !== 'source') return []
    const params = source.params as never
    const declared = kind.outputs(params)
    const fields = kind.dataset?.(params).fields
    return Object.entries(source.outputs).flatMap(([port, { value, shape }]): Steerable[] => {
      const isLabel = (fields?.[port] ?? declared[port])?.form === 'label'
      const form = kind.gaussian ? 'latent' : isLabel ? 'label' : null
      if (form === null || !read.has(value)) return []
      // Noise that has a way to be made normal is uniform.
      const curve = kind.gaussian?.(params) ? 'linear' : 'spherical'
      return [{ value, node: source.node, port, shape, size: shapeSize(shape), form, curve }]
    })
  })
  const latents = steerable.filter(({ form }) => form === 'latent')
  if (latents.length === 0) return null
  const labels = steerable.filter(({ form }) => form === 'label')
  return { node, title: shown.title, form: shown.type, latents, labels }
}

/** All outputs that can be played with, generators that are trained first. */
export function playableOutputs(plan: Plan): Playable[] {
  const players = new Set(plan.objectives.flatMap((objective) => objective.players))
  const ofPlayers = new Set(
    [...players].flatMap((network) =>
      Object.values(plan.networks[network]?.outputs ?? {}).map((output) => output.node),
    ),
  )
  return plan.previews
    .map(({ node }) => playable(plan, node))
    .filter((found) => found !== null)
    .sort((a, b) => Number(ofPlayers.has(b.node)) - Number(ofPlayers.has(a.node)))
}

/** The picture that is kept with each checkpoint: what a trained generator shows first. `null` when no output shows images or points. */
export function keptPicture(plan: Plan): Shown | null {
  const players = new Set(plan.objectives.flatMap((objective) => objective.players))
  const outputs = [...players].flatMap((id) => Object.values(plan.networks[id]?.outputs ?? {}))
  const shown = plan.previews.filter(
    (preview): preview is Shown => preview.type === 'image' || preview.type === 'points',
  )
  return shown.find(({ node }) => outputs.some((output) => output.node === node)) ?? shown[0] ?? null
}

/** Rows by value, one after the other. */
export type GivenRows = Readonly<Record<ValueName, Float32Array<ArrayBuffer>>>

/** The key under which previews draw: the first samples that one plays with are those that the preview shows. */
export const previewKey = (plan: Plan): readonly KeyPart[] => ['preview', plan.seed]

/** `count` rows of everything that can be steered, drawn by the sources themselves; labels of a dataset are drawn evenly. */
export function drawRows(plan: Plan, { latents, labels }: Playable, count: number, key: readonly KeyPart[]): GivenRows {
  const given: Record<ValueName, Float32Array<ArrayBuffer>> = {}
  for (const { node, port, value, size } of [...latents, ...labels]) {
    const source = plan.sources.find((candidate) => candidate.node === node)!
    const kind = findKind(source.kind)
    if (kind?.role !== 'source') continue
    const random = randomStream(...key, node)
    if (kind.dataset) {
      given[value] = oneHot(
        Array.from({ length: count }, () => random.integer(size)),
        size,
      )
      continue
    }
    const params = resolveSchedules(source.params, 0) as never
    const batch = kind.draw({ params, batchSize: count, random, dataset: null })
    given[value] = Float32Array.from(batch[port]!)
  }
  return given
}

/** A row for each class, with a 1 in its place. */
export function oneHot(classes: readonly number[], size: number): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(classes.length * size)
  for (const [row, chosen] of classes.entries()) rows[row * size + chosen] = 1
  return rows
}

/**
 * `frames` rows from the first stop to the last through all of them: latents along their curve, labels mixed. Ask for their samples and
 * you have the frames of an animation. Each stop is one row of everything that can be steered.
 */
export function pathRows({ latents, labels }: Playable, stops: readonly GivenRows[], frames: number): GivenRows {
  return Object.fromEntries(
    [...latents, ...labels].map(({ value, curve, form }) => [
      value,
      latentPath(
        stops.map((stop) => stop[value]!),
        frames,
        form === 'label' ? 'linear' : curve,
      ),
    ]),
  )
}

/** The same on to the last stop and back to the first: the frame after the last one is the first. */
export function loopRows(found: Playable, stops: readonly GivenRows[], frames: number): GivenRows {
  const closed = pathRows(found, [...stops, ...stops.slice(0, 1)], frames + 1)
  return rowsFrom(found, closed, 0, frames)
}

/** Some rows of several. */
export const rowsFrom = ({ latents, labels }: Playable, rows: GivenRows, first: number, count: number): GivenRows =>
  Object.fromEntries(
    [...latents, ...labels].map(({ value, size }) => [value, rows[value]!.slice(first * size, (first + count) * size)]),
  )

/** One row of several. */
export const rowOf = (found: Playable, rows: GivenRows, index: number): GivenRows => rowsFrom(found, rows, index, 1)

const rows = z.custom<Float32Array<ArrayBuffer>>((value) => value instanceof Float32Array)
const node = z.string()

export const playQuestion = z.discriminatedUnion('of', [
  /** What the output shows for these rows; what is not given is drawn as previews draw it. */
  z.strictObject({
    of: z.literal('samples'),
    node,
    count: z.int().min(1).max(4096),
    given: z.record(z.string(), rows),
    weights: z.enum(['ema', 'live']),
  }),
  /** Directions of a latent in which the first layer that has weights answers most. */
  z.strictObject({
    of: z.literal('directions'),
    node,
    latent: z.string(),
    count: z.int().min(1).max(64),
    weights: z.enum(['ema', 'live']),
  }),
  /** Of `among` training samples, those that are nearest to what the output shows for one row. */
  z.strictObject({
    of: z.literal('nearest'),
    node,
    given: z.record(z.string(), rows),
    weights: z.enum(['ema', 'live']),
    among: z.int().min(8).max(20_000),
  }),
])
export type PlayQuestion = z.infer<typeof playQuestion>
type Question<Of extends PlayQuestion['of']> = Extract<PlayQuestion, { of: Of }>
export type SamplesQuestion = Question<'samples'>
export type DirectionsQuestion = Question<'directions'>
export type NearestQuestion = Question<'nearest'>

/** Samples one below the other, RGBA; or x, y pairs. */
export type PlaySamples =
  | { form: 'image'; widthPx: number; heightPx: number; count: number; pixels: Uint8ClampedArray<ArrayBuffer> }
  | { form: 'points'; count: number; points: Float32Array<ArrayBuffer> }

/** In one measure: pixels, or features of the classifier of the dataset. */
export interface Nearest {
  measure: 'pixels' | 'features'
  /** The nearest first, with the L2 distance of each. */
  samples: PlaySamples
  distances: readonly number[]
  /** How far training samples are from their own nearest among the others: the median of a few of them. */
  usual: number
}

export type PlayAnswer =
  | { of: 'samples'; step: number; samples: PlaySamples }
  | { of: 'directions'; step: number; directions: readonly Float32Array<ArrayBuffer>[] }
  | { of: 'nearest'; step: number; among: number; nearest: readonly Nearest[] }
  /** What happened and what to do. */
  | { of: 'problem'; message: string }
