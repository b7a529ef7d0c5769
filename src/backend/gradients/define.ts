/** @file How our gradients are written down, and what they share. */
import * as tf from '@tensorflow/tfjs-core'
import { offTape } from '../tape'

export type Tensor = tf.Tensor

/** Gradients of one kernel, by the name of its input: from `dy` and the saved inputs, in the order in which they were named. */
export type Gradients = (
  dy: Tensor,
  saved: Tensor[],
  attributes: Record<string, unknown>,
) => Record<string, () => Tensor>

/**
 * Registers the gradient of a kernel. Only inputs are saved, never outputs: a saved output is put on the tape before its own
 * operation, so a second differentiation silently drops what flows through it.
 */
export function define(kernelName: string, inputsToSave: string[], gradients: Gradients): void {
  if (tf.getGradient(kernelName)) tf.unregisterGradient(kernelName)
  tf.registerGradient({
    kernelName,
    inputsToSave,
    gradFunc: (dy, saved, attributes) => gradients(dy as Tensor, saved, attributes as Record<string, unknown>),
  })
}

/**
 * The gradient of an input that was broadcast: summed over the axes that it did not have. Always a new tensor, since the tape disposes
 * of what it was given: two inputs must not share one.
 */
export function sumTo(gradient: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape)
  const summed = axes.length > 0 ? tf.sum(gradient, axes) : gradient
  return tf.reshape(summed, shape)
}

/**
 * A factor that is constant between jumps: a mask. Its derivative is zero, so it is kept from the tape; a second differentiation then
 * neither makes those zeros nor adds them.
 */
export const mask = (make: () => Tensor): Tensor => offTape(tf, make)

/** Runs a kernel that tfjs exports no operation for. */
export const runKernel = (name: string, inputs: Record<string, Tensor>, attributes: object = {}): Tensor =>
  tf.engine().runKernel(name, inputs as unknown as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as Tensor

/** An axis argument as tfjs kernels keep it, as a list of non-negative axes. */
export const axesOf = (axis: unknown, shape: number[]): number[] =>
  tf.util.parseAxisParam((axis ?? shape.map((_, index) => index)) as number | number[], shape)
