/** @file Non-saturating: minimax for the critic, flipped labels for the generator (arXiv 1406.2661, section 3). */
import { type AdversarialLoss, meanSoftplus } from './loss'

export const nonSaturating: AdversarialLoss = {
  title: 'Non-saturating',
  docs: 'critic: E softplus(−r) + E softplus(f); player: E softplus(−f), which is −E log D. The classic. At the balance the critic stands at 2 log 2 = 1.386 and the player at log 2 = 0.693 (arXiv 1406.2661).',
  critic: (tf, real, fake) => tf.add(meanSoftplus(tf, tf.neg(real)), meanSoftplus(tf, fake)),
  player: (tf, fake) => meanSoftplus(tf, tf.neg(fake)),
}
