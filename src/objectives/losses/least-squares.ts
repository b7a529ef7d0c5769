/** @file Least squares (LSGAN, Mao et al., arXiv 1611.04076), with targets 0 and 1 and the paper's ½. */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { type AdversarialLoss, mean } from './loss'

const halfSquaredDistance = (tf: TensorFlow, scores: Tensor, target: number): Scalar =>
  tf.mul(mean(tf, tf.square(tf.sub(scores, target))), 0.5)

export const leastSquares: AdversarialLoss = {
  title: 'Least squares',
  docs: 'critic: ½ E(r − 1)² + ½ E f²; player: ½ E(f − 1)². Smooth everywhere, no sigmoid (LSGAN, arXiv 1611.04076).',
  critic: (tf, real, fake) => tf.add(halfSquaredDistance(tf, real, 1), halfSquaredDistance(tf, fake, 0)),
  player: (tf, fake) => halfSquaredDistance(tf, fake, 1),
}
