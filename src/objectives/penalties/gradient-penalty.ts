/** @file WGAN-GP: a slope of 1 between real and fake (Gulrajani et al., arXiv 1704.00028, equation 3). */
import { z } from 'zod'
import { center } from './center'
import { definePenalty, termSettings } from './penalty'
import { expectation, norms, squaredSlopesBetween } from './slopes'

export const gradientPenalty = definePenalty({
  title: 'Gradient penalty (WGAN-GP)',
  docs: 'λ E(‖∇D(x̂)‖ − 1)² at x̂ = x + α (G(z) − x), one α ~ U(0, 1) for each sample. λ = 10 for images, 0.1 for points in the plane. For Wasserstein, in place of clipping, with five updates of the critic a step; with MMD the slope is that of the witness function. No batch norm in the critic (arXiv 1704.00028).',
  schema: z.strictObject({ ...termSettings('gradient-penalty', 10), center }),
  acts: 'term',
  mixes: true,
  value(context) {
    const { tf, settings } = context
    const slopes = norms(tf, squaredSlopesBetween(context))
    return expectation(tf, tf.square(tf.sub(slopes, settings.center)))
  },
  pytorch: ({ center }) => `(slopes(score, between(real, fake)) - ${center}).square().mean()`,
})
