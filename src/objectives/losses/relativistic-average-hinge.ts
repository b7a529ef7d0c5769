/** @file Relativistic average with the hinge (RaHingeGAN, Jolicoeur-Martineau, arXiv 1807.00734). */
import { againstAverage } from './against-average'
import { type JointLoss, mean } from './loss'

export const relativisticAverageHinge: JointLoss = {
  ...againstAverage(
    (tf, margins) => mean(tf, tf.relu(tf.sub(1, margins))),
    (margins) => `F.relu(1 - ${margins}).mean()`,
  ),
  title: 'Relativistic average, hinge',
  docs: 'critic: ½ [E max(0, 1 − (r − E f)) + E max(0, 1 + (f − E r))]; player: the same with r and f exchanged (RaHingeGAN, arXiv 1807.00734).',
}
