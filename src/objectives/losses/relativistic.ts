/** @file Relativistic, paired (RpGAN, Jolicoeur-Martineau, arXiv 1807.00734): a real sample against the fake at its place. */
import { type JointLoss, meanSoftplus } from './loss'

export const relativistic: JointLoss = {
  form: 'joint',
  title: 'Relativistic (paired)',
  docs: 'critic: E softplus(−(r − f)); player: E softplus(−(f − r)), real and fake paired by their place in the batch. The critic only says which of two is more real, so it cannot put all fakes on one side: every real sample pulls, which counters mode collapse. With R1 and R2: R3GAN (arXiv 1807.00734, 2501.05441).',
  critic: ({ tf, real, fake }) => meanSoftplus(tf, tf.sub(fake, real)),
  player: ({ tf, real, fake }) => meanSoftplus(tf, tf.sub(real, fake)),
  pytorch: {
    critic: (real, fake) => `F.softplus(${fake} - ${real}).mean()`,
    player: (real, fake) => `F.softplus(${real} - ${fake}).mean()`,
  },
}
