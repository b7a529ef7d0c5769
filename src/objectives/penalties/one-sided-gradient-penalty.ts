/** @file WGAN-LP: only slopes above 1 are punished, as Lipschitz continuity asks (Petzka et al., arXiv 1709.08894). */
import { z } from 'zod'
import { center } from './center'
import { definePenalty, termSettings } from './penalty'
import { between, expectation, norms, squaredSlopes } from './slopes'

export const oneSidedGradientPenalty = definePenalty({
  title: 'One-sided gradient penalty (WGAN-LP)',
  docs: 'λ E max(0, ‖∇D(x̂)‖ − 1)² at the same points as WGAN-GP. A critic flatter than 1 is left alone, so λ matters less. λ = 10 (arXiv 1709.08894).',
  schema: z.strictObject({ ...termSettings('one-sided-gradient-penalty', 10), center }),
  acts: 'term',
  mixes: true,
  value({ tf, settings, random, samples, critic }) {
    const points = between(tf, random, samples.real, samples.fake)
    const slopes = norms(
      tf,
      squaredSlopes(tf, points, (given) => critic('real', given)),
    )
    return expectation(tf, tf.square(tf.relu(tf.sub(slopes, settings.center))))
  },
})
