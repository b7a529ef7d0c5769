/** @file Scaling of a loss by the critic's slope, in place of a penalty: SMMD and SWGAN (Arbel et al., arXiv 1805.11565). */
import { z } from 'zod'
import { booleanField, schedulableField } from '../../lib/fields'
import { definePenalty } from './penalty'
import { expectation, squaredJacobians } from './slopes'

export const scaled = definePenalty({
  title: 'Scaled (SMMD, SWGAN)',
  docs: 'Both losses times s = 1 / (1 + λ E‖J(x)‖²), J the slopes of all outputs of the critic at the real samples, Frobenius norm; λ = 10. For MMD (SMMD); with Wasserstein times √s, where the paper also adds the values to the slopes (SWGAN). The critic stays smooth without a weight that trades smoothness for loss. Each output of the critic costs one more pass (arXiv 1805.11565).',
  schema: z.strictObject({
    kind: z.literal('scaled'),
    weight: schedulableField({
      title: 'Weight',
      description: 'λ: how much a steep critic scales the losses down.',
      minimum: 0,
      maximum: 1e6,
    }).default(10),
    // A factor is needed in every update; the key stands there because every penalty has it.
    every: z.literal(1).default(1),
    values: booleanField({
      title: 'With values',
      description: 'Adds the mean square of what the critic gives, E‖φ(x)‖², to that of its slopes, as SWGAN does.',
    }).default(false),
  }),
  acts: 'scale',
  value({ tf, settings, samples, outputs }) {
    const steepness = [
      expectation(
        tf,
        squaredJacobians(tf, samples.real, (given) => outputs('real', given)),
      ),
    ]
    if (settings.values) steepness.push(tf.mean(tf.sum(tf.square(outputs('real', samples.real)), 1)))
    return steepness.reduce((total, part) => tf.add(total, part))
  },
  pytorch: ({ values }) =>
    `squared_jacobians(outputs, real).mean()${values ? ' + outputs(*real).square().sum(1).mean()' : ''}`,
})
