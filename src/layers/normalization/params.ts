/** @file Params, weights, arithmetic and PyTorch text that normalisations share. Defaults of Keras. */
import { booleanField, numberField } from '../../lib/fields'
import { fail, ok, type Result } from '../../lib/result'
import type { ShapeProblem } from '../../tensor/problem'
import { formatShape, type Shape, shapeSize } from '../../tensor/shape'
import type { ApplyContext, PyTorchText, Tensor, TensorFlow, TorchState, WeightSpec } from '../layer'
import { shapeProblem } from '../problems'
import { sameState } from '../pytorch'

export const epsilonField = (initial: number) =>
  numberField({
    title: 'Epsilon',
    description: 'Added to the variance, so that nothing is divided by 0.',
    minimum: 1e-8,
    maximum: 1,
    advanced: true,
  }).default(initial)

export const epsilon = epsilonField(1e-3)

export const momentum = numberField({
  title: 'Momentum',
  description: 'How slowly the moving averages follow: the share of the old value that is kept.',
  minimum: 0,
  maximum: 1,
}).default(0.99)

export const scale = booleanField({
  title: 'Scale',
  description: 'Multiplies each channel by a trained number (gamma).',
}).default(true)

export const center = booleanField({
  title: 'Center',
  description: 'Adds a trained number to each channel (beta).',
}).default(true)

interface AffineParams {
  scale: boolean
  center: boolean
}

const channelsOf = (shape: Shape): number => shape.at(-1)!

/** One number for each channel, named as in Keras. */
const channelWeight = (name: string, channels: number, value: number, trainable: boolean): WeightSpec => ({
  name,
  shape: [channels],
  initializer: { kind: 'constant', value },
  trainable,
})

/** Gain and shift, as far as they are asked for. */
export function affineWeights(input: Shape, params: AffineParams): WeightSpec[] {
  const channels = channelsOf(input)
  return [
    ...(params.scale ? [channelWeight('gamma', channels, 1, true)] : []),
    ...(params.center ? [channelWeight('beta', channels, 0, true)] : []),
  ]
}

/** Moving mean and variance of each channel. */
export const movingWeights = (input: Shape): WeightSpec[] => [
  channelWeight('moving_mean', channelsOf(input), 0, false),
  channelWeight('moving_variance', channelsOf(input), 1, false),
]

/** Keeps the shape, and needs channels; with `places`, also more than one place before them. */
export function sameShapeWithChannels(title: string, input: Shape, places = false): Result<Shape, ShapeProblem> {
  if (places && input.length > 1 && shapeSize(input.slice(0, -1)) === 1) {
    return fail(
      shapeProblem('single-place', {
        port: 'in',
        message: `${title} takes the mean over all places of a channel, but ${formatShape(input)} has only one place, so every value would become 0.`,
        fix: 'Remove it here, or use a Layer norm instead.',
        removable: true,
        instead: [{ kind: 'layer-norm', params: {} }],
      }),
    )
  }
  if (input.length > (places ? 1 : 0)) return ok(input)
  return fail(
    shapeProblem('rank-mismatch', {
      port: 'in',
      message: places
        ? `${title} expects places with channels, such as [height, width, channels], but receives ${formatShape(input)}.`
        : `${title} expects at least one axis, such as [100], but receives a single number [].`,
      fix: places
        ? 'Use a Layer norm instead, or insert a Reshape that makes [places, channels].'
        : 'Insert a Reshape to [1] before it.',
      ...(places ? { instead: [{ kind: 'layer-norm', params: {} }] } : { wanted: [{ port: 'in', shape: [1] }] }),
    }),
  )
}

/** `[batch, places, channels]`: what lies between the batch and the channels does not matter to a normalisation. */
export function asPlaces(tf: TensorFlow, x: Tensor): Tensor {
  const [batch, ...rest] = x.shape as [number, ...number[]]
  return tf.reshape(x, [batch, shapeSize(rest.slice(0, -1)), rest.at(-1)!])
}

/** Values around their mean, and what to multiply them by for variance 1. Products with the second are cheap while it is small. */
export interface Standardised {
  centered: Tensor
  perDeviation: Tensor
}

