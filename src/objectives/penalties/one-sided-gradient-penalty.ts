/** @file WGAN-LP: only slopes above 1 are punished, as Lipschitz continuity asks (Petzka et al., arXiv 1709.08894). */
import { z } from 'zod'
import { center } from './center'
import { definePenalty, termSettings } from './penalty'
import { expectation, norms, squaredSlopesBetween } from './slopes'

export const oneSidedGradientPenalty = definePenalty({
  title: 'One-sided gradient penalty (WGAN-LP)',
  docs: 'λ E max(0, ‖∇D(x̂)‖ − 1)² at the same points as WGAN-GP. A critic flatter than 1 is left alone, so λ matters less. λ = 10 (arXiv 1709.08894).',
  schema: z.strictObject({ ...termSettings('one-sided-gradient-penalty', 10), center }),
  acts: 'term',
  mixes: true,
  value(context) {
    const { tf, settings } = context
    const slopes = norms(tf, squaredSlopesBetween(context))
    return expectation(tf, tf.square(tf.relu(tf.sub(slopes, settings.center))))
  },
  pytorch: ({ center }) => `F.relu(slopes(score, between(real, fake)) - ${center}).square().mean()`,
})
