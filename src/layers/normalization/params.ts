/** @file Params and weights that normalisations share. Defaults of Keras. */
import { booleanField, numberField } from '../../lib/fields'
import { fail, ok, type Result } from '../../lib/result'
import type { ShapeProblem } from '../../tensor/problem'
import type { Shape } from '../../tensor/shape'
import type { WeightSpec } from '../layer'
import { shapeProblem } from '../problems'

export const epsilon = numberField({
  title: 'Epsilon',
  description: 'Added to the variance, so that nothing is divided by 0.',
  minimum: 1e-8,
  maximum: 1,
  advanced: true,
}).default(1e-3)

export const scale = booleanField({
  title: 'Scale',
  description: 'Multiplies each channel by a trained number (gamma).',
}).default(true)

export const center = booleanField({
  title: 'Center',
  description: 'Adds a trained number to each channel (beta).',
}).default(true)

/** One number for each channel, named as in Keras. */
export const channelWeight = (name: string, channels: number, value: number, trainable: boolean): WeightSpec => ({
  name,
  shape: [channels],
  initializer: { kind: 'constant', value },
  trainable,
})

/** Keeps the shape, and needs a last axis. */
export function sameShapeWithChannels(title: string, input: Shape): Result<Shape, ShapeProblem> {
  if (input.length > 0) return ok(input)
  return fail(
    shapeProblem('rank-mismatch', {
      port: 'in',
      message: `${title} expects at least one axis, such as [100], but receives a single number [].`,
      fix: 'Insert a Reshape to [1] before it.',
    }),
  )
}
