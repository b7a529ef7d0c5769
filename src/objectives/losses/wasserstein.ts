/** @file Wasserstein (Arjovsky et al., arXiv 1701.07875): a difference of means, under a critic that is kept Lipschitz. */
import { mean, raiseFakes, type SeparateLoss, torchRaiseFakes } from './loss'

export const wasserstein: SeparateLoss = {
  form: 'separate',
  title: 'Wasserstein',
  docs: 'critic: E f − E r; player: −E f. The critic must be kept from growing steep: a gradient penalty, or clip its weights to 0.01 and train it with RMSProp 0.00005; five updates a step. Minus its loss estimates the distance (WGAN, arXiv 1701.07875).',
  needsConstraint: true,
  estimatesDistance: true,
  scalable: 'linear',
  critic: { real: (tf, scores) => tf.neg(mean(tf, scores)), fake: mean },
  player: raiseFakes,
  pytorch: {
    critic: { real: (scores) => `-${scores}.mean()`, fake: (scores) => `${scores}.mean()` },
    player: torchRaiseFakes,
  },
}
