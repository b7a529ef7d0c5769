/** @file Adversarial: a critic learns to tell real from fake, and the networks behind the fakes learn to deceive it. */
import { z } from 'zod'
import { axes, dot, plot } from '../layers/pictures'
import { shapeProblem } from '../layers/problems'
import { selectField } from '../lib/fields'
import type { ShapeProblem } from '../tensor/problem'
import { formatShape, sameShape } from '../tensor/shape'
import { kernelField } from './kernel'
import { type LossName, losses, lossOf } from './losses'
import { defineObjective } from './objective'
import { trains, weight } from './params'
import { type Penalty, penaltyDocs, penaltyField, scales } from './penalty'
import { torchSide } from './pytorch'
import { sideOf } from './sides'
import { changedTargets, FAKE_TARGET, fakeTarget, flip, REAL_TARGET, realTarget, type TargetParams } from './targets'

const lossNames = Object.keys(losses) as LossName[]

const titlesWhere = (holds: (name: LossName) => boolean): string =>
  lossNames
    .filter(holds)
    .map((name) => losses[name].title)
    .join(', ')

const hasLabels = (name: LossName): boolean => {
  const loss = lossOf(name)
  return loss.form === 'separate' && loss.labels === true
}

const isScalable = (name: LossName): boolean => lossOf(name).scalable !== undefined

export const adversarial = defineObjective({
  kind: 'adversarial',
  title: 'Adversarial',
  group: 'Objectives',
  icon: 'swords',
  picture: {
    line: `${axes([-3, 3], [0, 3])}${plot((x) => Math.log1p(Math.exp(-x)), [-3, 3], [0, 3])}${plot((x) => Math.log1p(Math.exp(x)), [-3, 3], [0, 3])}`,
    soft: dot(12, 10, 5),
    strong: dot(44, 10, 5),
  },
  summary: 'Sets a critic against a generator, by its scores of real and of fake samples.',
  docs: `Takes the scores that one network gives to real samples (r) and to fakes (f), as logits: no sigmoid at the end of the critic; a high score means real. Both may be maps of scores: E is the mean over the batch and all entries.
Every trainable network upstream of both scores is the critic, every one upstream of only one of them plays against it. One that stands behind the real scores, as the encoder of a BiGAN, minimises the same with the roles of real and fake exchanged.

Losses
${lossNames.map((name) => `${losses[name].title}: ${losses[name].docs}`).join('\n')}

Penalties, on the critic's slope at each sample: the gradient of D, the mean of the sample's scores, by all its entries together. Labels are kept as they are.
${penaltyDocs}

Targets: ${titlesWhere(hasLabels)} tell the critic 1 for real and 0 for fake. A real target of 0.9 (one-sided smoothing, arXiv 1606.03498), a range such as 0.7 to 1.2 drawn anew for each sample, and now and then a flipped label keep it from growing too sure.`,
  keywords: ['loss', 'gan', 'wgan', 'lsgan', 'critic', 'discriminator', 'generator', 'label smoothing', ...lossNames],
  params: z.strictObject({
    loss: selectField<LossName>({
      title: 'Loss',
      description: 'What both sides minimise.',
      options: Object.fromEntries(lossNames.map((name) => [name, losses[name].title])) as Record<LossName, string>,
    }).default('non-saturating'),
    kernel: kernelField,
    weight,
    realTarget,
    fakeTarget,
    flip,
    penalty: penaltyField,
    trains,
  }),
  inputs: [
    { name: 'real', description: 'Scores of real samples, as logits.' },
    { name: 'fake', description: 'Scores of generated samples, as logits.' },
  ],
  tracing: { adversarial: ['real', 'fake'] },
  check({ real, fake }, params) {
    if (sameShape(real!, fake!)) return conflict(params)
    return shapeProblem('shape-mismatch', {
      port: 'fake',
      wanted: [
        { port: 'fake', shape: real! },
        { port: 'real', shape: fake! },
      ],
      message: `Adversarial compares scores of the same critic, but "real" is ${formatShape(real!)} and "fake" is ${formatShape(fake!)}.`,
      fix: 'Wire both from the same output of one network, called once on real and once on fake samples.',
    })
  },
  weight: (params) => params.weight,
  trains: (params) => params.trains,
  needsConstraint: ({ loss, penalty }) => (lossOf(loss).needsConstraint ?? false) && penalty.kind === 'none',
  saturates: ({ loss }) => (lossOf(loss).saturates ? { loss: 'non-saturating' } : null),
  smoothsFakes: ({ loss, fakeTarget: target }) =>
    hasLabels(loss) && target !== FAKE_TARGET ? { fakeTarget: FAKE_TARGET, realTarget: 0.9 } : null,
  estimatesDistance: ({ loss }) => lossOf(loss).estimatesDistance ?? false,
  pytorch: torchSide,
  critic: (params) => sideOf('critic', params, []),
  player: (params, behind) => sideOf('player', params, behind),
})

/** A param that the loss cannot heed; `null` when there is none. */
function conflict(params: TargetParams & { loss: LossName; penalty: Penalty }): ShapeProblem | null {
  const { title } = losses[params.loss]
  const [target] = hasLabels(params.loss) ? [] : changedTargets(params)
  if (target !== undefined) {
    return shapeProblem('params-conflict', {
      param: target,
      settings: [{ realTarget: REAL_TARGET, fakeTarget: FAKE_TARGET, flip: 0 }, { loss: 'non-saturating' }],
      message: `The loss ${title} tells the critic no labels, so "${target}" (${JSON.stringify(params[target])}) would change nothing.`,
      fix: `Set "${target}" back to its default, or choose a loss with labels: ${titlesWhere(hasLabels)}.`,
    })
  }
  if (!scales(params.penalty) || isScalable(params.loss)) return null
  return shapeProblem('params-conflict', {
    param: 'penalty',
    settings: [{ penalty: { kind: 'none' } }],
    message: `The penalty "scaled" divides losses that grow with the critic’s values, which the loss ${title} does not.`,
    fix: `Choose another penalty, or one of the losses ${titlesWhere(isScalable)}.`,
  })
}
