/**
 * @file What the Keras lowerings of layers are written with: the standard layers that TensorFlow.js loads (`tf.loadLayersModel`), with the
 * configs of Keras 2, channels last as here. Where they lack a function it is put together from several of them. What none of them can
 * say, such as anything between the samples of a batch, is a class of our own, which goes along as JavaScript.
 */
import type { Resolved } from '../lib/schedule'
import { type Shape, shapeSize } from '../tensor/shape'
import type { ActivationName } from './activations'
import { filledWith, type WeightValues } from './weight-values'

/** Name of the layer that gives a value. */
export type KerasValue = string

/** A layer that TensorFlow.js lacks. */
export interface OwnLayer {
  className: string
  /**
   * `class CLASSNAME extends tf.layers.Layer { … }` with a static `className`, `computeOutputShape`, `call`, `getConfig` and, where it has
   * weights, `build`. Its config comes in camel case.
   */
  source: string
  /** What a sample becomes depends on the others that are given with it. */
  mixesSamples?: true
}

export interface KerasContext<Params> {
  params: Resolved<Params>
  /** Of the inputs by port and of the output, without the batch. */
  shapes: Record<string, Shape>
  shape: Shape
  /** By port. */
  inputs: Record<string, KerasValue>
  /** By `WeightSpec.name`. */
  weights: Record<string, WeightValues>
  /** Adds a layer of this class, its config without the name and in snake case; its weights by their names in Keras. */
  add(
    layer: string | OwnLayer,
    config: Record<string, unknown>,
    inputs: KerasValue | readonly KerasValue[],
    weights?: Record<string, WeightValues>,
  ): KerasValue
}

/** What helpers need that read no params. */
export type KerasGraph = Pick<KerasContext<unknown>, 'add'>

/** Another shape of the same values, where it is another. */
export const reshapeLayer = ({ add }: KerasGraph, x: KerasValue, shape: Shape): KerasValue =>
  add('Reshape', { target_shape: shape }, x)

/** Times a constant, plus another. */
export const rescalingLayer = ({ add }: KerasGraph, x: KerasValue, scale: number): KerasValue =>
  scale === 1 ? x : add('Rescaling', { scale, offset: 0 }, x)

/** One axis as the middle one of [outer, length, inner], which layers of images take. */
export const asMiddle = (shape: Shape, axis: number): [number, number, number] => [
  shapeSize(shape.slice(0, axis)),
  shape[axis]!,
  shapeSize(shape.slice(axis + 1)),
]

/** `length` entries of one axis from `start` on. */
export function stretchLayer(
  graph: KerasGraph,
  x: KerasValue,
  shape: Shape,
  { axis, start, length }: { axis: number; start: number; length: number },
): KerasValue {
  const [outer, whole, inner] = asMiddle(shape, axis)
  const cropping = [
    [0, 0],
    [start, whole - start - length],
  ]
  const cropped = graph.add('Cropping2D', { cropping }, reshapeLayer(graph, x, [outer, whole, inner]))
  return reshapeLayer(graph, cropped, shape.with(axis, length))
}

/** The function as a layer; none for linear. */
export function activationLayer({ add }: KerasGraph, name: ActivationName, x: KerasValue, slope: number): KerasValue {
  if (name === 'linear') return x
  return name === 'leaky-relu' ? add('LeakyReLU', { alpha: slope }, x) : add('Activation', { activation: name }, x)
}

/** For layers that do nothing when samples are made and have no counterpart. */
export const samePicture = ({ inputs }: Pick<KerasContext<unknown>, 'inputs'>): KerasValue => inputs.in!

/**
 * Each row along an axis times a constant matrix [from, to]: interpolation, and borders that mirror. A Dense works along the last axis, so
 * the axis changes places with the last one and back.
 */
