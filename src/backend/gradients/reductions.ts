/** @file Gradients of sums, means, extremes and softmax. */
import * as tf from '@tensorflow/tfjs-core'
import { axesOf, define, mask, type Tensor } from './define'

const keptShape = (shape: number[], axes: number[]): number[] =>
  shape.map((size, axis) => (axes.includes(axis) ? 1 : size))

/**
 * The gradient of a sum: each summand's share. Stock multiplies by ones that it makes in JavaScript, one for each element; a broadcast
 * stays where the tensor lives.
 */
function spread(dy: Tensor, shape: number[], axes: number[]): Tensor {
  return tf.broadcastTo(tf.reshape(dy, keptShape(shape, axes)), shape)
}

function extreme(kernel: 'Max' | 'Min', of: (x: Tensor, axes: number[], keepDims: boolean) => Tensor): void {
  define(kernel, ['x'], (dy, [x], { reductionIndices, axis }) => ({
    x: () => {
      const axes = axesOf(reductionIndices ?? axis, x!.shape)
      const chosen = mask(() => tf.cast(tf.equal(x!, of(x!, axes, true)), 'float32'))
      return tf.mul(tf.reshape(dy, keptShape(x!.shape, axes)), chosen)
    },
  }))
}

/** Products of all others along one axis, without division: x may hold zeros. */
function productOfOthers(x: Tensor, axis: number): Tensor {
  const before = tf.cumprod(x, axis, true, false)
  const after = tf.cumprod(x, axis, true, true)
  return tf.mul(before, after)
}

export function defineReductions(): void {
  define('Sum', ['x'], (dy, [x], { axis }) => ({ x: () => spread(dy, x!.shape, axesOf(axis, x!.shape)) }))
  define('Mean', ['x'], (dy, [x], { axis }) => ({
    x: () => {
      const axes = axesOf(axis, x!.shape)
      const count = tf.util.sizeFromShape(axes.map((index) => x!.shape[index]!))
      // Divided before it is spread: far fewer numbers.
      return spread(tf.div(dy, count), x!.shape, axes)
    },
  }))
  extreme('Max', tf.max)
  extreme('Min', tf.min)
  define('Prod', ['x'], (dy, [x], { axis }) => ({
    x: () => {
      const axes = axesOf(axis, x!.shape)
      const rest = x!.shape.map((_, index) => index).filter((index) => !axes.includes(index))
      const order = [...rest, ...axes]
      const moved = tf.transpose(x!, order)
      const count = tf.util.sizeFromShape(axes.map((index) => x!.shape[index]!))
      const flat = tf.reshape(moved, [-1, count])
      const others = productOfOthers(flat, 1)
      const back = tf.backend_util.getUndoAxesPermutation(order)
      return tf.mul(tf.reshape(dy, keptShape(x!.shape, axes)), tf.transpose(tf.reshape(others, moved.shape), back))
    },
  }))
  define('Cumsum', ['x'], (dy, _, { axis, exclusive, reverse }) => ({
    x: () => tf.cumsum(dy, axis as number, exclusive as boolean, !reverse),
  }))
  define('Softmax', ['logits'], (dy, [logits], { dim }) => ({
    logits: () => {
      const y = tf.softmax(logits!, dim as number)
      const weighted = tf.mul(dy, y)
      return tf.sub(weighted, tf.mul(tf.sum(weighted, dim as number, true), y))
    },
  }))
  define('LogSoftmax', ['logits'], (dy, [logits], { axis }) => ({
    logits: () => tf.sub(dy, tf.mul(tf.sum(dy, axis as number, true), tf.softmax(logits!, axis as number))),
  }))
}
