/** @file Minimax: the game as Goodfellow et al. first state it (arXiv 1406.2661), saturation included. */
import { crossEntropy, meanSoftplus, type SeparateLoss, torchCrossEntropy } from './loss'

export const minimax: SeparateLoss = {
  form: 'separate',
  title: 'Minimax (saturating)',
  docs: 'critic: E softplus(−r) + E softplus(f); player: −E softplus(f), which is E log(1 − D). Its gradient fades when the critic is sure of itself: for teaching (arXiv 1406.2661).',
  labels: true,
  saturates: true,
  critic: { real: crossEntropy, fake: crossEntropy },
  player: {
    real: (tf, scores) => tf.neg(meanSoftplus(tf, tf.neg(scores))),
    fake: (tf, scores) => tf.neg(meanSoftplus(tf, scores)),
  },
  pytorch: {
    critic: { real: torchCrossEntropy, fake: torchCrossEntropy },
    player: {
      real: (scores) => `-F.softplus(-${scores}).mean()`,
      fake: (scores) => `-F.softplus(${scores}).mean()`,
    },
  },
}
