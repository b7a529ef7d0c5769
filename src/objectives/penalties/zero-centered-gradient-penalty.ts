/** @file Zero-centred penalty between real and fake (Thanh-Tung et al., arXiv 1902.03984; Mescheder et al., arXiv 1801.04406). */
import { z } from 'zod'
import { definePenalty, termSettings } from './penalty'
import { expectation, squaredSlopesBetween } from './slopes'

export const zeroCenteredGradientPenalty = definePenalty({
  title: 'Zero-centred gradient penalty',
  docs: 'γ/2 E‖∇D(x̂)‖² at the same points as WGAN-GP. Pulls the slope to 0, so it lets the game come to rest where WGAN-GP circles (arXiv 1801.04406, 1902.03984).',
  schema: z.strictObject(termSettings('zero-centered-gradient-penalty', 1)),
  acts: 'term',
  mixes: true,
  value: (context) => context.tf.mul(expectation(context.tf, squaredSlopesBetween(context)), 0.5),
  pytorch: () => '0.5 * squared_slopes(score, between(real, fake)).mean()',
})
