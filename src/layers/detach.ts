/** @file Values that gradients take for constants. */
import type { Tensor, TensorFlow } from './layer'

/** The same values, with a gradient of zeros: what lies before them still has one, so that asking for it is no error. */
export function detach(tf: TensorFlow, x: Tensor): Tensor {
  const stop = tf.customGrad((value) => ({ value: tf.clone(value as Tensor), gradFunc: (dy) => tf.zerosLike(dy) }))
  return stop(x)
}

/**
 * What `compute` gives, as a constant. Nothing of its work is recorded for gradients, so that they cost nothing: TensorFlow.js
 * records a custom gradient as one operation of its arguments, and this one has none.
 */
export const constantOf = (tf: TensorFlow, compute: () => Tensor): Tensor =>
  tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }))()
