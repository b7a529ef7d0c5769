/** @file What every way of writing a network layer by layer starts from: names of values, params at a step, weights by name. */
import type { PlanLayer, PlanNetwork, ValueName } from '../compile/plan'
import type { WeightValues } from '../layers/weight-values'
import { invariant } from '../lib/assert'
import { type Resolved, resolveSchedules } from '../lib/schedule'
import type { Shape } from '../tensor/shape'

/** What is written of a network. */
export type WrittenNetwork = Pick<PlanNetwork, 'id' | 'name' | 'body' | 'inputs' | 'outputs' | 'weights'>

export interface NetworkWeights {
  /** By id, `layer/weight`. */
  weights: ReadonlyMap<string, WeightValues>
  /** At which schedules are read. */
  step: number
}

/** A value that has been written: its name there, and its shape as here, without the batch and channels last. */
export interface WrittenValue {
  name: string
  shape: Shape
}

export interface LayerLowering {
  params: Resolved<Record<string, unknown>>
  shapes: Record<string, Shape>
  shape: Shape
  inputs: Record<string, string>
  weights: Record<string, WeightValues>
}

/** `values` holds what comes before the layer. */
export function layerLowering(
  layer: PlanLayer,
  { weights: specs }: Pick<PlanNetwork, 'weights'>,
  values: ReadonlyMap<ValueName, WrittenValue>,
  { weights, step }: NetworkWeights,
): LayerLowering {
  const given = Object.entries(layer.inputs).map(([port, value]) => {
    const written = values.get(value)
    invariant(written, `${layer.node}.${port} reads ${value} before it is written`)
    return [port, written] as const
  })
  const own = specs.filter((spec) => spec.layer === layer.node)
  return {
    params: resolveSchedules(layer.params, step),
    shapes: Object.fromEntries(given.map(([port, { shape }]) => [port, shape])),
    shape: layer.shape,
    inputs: Object.fromEntries(given.map(([port, { name }]) => [port, name])),
    weights: Object.fromEntries(
      own.map(({ id, name }) => {
        const weight = weights.get(id)
        invariant(weight, `the weight ${id} is missing`)
        return [name, weight]
      }),
    ),
  }
}

/** Names that are unique, whatever is asked for. */
export class UniqueNames {
  private readonly counts = new Map<string, number>()

  /** The name itself, and `name_2` where it is taken. */
  take(name: string): string {
    const count = (this.counts.get(name) ?? 0) + 1
    this.counts.set(name, count)
    if (count === 1) return name
    return this.take(`${name}_${count}`)
  }
}
