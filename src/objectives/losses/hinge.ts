/** @file Hinge (Lim and Ye, arXiv 1705.02894; Miyato et al., arXiv 1802.05957). */
import { type AdversarialLoss, mean } from './loss'

export const hinge: AdversarialLoss = {
  title: 'Hinge',
  docs: 'critic: E max(0, 1 − r) + E max(0, 1 + f); player: −E f. Scores beyond the margin are left alone (SNGAN, arXiv 1802.05957; Projected GAN).',
  critic: (tf, real, fake) => tf.add(mean(tf, tf.relu(tf.sub(1, real))), mean(tf, tf.relu(tf.add(1, fake)))),
  player: (tf, fake) => tf.neg(mean(tf, fake)),
}
