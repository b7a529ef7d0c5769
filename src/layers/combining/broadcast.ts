/** @file Entry by entry on several inputs: same number of axes, and an axis of 1 is repeated to the length of the others. */
import { fail, ok, type Result } from '../../lib/result'
import type { ShapeProblem } from '../../tensor/problem'
import { formatShape, type Shape } from '../../tensor/shape'
import { inputNames } from '../ports'
import { shapeProblem } from '../problems'

/** Shape of the result, or the first input that does not fit those before it. */
export function broadcastShape(title: string, inputs: Record<string, Shape>): Result<Shape, ShapeProblem> {
  const [first, ...rest] = inputNames(inputs)
  let result = inputs[first!]!
  for (const name of rest) {
    const shape = inputs[name]!
    const fits =
      shape.length === result.length &&
      shape.every((dimension, axis) => dimension === result[axis] || dimension === 1 || result[axis] === 1)
    if (!fits) {
      return fail(
        shapeProblem('shape-mismatch', {
          port: name,
          wanted: [
            { port: name, shape: result },
            { port: first!, shape },
          ],
          message: `${title} works entry by entry, but "${name}" is ${formatShape(shape)} and what comes before it is ${formatShape(result)}.`,
          fix: `Give every input the shape ${formatShape(result)}; an axis of 1 also fits, and is repeated.`,
        }),
      )
    }
    result = result.map((dimension, axis) => Math.max(dimension, shape[axis]!))
  }
  return ok(result)
}
