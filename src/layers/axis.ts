/** @file One axis at a time: what many layers do to an axis, whatever lies before and after it. */
import { fail, ok, type Result } from '../lib/result'
import type { ShapeProblem } from '../tensor/problem'
import { formatShape, type Shape, shapeSize } from '../tensor/shape'
import type { Tensor, TensorFlow } from './layer'
import { shapeProblem } from './problems'

/** A param that names an axis without the batch, -1 the last, as a number from 0. */
export function axisIndex(title: string, axis: number, input: Shape): Result<number, ShapeProblem> {
  const { length: rank } = input
  const index = axis < 0 ? rank + axis : axis
  if (index >= 0 && index < rank) return ok(index)
  return fail(
    shapeProblem('axis-out-of-range', {
      port: 'in',
      param: 'axis',
      ...(rank === 0 ? { wanted: [{ port: 'in', shape: [1] }] } : { settings: [{ axis: -1 }] }),
      message: `${title} works along axis ${axis}, which ${formatShape(input)} does not have.`,
      fix:
        rank === 0
          ? 'Insert a Reshape to [1] before it.'
          : `Set the axis between ${-rank} and ${rank - 1}, counted without the batch; -1 is the last.`,
    }),
  )
}

/**
 * Changes one axis (0 is the batch) of x, which `change` sees as the middle one of `[outer, length, inner]`: kernels and gradients exist
 * for three axes on every backend, and not for five.
 */
export function alongAxis(tf: TensorFlow, x: Tensor, axis: number, change: (block: Tensor) => Tensor): Tensor {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)]
  const changed = change(tf.reshape(x, [shapeSize(before), x.shape[axis]!, shapeSize(after)]))
  return tf.reshape(changed, [...before, changed.shape[1]!, ...after])
}

/** `length` entries of the middle axis of `[outer, whole, inner]`. */
export function stretch(tf: TensorFlow, block: Tensor, start: number, length: number): Tensor {
  const [outer, , inner] = block.shape as [number, number, number]
  return tf.slice(block, [0, start, 0], [outer, length, inner])
}
