/**
 * @file Convolutions along one, two or three axes as operations that every backend has, with right derivatives of both orders: along one
 * axis as an image of height 1, dilated along three by a kernel with zeros between its taps.
 *
 * TensorFlow.js has no groups. Measured in Node on WASM (two threads, batch 64, 3 × 3; forward and both gradients, ms): one convolution for each
 * group against one whose kernel is block-diagonal: 35 against 40 for [8, 8, 48] in 3 groups, 128 against 219 for [14, 14, 64] in 4, alike with 8 channels in a
 * group, 64 against 28 for [8, 8, 32] in 8. A batched product over the patches took 1.3 to 3 times as long as either.
 */
import type { Tensor4D, Tensor5D } from '@tensorflow/tfjs-core'
import type { Padding } from '../../tensor/convolution'
import type { Tensor, TensorFlow } from '../layer'

/** One number for each axis that the kernel slides along: 1, 2 or 3 of them. */
export interface Sliding {
  strides: readonly number[]
  padding: Padding
}

export interface Convolution extends Sliding {
  dilation: readonly number[]
}

/** Channels of a group from which on a convolution of its own is faster than zeros in one of all groups. */
const CHANNELS_OF_OWN_CONVOLUTION = 8

/** `x` [batch, …axes, channels], `kernel` [...axes, channels / groups, filters]. */
export function convolve(
  tf: TensorFlow,
  x: Tensor,
  kernel: Tensor,
  { groups, ...how }: Convolution & { groups: number },
) {
  if (groups === 1) return alongAxes(tf, x, kernel, how)
  const [channels, filters] = kernel.shape.slice(-2) as [number, number]
  if (channels === 1 && how.strides.length < 3) {
    const perChannel = [...kernel.shape.slice(0, -2), groups, filters / groups]
    return convolveDepthwise(tf, x, tf.reshape(kernel, perChannel), how)
  }
  if (channels < CHANNELS_OF_OWN_CONVOLUTION) return alongAxes(tf, x, blockDiagonal(tf, kernel, groups), how)
  const kernels = tf.split(kernel, groups, -1)
  const parts = tf.split(x, groups, -1).map((part, group) => alongAxes(tf, part, kernels[group]!, how))
  return tf.concat(parts, -1)
}

function alongAxes(tf: TensorFlow, x: Tensor, kernel: Tensor, { strides, padding, dilation }: Convolution): Tensor {
  if (strides.length === 1) {
    const flat = { strides: [1, ...strides], padding, dilation: [1, ...dilation] }
    return sequence(tf, alongAxes(tf, image(tf, x), tf.expandDims(kernel, 0), flat))
  }
  if (strides.length === 2) {
    // Not the fused op: its gradient always computes the filter's too, also where only the input's is asked for.
    return tf.conv2d(
      x as Tensor4D,
      kernel as Tensor4D,
      strides as [number, number],
      padding,
      'NHWC',
      dilation as [number, number],
    )
  }
  const spread = dilation.reduce((taps, distance, axis) => spreadTaps(tf, taps, axis, distance), kernel)
  return tf.conv3d(x as Tensor5D, spread as Tensor5D, strides as [number, number, number], padding)
}

/** `kernel` [...axes, channels, multiplier]: each channel alone, one axis or two. */
export function convolveDepthwise(
  tf: TensorFlow,
  x: Tensor,
  kernel: Tensor,
  { strides, padding, dilation }: Convolution,
): Tensor {
  if (strides.length === 1) {
    const flat = { strides: [1, ...strides], padding, dilation: [1, ...dilation] }
    return sequence(tf, convolveDepthwise(tf, image(tf, x), tf.expandDims(kernel, 0), flat))
  }
  const [stride, distance] = [strides as [number, number], dilation as [number, number]]
  return tf.depthwiseConv2d(x as Tensor4D, kernel as Tensor4D, stride, padding, 'NHWC', distance)
}

/** `kernel` [...axes, filters, channels]; `size` is that of the output along the axes. */
export function convolveTransposed(
  tf: TensorFlow,
  x: Tensor,
  kernel: Tensor,
  size: readonly number[],
  { strides, padding }: Sliding,
): Tensor {
  if (size.length === 1) {
    const flat = { strides: [1, ...strides], padding }
    return sequence(tf, convolveTransposed(tf, image(tf, x), tf.expandDims(kernel, 0), [1, ...size], flat))
  }
  const shape = [x.shape[0]!, ...size, kernel.shape.at(-2)!]
  if (size.length === 2) {
    const [to, stride] = [shape as [number, number, number, number], strides as [number, number]]
    return tf.conv2dTranspose(x as Tensor4D, kernel as Tensor4D, to, stride, padding)
  }
  const [to, stride] = [shape as [number, number, number, number, number], strides as [number, number, number]]
  return tf.conv3dTranspose(x as Tensor5D, kernel as Tensor5D, to, stride, padding)
}

const image = (tf: TensorFlow, x: Tensor): Tensor => tf.expandDims(x, 1)
const sequence = (tf: TensorFlow, x: Tensor): Tensor => tf.squeeze(x, [1])

/** A kernel with `distance` − 1 zeros after each tap along the axis but the last: what dilation means. */
function spreadTaps(tf: TensorFlow, kernel: Tensor, axis: number, distance: number): Tensor {
  if (distance === 1) return kernel
  const { shape } = kernel
  const taps = shape[axis]!
  const inner = shape.slice(axis + 1).reduce((size, length) => size * length, 1)
  const cells = tf.pad(tf.reshape(kernel, [-1, taps, 1, inner]), [
    [0, 0],
    [0, 0],
    [0, distance - 1],
    [0, 0],
  ])
  const spread = tf.slice(
    tf.reshape(cells, [-1, taps * distance, inner]),
    [0, 0, 0],
    [-1, (taps - 1) * distance + 1, -1],
  )
  return tf.reshape(spread, [...shape.slice(0, axis), spread.shape[1]!, ...shape.slice(axis + 1)])
}

/** The kernel of all groups at once: [...axes, channels, filters], 0 from the channels of one group to the filters of another. */
function blockDiagonal(tf: TensorFlow, kernel: Tensor, groups: number): Tensor {
  const [channels, filters] = kernel.shape.slice(-2) as [number, number]
  const ownGroup = tf.tile(tf.reshape(tf.eye(groups), [groups, groups, 1]), [1, 1, filters / groups])
  const blocks = tf.mul(tf.reshape(kernel, [-1, 1, channels, filters]), tf.reshape(ownGroup, [1, groups, 1, filters]))
  return tf.reshape(blocks, [...kernel.shape.slice(0, -2), groups * channels, filters])
}
