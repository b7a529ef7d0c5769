/** @file Values of weights outside of TensorFlow.js, and what exporters do to them: other orders of axes, a constant factor. */
import { invariant } from '../lib/assert'
import { windowReach } from '../tensor/convolution'
import { type Shape, shapeSize } from '../tensor/shape'

/** In row-major order, as a checkpoint holds them. */
export interface WeightValues {
  shape: Shape
  values: Float32Array
}

/** Axis i of the result is axis `order[i]` of the weight, as in transpose of NumPy. */
export function permuted({ shape, values }: WeightValues, order: readonly number[]): WeightValues {
  invariant(order.length === shape.length, `${order.length} axes are asked of a weight with ${shape.length}`)
  const steps = shape.map((_, axis) => shapeSize(shape.slice(axis + 1)))
  const to = order.map((axis) => shape[axis]!)
  const result = new Float32Array(values.length)
  let position = 0
  const copy = (depth: number, from: number) => {
    const axis = order[depth]
    if (axis === undefined) {
      result[position++] = values[from]!
      return
    }
    for (let index = 0; index < to[depth]!; index++) copy(depth + 1, from + index * steps[axis]!)
  }
  copy(0, 0)
  return { shape: to, values: result }
}

export const scaledBy = ({ shape, values }: WeightValues, factor: number): WeightValues => ({
  shape,
  values: values.map((value) => value * factor),
})

/** The same values under another shape. */
export const reshapedTo = ({ values }: WeightValues, shape: Shape): WeightValues => ({ shape, values })

/** A weight of one value throughout: what a missing gain or shift stands for. */
export const filledWith = (value: number, shape: Shape): WeightValues => ({
  shape,
  values: new Float32Array(shapeSize(shape)).fill(value),
})

/** A kernel whose taps lie so far apart along its first axes, as one whose taps lie close: with zeros between them. */
export function spread({ shape, values }: WeightValues, distances: readonly number[]): WeightValues {
  if (distances.every((distance) => distance === 1)) return { shape, values }
  const places = distances.map((distance, axis) => windowReach(shape[axis]!, distance))
  const each = shapeSize(shape.slice(distances.length))
  const all = new Float32Array(shapeSize(places) * each)
  for (let tap = 0; tap < values.length / each; tap++) {
    let rest = tap
    let place = 0
    let step = 1
    for (let axis = distances.length - 1; axis >= 0; axis--) {
      place += (rest % shape[axis]!) * distances[axis]! * step
      rest = Math.floor(rest / shape[axis]!)
      step *= places[axis]!
    }
    all.set(values.subarray(tap * each, (tap + 1) * each), place * each)
  }
  return { shape: [...places, ...shape.slice(distances.length)], values: all }
}

/** The kernel of a convolution in groups as that of one without: 0 from the channels of one group to the filters of another. */
export function ungrouped({ shape, values }: WeightValues, groups: number): WeightValues {
  if (groups === 1) return { shape, values }
  const [own, filters] = shape.slice(-2) as [number, number]
  const channels = own * groups
  const taps = shapeSize(shape.slice(0, -2))
  const all = new Float32Array(taps * channels * filters)
  for (let tap = 0; tap < taps; tap++)
    for (let channel = 0; channel < own; channel++)
      for (let filter = 0; filter < filters; filter++) {
        const first = Math.floor((filter * groups) / filters) * own
        all[(tap * channels + first + channel) * filters + filter] = values[(tap * own + channel) * filters + filter]!
      }
  return { shape: [...shape.slice(0, -2), channels, filters], values: all }
}
