/**
 * @file What the ONNX lowerings of layers are written with. A sample lies there as in PyTorch: channels first, [batch, channels, height,
 * width]; a vector is the same in both. Operators and attributes are those of opset 17 (github.com/onnx/onnx/blob/main/docs/Operators.md).
 */
import type { Resolved } from '../lib/schedule'
import type { Shape } from '../tensor/shape'
import { reshapedTo, type WeightValues } from './weight-values'

/** Name of a value of the ONNX graph. The empty name stands for an optional input that is left out. */
export type OnnxValue = string

export type OnnxAttribute = { int: number } | { float: number } | { text: string } | { ints: readonly number[] }

export interface OnnxContext<Params> {
  params: Resolved<Params>
  /** Of the inputs by port, as everywhere here: without the batch, channels last. */
  shapes: Record<string, Shape>
  /** Of the output, likewise. */
  shape: Shape
  /** Values of the inputs by port, batch and channels first. */
  inputs: Record<string, OnnxValue>
  /** By `WeightSpec.name`. */
  weights: Record<string, WeightValues>
  /** Adds a node and answers its only output. */
  add(operator: string, inputs: readonly OnnxValue[], attributes?: Record<string, OnnxAttribute>): OnnxValue
  /** A constant of float32, named after the weight that it holds. */
  floats(weight: WeightValues, name?: string): OnnxValue
  /** A constant of int64 with one axis: sizes, axes, indices. */
  integers(values: readonly number[]): OnnxValue
}

/** What helpers need that read no params. */
export type OnnxGraph = Pick<OnnxContext<unknown>, 'add' | 'floats' | 'integers'>

/** A number by which, or to which, values are multiplied or added. */
export const number = (graph: OnnxGraph, value: number): OnnxValue =>
  graph.floats({ shape: [], values: Float32Array.of(value) })

/** ONNX's axis of an axis that is counted without the batch, channels last. */
export const onnxAxis = (axis: number, rank: number): number => (axis === rank - 1 ? 1 : axis + 2)

/** One entry for each axis of ONNX after the batch, from those of the axes here. */
export const channelsBefore = <Entry>(entries: readonly Entry[]): Entry[] => [
  ...entries.slice(-1),
  ...entries.slice(0, -1),
]

/** The axes of places, between channels and end. */
export const placeAxesOf = (shape: Shape): number[] => shape.slice(1).map((_, index) => index + 2)

/** The batch stays, whatever it is. `shape` is in ONNX's order. */
export const reshapeNode = (graph: OnnxGraph, x: OnnxValue, shape: readonly number[]): OnnxValue =>
  graph.add('Reshape', [x, graph.integers([-1, ...shape])])

/** Whether the order of values is the same with the channels first and last: one of the two is 1. */
const sameOrder = (shape: Shape): boolean =>
  shape.length < 2 || shape.at(-1) === 1 || shape.slice(0, -1).every((length) => length === 1)

/** The values in the order that they have here, with `shape` still those of the sample. Free where nothing moves. */
export function movedLast(graph: OnnxGraph, x: OnnxValue, shape: Shape): OnnxValue {
  if (sameOrder(shape)) return x
  return graph.add('Transpose', [x], { perm: { ints: [0, ...placeAxesOf(shape), 1] } })
}

/** The way back: from values in the order of here to ONNX's, of this shape. */
export function movedFirst(graph: OnnxGraph, x: OnnxValue, shape: Shape): OnnxValue {
  if (sameOrder(shape)) return reshapeNode(graph, x, channelsBefore(shape))
  const perm = [0, shape.length, ...shape.slice(1).map((_, index) => index + 1)]
  return graph.add('Transpose', [reshapeNode(graph, x, shape)], { perm: { ints: perm } })
}

/** Around the mean and divided by the deviation over these axes of ONNX. */
export function standardised(graph: OnnxGraph, x: OnnxValue, axes: readonly number[], epsilon: number): OnnxValue {
  const mean = (values: OnnxValue) => graph.add('ReduceMean', [values], { axes: { ints: axes } })
  const centered = graph.add('Sub', [x, mean(x)])
  const variance = mean(graph.add('Mul', [centered, centered]))
  const deviation = graph.add('Sqrt', [graph.add('Add', [variance, number(graph, epsilon)])])
  return graph.add('Div', [centered, deviation])
}

/** One number for each channel, so that it meets them in a sample of `rank` axes. */
export const perChannel = (graph: OnnxGraph, weight: WeightValues, rank: number, name?: string): OnnxValue =>
  graph.floats(reshapedTo(weight, [...weight.shape, ...Array<number>(Math.max(rank - 1, 0)).fill(1)]), name)

/** Times the gain and plus the shift of each channel, as far as there are any. */
export function rescaled(
  { weights, shape, ...graph }: Pick<OnnxContext<unknown>, 'weights' | 'shape'> & OnnxGraph,
  x: OnnxValue,
): OnnxValue {
  const scaled = weights.gamma ? graph.add('Mul', [x, perChannel(graph, weights.gamma, shape.length, 'gamma')]) : x
  return weights.beta ? graph.add('Add', [scaled, perChannel(graph, weights.beta, shape.length, 'beta')]) : scaled
}

/** For layers that do nothing when samples are made. */
export const passedOn = ({ inputs }: Pick<OnnxContext<unknown>, 'inputs'>): OnnxValue => inputs.in!

interface Sliding {
  size: readonly number[]
  strides: readonly number[]
  /** [before, after] of each axis. */
  paddings: readonly (readonly [number, number])[]
}

/** How a window slides. ONNX has the pads before all axes first, then those after. */
export const slidingAttributes = ({ size, strides, paddings }: Sliding): Record<string, OnnxAttribute> => ({
  kernel_shape: { ints: size },
  strides: { ints: strides },
  pads: { ints: [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)] },
})