export function mixedAlong(
  graph: KerasGraph,
  x: KerasValue,
  rank: number,
  axis: number,
  matrix: WeightValues,
): KerasValue {
  const dims = Array.from({ length: rank }, (_, index) => index + 1)
  ;[dims[axis], dims[rank - 1]] = [rank, axis + 1]
  const turned = (value: KerasValue) => (axis === rank - 1 ? value : graph.add('Permute', { dims }, value))
  const config = { units: matrix.shape[1], use_bias: false, trainable: false }
  return turned(graph.add('Dense', config, turned(x), { kernel: matrix }))
}

/** A matrix [from, to] in which each entry of the output is the sum of some of the input, each with its share. */
export function mixture(from: number, outputs: readonly (readonly { place: number; share: number }[])[]): WeightValues {
  const values = new Float32Array(from * outputs.length)
  for (const [index, parts] of outputs.entries())
    for (const { place, share } of parts) values[place * outputs.length + index]! += share
  return { shape: [from, outputs.length], values }
}

/** Copies of entries along an axis, in this order. */
export const picked = (from: number, places: readonly number[]): WeightValues =>
  mixture(
    from,
    places.map((place) => [{ place, share: 1 }]),
  )

/** Linear between neighbours, centres at half a pixel, the outermost ones repeated: a length brought to another. */
export function interpolation(from: number, to: number): WeightValues {
  const outputs = Array.from({ length: to }, (_, index) => {
    const centre = Math.min(Math.max(((index + 0.5) * from) / to - 0.5, 0), from - 1)
    const lower = Math.floor(centre)
    const upper = Math.min(lower + 1, from - 1)
    return [
      { place: lower, share: 1 - (centre - lower) },
      { place: upper, share: centre - lower },
    ]
  })
  return mixture(from, outputs)
}

/** Mean 0 and variance 1 over the channels of each place; with the gain and shift that are given. */
export function channelNorm(
  graph: KerasGraph,
  x: KerasValue,
  shape: Shape,
  epsilon: number,
  weights: Record<string, WeightValues> = {},
): KerasValue {
  const config = { axis: -1, epsilon, center: weights.beta !== undefined, scale: weights.gamma !== undefined }
  const normal = (values: KerasValue) => graph.add('LayerNormalization', config, values, weights)
  // It is not there for more axes.
  if (shape.length < 4) return normal(x)
  const rows = reshapeLayer(graph, x, [shapeSize(shape.slice(0, -1)), shape.at(-1)!])
  return reshapeLayer(graph, normal(rows), shape)
}

/** Mean 0 and variance 1 over all places and the channels of each group, then gain and shift of each channel, as far as there are any. */
export function groupedNorm(
  context: Pick<KerasContext<{ epsilon: number }>, 'params' | 'inputs' | 'weights' | 'shape' | 'add'>,
  groups: number,
): KerasValue {
  const { params, inputs, weights, shape, add } = context
  const channels = shape.at(-1)!
  const places = shapeSize(shape) / channels
  const turned = (x: KerasValue) => add('Permute', { dims: [2, 1, 3] }, x)
  const groupsFirst = turned(reshapeLayer(context, inputs.in!, [places, groups, channels / groups]))
  const rows = reshapeLayer(context, groupsFirst, [groups, (places * channels) / groups])
  const normal = channelNorm(context, rows, [groups, (places * channels) / groups], params.epsilon)
  const placesFirst = turned(reshapeLayer(context, normal, [groups, places, channels / groups]))
  if (!weights.gamma && !weights.beta) return reshapeLayer(context, placesFirst, shape)
  // A batch norm of mean 0 and variance 1 is but its gain and shift.
  const rescaled = add(
    'BatchNormalization',
    { axis: -1, epsilon: 0, center: weights.beta !== undefined, scale: weights.gamma !== undefined },
    reshapeLayer(context, placesFirst, [places, channels]),
    { ...weights, moving_mean: filledWith(0, [channels]), moving_variance: filledWith(1, [channels]) },
  )
  return reshapeLayer(context, rescaled, shape)
}
