/** @file Minimax: the game as Goodfellow et al. first state it (arXiv 1406.2661), saturation included. */
import { type AdversarialLoss, mean, meanSoftplus } from './loss'

export const minimax: AdversarialLoss = {
  title: 'Minimax (saturating)',
  docs: 'critic: E softplus(−r) + E softplus(f); player: −E softplus(f), which is E log(1 − D). Its gradient fades when the critic is sure of itself: for teaching (arXiv 1406.2661).',
  critic: (tf, real, fake) => tf.add(meanSoftplus(tf, tf.neg(real)), meanSoftplus(tf, fake)),
  player: (tf, fake) => tf.neg(mean(tf, tf.softplus(fake))),
}
