/** @file Least squares (LSGAN, Mao et al., arXiv 1611.04076), with the paper's ½. */
import { mean, type Part, type SeparateLoss, type TorchPart } from './loss'

const halfSquaredDistance: Part = (tf, scores, target) => tf.mul(mean(tf, tf.square(tf.sub(scores, target))), 0.5)

const both = { real: halfSquaredDistance, fake: halfSquaredDistance }

const torchPart: TorchPart = (scores, target) => `0.5 * (${scores} - ${target}).square().mean()`

const torchBoth = { real: torchPart, fake: torchPart }

export const leastSquares: SeparateLoss = {
  form: 'separate',
  title: 'Least squares',
  docs: 'critic: ½ E(r − b)² + ½ E(f − a)²; player: ½ E(f − b)². a is the fake target, 0, and b the real one, 1. Smooth everywhere, no sigmoid; several codebases drop the ½ (LSGAN, arXiv 1611.04076).',
  labels: true,
  critic: both,
  player: both,
  pytorch: { critic: torchBoth, player: torchBoth },
}