/** From plain sums and products, not the fused op, so that every derivative is right. Axes that do not lie side by side take two turns. */
export function standardise(tf: TensorFlow, x: Tensor, axes: readonly number[], epsilon: number): Standardised {
  const mean = (values: Tensor) => axes.reduce((means, axis) => tf.mean(means, axis, true), values)
  const centered = tf.sub(x, mean(x))
  return { centered, perDeviation: tf.rsqrt(tf.add(mean(tf.square(centered)), epsilon)) }
}

const movingAverage = (tf: TensorFlow, old: Tensor, fresh: Tensor, momentum: number): Tensor =>
  tf.add(tf.mul(old, momentum), tf.mul(fresh, 1 - momentum))

/** Of each channel over the batch; outside of training with the moving statistics, which it moves. */
export function standardiseBatch(
  {
    tf,
    params,
    weights,
    mode,
    update,
  }: Pick<ApplyContext<{ epsilon: number; momentum: number }>, 'tf' | 'params' | 'weights' | 'mode' | 'update'>,
  x: Tensor,
): Standardised {
  const allButChannels = x.shape.slice(0, -1).map((_, axis) => axis)
  const movingMean = weights.moving_mean!
  const movingVariance = weights.moving_variance!
  const mean = mode === 'training' ? tf.mean(x, allButChannels) : movingMean
  const centered = tf.sub(x, mean)
  let variance = movingVariance
  if (mode === 'training') {
    variance = tf.mean(tf.square(centered), allButChannels)
    update('moving_mean', movingAverage(tf, movingMean, mean, params.momentum))
    update('moving_variance', movingAverage(tf, movingVariance, variance, params.momentum))
  }
  return { centered, perDeviation: tf.rsqrt(tf.add(variance, params.epsilon)) }
}

/** centered / deviation · gain + shift. */
export function rescale(tf: TensorFlow, values: Standardised, gain?: Tensor, shift?: Tensor): Tensor {
  const { centered, perDeviation } = values
  const scaled = tf.mul(centered, gain ? tf.mul(perDeviation, gain) : perDeviation)
  return shift ? tf.add(scaled, shift) : scaled
}

/**
 * A module of `torch.nn` with the gain and shift that are asked for. PyTorch has both or none: of one alone the other stays at 1 or 0.
 *
 * @param call the call up to its last argument: `nn.GroupNorm(4, 64, eps=0.001`
 */
export function affineModule(
  call: string,
  params: AffineParams & { channels: number },
  option = 'affine',
): Pick<PyTorchText, 'definitions'> & { module: string; state: TorchState[] } {
  const module = `${call}, ${option}=${params.scale || params.center ? 'True' : 'False'})`
  const shape = [params.channels]
  const state: TorchState[] =
    params.scale || params.center
      ? [
          params.scale ? sameState('gamma', 'weight', shape) : { key: 'weight', shape, values: { constant: 1 } },
          params.center ? sameState('beta', 'bias', shape) : { key: 'bias', shape, values: { constant: 0 } },
        ]
      : []
  if (params.scale === params.center) return { module, state }
  return {
    state,
    module: `without(${module}, "${params.scale ? 'bias' : 'weight'}")`,
    definitions: `def without(module: nn.Module, parameter: str) -> nn.Module:
    """The module with a parameter that is not trained."""
    getattr(module, parameter).requires_grad_(False)
    return module
`,
  }
}

/** Dimensions that PyTorch's class names after: `2` of `nn.BatchNorm2d`. */
export const placeAxes = (input: Shape): number => Math.max(input.length - 1, 1)

/**
 * Moving statistics in PyTorch. It also counts batches, which nothing reads while there is a momentum; a state_dict may lack that.
 *
 * @param path of the module that has them: `norm.`
 */
export const movingState = (channels: number, path = ''): TorchState[] => [
  sameState('moving_mean', `${path}running_mean`, [channels]),
  sameState('moving_variance', `${path}running_var`, [channels]),
]

/** PyTorch's momentum is the share of the new value; rounded, so that 1 − 0.99 reads 0.01. */
export const torchMomentum = (momentum: number): number => Number((1 - momentum).toPrecision(12))
