/** @file Hinge (Lim and Ye, arXiv 1705.02894; Miyato et al., arXiv 1802.05957). */
import { mean, raiseFakes, type SeparateLoss, torchRaiseFakes } from './loss'

export const hinge: SeparateLoss = {
  form: 'separate',
  title: 'Hinge',
  docs: 'critic: E max(0, 1 − r) + E max(0, 1 + f); player: −E f. Scores beyond the margin are left alone (SNGAN, arXiv 1802.05957; Projected GAN).',
  critic: {
    real: (tf, scores) => mean(tf, tf.relu(tf.sub(1, scores))),
    fake: (tf, scores) => mean(tf, tf.relu(tf.add(1, scores))),
  },
  player: raiseFakes,
  pytorch: {
    critic: {
      real: (scores) => `F.relu(1 - ${scores}).mean()`,
      fake: (scores) => `F.relu(1 + ${scores}).mean()`,
    },
    player: torchRaiseFakes,
  },
}
