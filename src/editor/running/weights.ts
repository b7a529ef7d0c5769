/**
 * @file Weights that come from elsewhere, and layers whose weights are not what one may take them for. Which layers keep their weights in
 * an edit is the worker's rule (train/worker/inherit.ts): the same layer, the same shape.
 */
import type { Plan, PlanWeight } from '../../compile/plan'
import type { NodeId } from '../../graph/document'
import { formatShape } from '../../tensor/shape'

/** What a card says of its weights until a step has trained them. */
export interface WeightMark {
  /** A word or two. */
  tag: string
  sentence: string
}
export type WeightMarks = ReadonlyMap<NodeId, WeightMark>

export const NO_MARKS: WeightMarks = new Map()

const startsAfresh = (why: string): WeightMark => ({ tag: 'starts afresh', sentence: `Starts afresh: ${why}.` })

/** Layers that start afresh when a run goes on with an edited plan, each with the reason. */
export function freshMarks(before: Plan, after: Plan): WeightMarks {
  const old = new Map(weightsOf(before).map((weight) => [weight.id, weight]))
  const known = new Set(weightsOf(before).map(({ layer }) => layer))
  const marks = new Map<NodeId, WeightMark>()
  for (const { id, layer, name, shape } of weightsOf(after)) {
    const was = old.get(id)?.shape
    if (marks.has(layer) || (was && formatShape(was) === formatShape(shape))) continue
    const why = was
      ? `its ${name} was ${formatShape(was)} and is ${formatShape(shape)} now`
      : known.has(layer)
        ? `it had no ${name} before`
        : 'nothing has trained it yet'
    marks.set(layer, startsAfresh(why))
  }
  return marks
}

const weightsOf = (plan: Plan): PlanWeight[] => Object.values(plan.networks).flatMap(({ weights }) => weights)

/** Marks of layers that the worker named. */
export const marksOfFresh = (layers: readonly NodeId[], marks: WeightMarks): WeightMarks =>
  new Map(layers.map((layer) => [layer, marks.get(layer) ?? startsAfresh('its weights have another shape now')]))

/** What became of weights that were put into a network. */
export interface WeightsReport {
  network: NodeId
  /** The network's name. */
  title: string
  /** From where they came, as a person says it: a file's name. */
  source: string
  loaded: readonly NodeId[]
  /** Layers that lack some or all, which keep what they had. */
  rest: readonly { layer: NodeId; why: string }[]
  /** A checkpoint of what was there before; `null` when nothing had been trained or loaded. */
  before: { step: number; bytes: Uint8Array } | null
}

/** "Loaded 5 of 6 layers of Generator from a.safetensors. G_3 keeps its own: kernel is [4] there and [8] here." */
export function reportText({ title, source, loaded, rest, before }: WeightsReport): string {
  const all = loaded.length + rest.length
  const [first] = rest
  if (!first) return `Loaded the weights of all ${all} layers of ${title} from ${source}.`
  const others =
    rest.length === 1 ? '' : ` So ${rest.length === 2 ? 'does one more' : `do ${rest.length - 1} more`}: see Details.`
  return `Loaded the weights of ${loaded.length} of ${all} layers of ${title} from ${source}. ${first.layer} ${before ? 'keeps its own' : 'starts afresh'}: ${first.why}.${others}`
}

/** What cards say after weights were loaded in part. */
export const marksOfReport = ({ rest, source }: WeightsReport): WeightMarks =>
  new Map(rest.map(({ layer, why }) => [layer, { tag: 'not loaded', sentence: `Not loaded from ${source}: ${why}.` }]))

/** "Kept the weights of 6 layers; Conv2D (D_c1) starts afresh." */
export function replacedText(kept: number, fresh: readonly string[], titleOf: (id: string) => string): string {
  const keptText =
    kept === 0 ? 'No layer keeps all of its weights' : `Kept the weights of ${kept} layer${kept === 1 ? '' : 's'}`
  if (fresh.length === 0) return `${keptText}; nothing had to start afresh.`
  const named = fresh.slice(0, 3).map(titleOf).join(', ')
  const more = fresh.length > 3 ? ` and ${fresh.length - 3} more` : ''
  return `${keptText}; ${named}${more} ${fresh.length === 1 ? 'starts' : 'start'} afresh.`
}
