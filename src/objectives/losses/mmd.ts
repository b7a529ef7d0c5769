/** @file MMD: a critic whose features tell two batches apart by a kernel (MMD GAN: Li et al., arXiv 1705.08584; 1801.01401). */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { type KernelSettings, kernelOf, torchKernel } from '../kernel'
import { squaredMmd, witness } from '../mmd'
import type { JointLoss, Scores } from './loss'

/** All that the critic gives for a sample is one vector. */
const features = (tf: TensorFlow, scores: Tensor): Tensor =>
  tf.reshape(scores, [scores.shape[0]!, scores.size / scores.shape[0]!])

const discrepancy = ({ tf, real, fake, kernel }: Scores): Scalar =>
  squaredMmd(tf, kernelOf(kernel), features(tf, real), features(tf, fake), kernel.estimator)

const torchMmd = (kernel: KernelSettings): string => `${torchKernel(kernel)}


def squared_mmd(x: Tensor, y: Tensor) -> Tensor:
    """Squared maximum mean discrepancy of two batches of features."""

    def within(a: Tensor) -> Tensor:
        values = kernel(a, a)
${
  kernel.estimator === 'biased'
    ? '        return values.mean()'
    : '        return (values.sum() - values.diagonal().sum()) / max(1, len(a) * (len(a) - 1))'
}

    return within(x) + within(y) - 2 * kernel(x, y).mean()


def witness(points: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """What each point counts as: the witness function, whose slope a gradient penalty keeps small."""
    return kernel(points, x).mean(1) - kernel(points, y).mean(1)`

export const mmd: JointLoss = {
  form: 'joint',
  title: 'MMD',
  docs: 'critic: −MMD²(φ(x), φ(G(z))); player: +MMD². The critic gives a feature vector φ in place of a score, 1 to 16 entries, and a kernel compares the two batches of them: E k(x, x′) + E k(y, y′) − 2 E k(x, y). The features must be kept smooth: by the gradient penalty of the witness function (weight 1), or scaled (SMMD). MMD GAN, arXiv 1801.01401; SMMD, arXiv 1805.11565.',
  needsConstraint: true,
  scalable: 'square',
  critic: (scores) => scores.tf.neg(discrepancy(scores)),
  player: discrepancy,
  witness: ({ tf, real, fake, kernel }, points) =>
    witness(tf, kernelOf(kernel), points, features(tf, real), features(tf, fake)),
  pytorch: {
    critic: (real, fake) => `-squared_mmd(${real}.flatten(1), ${fake}.flatten(1))`,
    player: (real, fake) => `squared_mmd(${real}.flatten(1), ${fake}.flatten(1))`,
    definitions: torchMmd,
  },
}
