/**
 * @file Targets for scores: smoothed, noisy and flipped labels (ganhacks 6; Salimans et al., arXiv 1606.03498, section 3.4).
 * As params, and as numbers for each sample.
 */
import type { LayerRandom, Tensor, TensorFlow } from '../layers/layer'
import { type NumberRange, numberField, rangeField } from '../lib/fields'

export const REAL_TARGET = 1
export const FAKE_TARGET = 0

const target = (title: string, description: string, value: number) =>
  rangeField({ title, description, minimum: -10, maximum: 10, advanced: true }).default(value)

export const realTarget = target(
  'Real target',
  'What the critic is told of real samples: 0.9 smooths it; two numbers, as 0.7, 1.2, draw one for each sample.',
  REAL_TARGET,
)

export const fakeTarget = target(
  'Fake target',
  'What the critic is told of fakes: better left at 0; two numbers draw one for each sample.',
  FAKE_TARGET,
)

export const flip = numberField({
  title: 'Flip',
  description: 'Probability that the critic is told the wrong label of a sample: 0.05 for occasional noise.',
  minimum: 0,
  maximum: 1,
  advanced: true,
}).default(0)

export interface TargetParams {
  realTarget: NumberRange
  fakeTarget: NumberRange
  flip: number
}

/** Targets for each sample, in a shape that broadcasts over its scores; a number where all are the same. */
export type Target = Tensor | number

/** One draw from a target for each sample of `scores`. */
export function drawTarget(tf: TensorFlow, random: LayerRandom, range: NumberRange, scores: Tensor): Target {
  const [low, high] = typeof range === 'number' ? [range, range] : [range[0]!, range[1]!]
  if (low === high) return low
  return tf.add(tf.mul(random.uniform(onePerSample(scores)), high - low), low)
}

/** The target of a sample, or with a probability that of the other side. */
export function drawFlipped(
  tf: TensorFlow,
  random: LayerRandom,
  { own, other, probability }: { own: NumberRange; other: NumberRange; probability: number },
  scores: Tensor,
): Target {
  const mine = drawTarget(tf, random, own, scores)
  if (probability === 0) return mine
  const flipped = tf.cast(tf.less(random.uniform(onePerSample(scores)), probability), 'float32')
  return tf.add(mine, tf.mul(flipped, tf.sub(drawTarget(tf, random, other, scores), mine)))
}

const onePerSample = (scores: Tensor): number[] => [scores.shape[0]!, ...scores.shape.slice(1).map(() => 1)]

/** The params that are not at their defaults, for a loss that has no labels. */
export function changedTargets({
  realTarget: real,
  fakeTarget: fake,
  flip: probability,
}: TargetParams): (keyof TargetParams)[] {
  const changed: [keyof TargetParams, boolean][] = [
    ['realTarget', real !== REAL_TARGET],
    ['fakeTarget', fake !== FAKE_TARGET],
    ['flip', probability !== 0],
  ]
  return changed.filter(([, differs]) => differs).map(([param]) => param)
}
