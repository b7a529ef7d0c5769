/** @file Refusals that the kinds of this folder share. */
import type { ShapeProblem } from '../../tensor/problem'
import { formatShape, type Shape, shapeSize } from '../../tensor/shape'
import { shapeProblem } from '../problems'

/** The input is not a vector `[values]`; `null` when it is. `what` names the values: `features`, `classes`. */
export function notAVector(title: string, what: string, shape: Shape, port = 'in'): ShapeProblem | null {
  if (shape.length === 1) return null
  return shapeProblem('rank-mismatch', {
    port,
    wanted: [{ port, shape: [shapeSize(shape)] }],
    message: `${title} expects a vector [${what}] but receives ${formatShape(shape)}.`,
    fix:
      shape.length === 0
        ? 'Insert a Reshape to [1] before it.'
        : `Insert a Flatten before it, which makes [${shapeSize(shape)}].`,
  })
}

/** The input is a single number and has no channels; `null` when it has. */
export function noChannels(title: string, shape: Shape, port = 'in'): ShapeProblem | null {
  if (shape.length > 0) return null
  return shapeProblem('rank-mismatch', {
    port,
    wanted: [{ port, shape: [1] }],
    message: `${title} expects at least one axis, such as [100], but receives a single number [].`,
    fix: 'Insert a Reshape to [1] before it.',
  })
}
