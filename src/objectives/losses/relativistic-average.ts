/** @file Relativistic average with the cross-entropy (RaGAN, Jolicoeur-Martineau, arXiv 1807.00734). */
import { againstAverage } from './against-average'
import { type JointLoss, meanSoftplus } from './loss'

export const relativisticAverage: JointLoss = {
  ...againstAverage(
    (tf, margins) => meanSoftplus(tf, tf.neg(margins)),
    (margins) => `F.softplus(-${margins}).mean()`,
  ),
  title: 'Relativistic average',
  docs: 'critic: ½ [E softplus(−(r − E f)) + E softplus(f − E r)]; player: the same with r and f exchanged. Each sample against the average of the other side (RaGAN, arXiv 1807.00734; ESRGAN).',
}
