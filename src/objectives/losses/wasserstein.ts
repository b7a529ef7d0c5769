/** @file Wasserstein (Arjovsky et al., arXiv 1701.07875): a difference of means, under a critic that is kept Lipschitz. */
import { type AdversarialLoss, mean } from './loss'

export const wasserstein: AdversarialLoss = {
  title: 'Wasserstein',
  docs: 'critic: E f − E r; player: −E f. The critic must be kept from growing steep: clip its weights to 0.01, train it with RMSProp 0.00005, five updates a step. Minus its loss estimates the distance (WGAN, arXiv 1701.07875).',
  needsConstraint: true,
  critic: (tf, real, fake) => tf.sub(mean(tf, fake), mean(tf, real)),
  player: (tf, fake) => tf.neg(mean(tf, fake)),
}
