/** @file Relativistic average with squares (RaLSGAN, Jolicoeur-Martineau, arXiv 1807.00734). */
import { againstAverage } from './against-average'
import { type JointLoss, mean } from './loss'

export const relativisticAverageLeastSquares: JointLoss = {
  ...againstAverage(
    (tf, margins) => mean(tf, tf.square(tf.sub(margins, 1))),
    (margins) => `(${margins} - 1).square().mean()`,
  ),
  title: 'Relativistic average, least squares',
  docs: 'critic: ½ [E(r − E f − 1)² + E(f − E r + 1)²]; player: the same with r and f exchanged (RaLSGAN, arXiv 1807.00734).',
}
