/** @file DRAGAN: a slope of 1 around the real samples (Kodali et al., arXiv 1705.07215; noise as in the authors' notebook). */
import { z } from 'zod'
import { numberField } from '../../lib/fields'
import { center } from './center'
import { definePenalty, termSettings } from './penalty'
import { expectation, norms, squaredSlopesBetween } from './slopes'

export const dragan = definePenalty({
  title: 'DRAGAN',
  docs: 'λ E(‖∇D(x̂)‖ − 1)² at x̂ = x + α (x′ − x) with x′ = x + 0.5 std(x) U(0, 1), std over the whole batch. Needs no fakes, keeps the critic from growing steep around the data, where collapse begins. λ = 10, with the non-saturating loss (arXiv 1705.07215).',
  schema: z.strictObject({
    ...termSettings('dragan', 10),
    center,
    noise: numberField({
      title: 'Noise',
      description: 'How far around the real samples it looks, in standard deviations of the batch.',
      minimum: 0,
      maximum: 1000,
      advanced: true,
    }).default(0.5),
  }),
  acts: 'term',
  value(context) {
    const { tf, settings, random, samples } = context
    const disturbed = samples.real.map((x) => {
      const deviation = tf.sqrt(tf.moments(x).variance)
      return tf.add(x, tf.mul(tf.mul(deviation, settings.noise), random.uniform(x.shape)))
    })
    const slopes = norms(tf, squaredSlopesBetween(context, disturbed))
    return expectation(tf, tf.square(tf.sub(slopes, settings.center)))
  },
  pytorch: ({ center, noise }) =>
    `(slopes(score, between(real, [x + ${noise} * x.std(unbiased=False) * torch.rand_like(x) for x in real])) - ${center}).square().mean()`,
})
