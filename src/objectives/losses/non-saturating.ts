/** @file Non-saturating: minimax for the critic, flipped labels for the generator (arXiv 1406.2661, section 3). */
import { crossEntropy, meanSoftplus, type SeparateLoss, torchCrossEntropy } from './loss'

export const nonSaturating: SeparateLoss = {
  form: 'separate',
  title: 'Non-saturating',
  docs: 'critic: E softplus(−r) + E softplus(f); player: E softplus(−f), which is −E log D. The classic. At the balance the critic stands at 2 log 2 = 1.386 and the player at log 2 = 0.693 (arXiv 1406.2661).',
  labels: true,
  critic: { real: crossEntropy, fake: crossEntropy },
  player: {
    real: meanSoftplus,
    fake: (tf, scores) => meanSoftplus(tf, tf.neg(scores)),
  },
  pytorch: {
    critic: { real: torchCrossEntropy, fake: torchCrossEntropy },
    player: {
      real: (scores) => `F.softplus(${scores}).mean()`,
      fake: (scores) => `F.softplus(-${scores}).mean()`,
    },
  },
}
