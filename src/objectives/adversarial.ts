/** @file Adversarial: a critic learns to tell real from fake, and the networks behind the fakes learn to deceive it. */
import { z } from 'zod'
import { shapeProblem } from '../layers/problems'
import { selectField } from '../lib/fields'
import { formatShape, sameShape } from '../tensor/shape'
import { type LossName, losses } from './losses'
import { defineObjective } from './objective'
import { trains, weight } from './params'
import { penaltyField, refusePenalty } from './penalty'

const lossNames = Object.keys(losses) as LossName[]

export const adversarial = defineObjective({
  kind: 'adversarial',
  title: 'Adversarial',
  group: 'Objectives',
  icon: 'swords',
  summary: 'Sets a critic against a generator, by its scores of real and of fake samples.',
  docs: `Takes the scores that one network gives to real samples (r) and to fakes (f), as logits: no sigmoid at the end of the critic; a high score means real. Both may be maps of scores: E is the mean over the batch and all entries.
Every trainable network upstream of both scores is the critic, every one upstream of only one of them plays against it.
${lossNames.map((name) => `${losses[name].title}: ${losses[name].docs}`).join('\n')}`,
  keywords: ['loss', 'gan', 'wgan', 'lsgan', 'critic', 'discriminator', 'generator', ...lossNames],
  params: z.strictObject({
    loss: selectField<LossName>({
      title: 'Loss',
      description: 'What both sides minimise.',
      options: Object.fromEntries(lossNames.map((name) => [name, losses[name].title])) as Record<LossName, string>,
    }).default('non-saturating'),
    weight,
    penalty: penaltyField,
    trains,
  }),
  inputs: [
    { name: 'real', description: 'Scores of real samples, as logits.' },
    { name: 'fake', description: 'Scores of generated samples, as logits.' },
  ],
  tracing: { adversarial: ['real', 'fake'] },
  check({ real, fake }, params) {
    const problem = refusePenalty(params.penalty)
    if (problem || sameShape(real!, fake!)) return problem
    return shapeProblem('shape-mismatch', {
      port: 'fake',
      message: `Adversarial compares scores of the same critic, but "real" is ${formatShape(real!)} and "fake" is ${formatShape(fake!)}.`,
      fix: 'Wire both from the same output of one network, called once on real and once on fake samples.',
    })
  },
  weight: (params) => params.weight,
  trains: (params) => params.trains,
  needsConstraint: ({ loss }) => losses[loss].needsConstraint ?? false,
  critic: () => ({
    reads: ['real', 'fake'],
    loss: ({ tf, params, inputs }) => losses[params.loss].critic(tf, inputs.real!, inputs.fake!),
  }),
  player: () => ({
    reads: ['fake'],
    loss: ({ tf, params, inputs }) => losses[params.loss].player(tf, inputs.fake!),
  }),
})
