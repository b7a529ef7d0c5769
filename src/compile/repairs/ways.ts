/**
 * @file Layers that make one shape of another: what is put into a wire whose shape does not fit. Each kind says for itself what it
 * can make (`makes`); here they are tried, and put one after the other.
 */
import { kinds } from '../../graph/kinds'
import { checkParams } from '../../graph/params'
import type { LayerDefinition } from '../../layers/layer'
import { formatShape, type Shape, sameShape, shapeSize } from '../../tensor/shape'

export interface Step {
  kind: string
  params: Record<string, unknown>
  title: string
  /** What it gives. */
  shape: Shape
  hasWeights: boolean
}

/** Kinds with one input that can make other shapes, those without weights first. */
const makers: readonly LayerDefinition[] = kinds
  .flatMap((kind) => (kind.role === 'layer' && kind.makes && kind.inputs.length === 1 ? [kind] : []))
  .sort((a, b) => Number(a.weights !== undefined) - Number(b.weights !== undefined))

/** One layer; `null` when none makes it. Of those without weights the one with the fewest params to set is the plainest. */
function oneStep(from: Shape, to: Shape, weights: boolean): Step | null {
  const steps = makers.flatMap((kind): Step[] => {
    if (kind.weights && !weights) return []
    const defaults = checkParams(kind, {})
    const changes = defaults.ok ? kind.makes!(to, from, defaults.value) : null
    const checked = changes && checkParams(kind, changes)
    if (!checked?.ok) return []
    const port = kind.inputs === 'variadic' ? 'a' : kind.inputs[0]!.name
    const made = kind.shape({ [port]: from }, checked.value)
    if (!made.ok || !sameShape(made.value, to)) return []
    return [{ kind: kind.kind, params: changes!, title: kind.title, shape: to, hasWeights: kind.weights !== undefined }]
  })
  const cost = (step: Step) => (step.hasWeights ? 100 : 0) + Object.keys(step.params).length
  return steps.sort((a, b) => cost(a) - cost(b))[0] ?? null
}

/**
 * The layers, one to three, that make `to` of `from`; `null` when there are none. Without `weights` only layers without weights,
 * as outside networks. What no single layer makes goes through a row of values: Flatten, Dense, Reshape.
 */
export function wayBetween(from: Shape, to: Shape, weights: boolean): readonly Step[] | null {
  const single = oneStep(from, to, weights)
  if (single) return [single]
  if (!weights) return null
  const flat = from.length > 1 ? oneStep(from, [shapeSize(from)], false) : null
  const row: Shape = [shapeSize(from)]
  const wanted: Shape = [shapeSize(to)]
  const sums = sameShape(row, wanted) ? null : oneStep(row, wanted, true)
  const last = to.length === 1 ? null : oneStep(wanted, to, false)
  if ((from.length > 1 && !flat) || (!sums && !sameShape(row, wanted)) || (to.length !== 1 && !last)) return null
  const steps = [flat, sums, last].filter((step) => step !== null)
  return steps.length > 0 ? steps : null
}

/** `Flatten and Dense 1`, `Reshape [7, 7, 64]`. */
export const namesOf = (steps: readonly Step[]): string => {
  const names = steps.map(({ title, params, shape }) => {
    const values = Object.keys(params).length === 0 ? '' : ` ${valueText(shape.length === 1 ? shape[0] : [...shape])}`
    return title + values
  })
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** A value as labels say it. */
export function valueText(value: unknown): string {
  if (Array.isArray(value))
    return value.every((item) => typeof item === 'number') ? formatShape(value) : value.join(', ')
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'object') return String((value as { kind?: unknown }).kind ?? 'another')
  return String(value)
}
