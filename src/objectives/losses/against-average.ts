/**
 * @file The shape of the relativistic average losses (Jolicoeur-Martineau, arXiv 1807.00734, section 4): each score against the
 * mean of the other side's, with some base loss. The players' loss is the critic's with the roles exchanged. With ½, as the
 * mean of two terms.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { type JointLoss, mean } from './loss'

/** What is asked of a score that should lie above the others' mean, less that mean. */
type Base = (tf: TensorFlow, margins: Tensor) => Scalar

/** ½ [E base(upper − E lower) + E base(E upper − lower)]. */
function average(base: Base, tf: TensorFlow, upper: Tensor, lower: Tensor): Scalar {
  const above = base(tf, tf.sub(upper, mean(tf, lower)))
  const below = base(tf, tf.sub(mean(tf, upper), lower))
  return tf.mul(tf.add(above, below), 0.5)
}

const torchAverage = (base: (margins: string) => string, upper: string, lower: string): string =>
  `0.5 * (${base(`(${upper} - ${lower}.mean())`)} + ${base(`(${upper}.mean() - ${lower})`)})`

/** `torch` is the base in PyTorch, an expression over margins. */
export const againstAverage = (
  base: Base,
  torch: (margins: string) => string,
): Pick<JointLoss, 'form' | 'critic' | 'player' | 'pytorch'> => ({
  pytorch: {
    critic: (real, fake) => torchAverage(torch, real, fake),
    player: (real, fake) => torchAverage(torch, fake, real),
  },
  form: 'joint',
  critic: ({ tf, real, fake }) => average(base, tf, real, fake),
  player: ({ tf, real, fake }) => average(base, tf, fake, real),
})
