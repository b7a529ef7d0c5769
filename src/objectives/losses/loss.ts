/**
 * @file What an adversarial loss declares. All of them take logits (a high score means real), are written as something to
 * minimise, and average over the batch and over every other entry of the score, so a map of scores needs nothing more.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { Tensor, TensorFlow } from '../../layers/layer'
import type { KernelSettings } from '../kernel'
import type { ScorePort } from '../penalties/penalty'
import type { Target } from '../targets'

interface LossText {
  title: string
  /** Formulas and use, for the docs of the node. */
  docs: string
  /** The critic's slope must be kept small, or the loss means nothing. */
  needsConstraint?: true
  /** The player's gradient fades while the critic is sure of itself. */
  saturates?: true
  /** Its value is a distance, but only for the best critic. */
  estimatesDistance?: true
  /** What the scaling by slopes divides: the loss as it stands, or by the root since it grows only with the critic's values. */
  scalable?: 'square' | 'linear'
}

/** What the scores behind one port add. `target` is 1 for real and 0 for fake, unless the critic is to be told otherwise. */
export type Part = (tf: TensorFlow, scores: Tensor, target: Target) => Scalar

/** A part as a PyTorch expression over `scores`, an expression itself. A text as target is an expression of the same shape as the scores. */
export type TorchPart = (scores: string, target: number | string) => string

/** A sum of what the real scores add and what the fakes add. Players minimise the part of the scores behind which they stand. */
export interface SeparateLoss extends LossText {
  form: 'separate'
  /** It has labels: targets other than 1 and 0, and flipped ones, mean something. */
  labels?: true
  critic: Record<ScorePort, Part>
  /** `target` is that of the other side: what the players want their samples to be taken for. */
  player: Record<ScorePort, Part>
  pytorch: Record<'critic' | 'player', Record<ScorePort, TorchPart>>
}

export interface Scores {
  tf: TensorFlow
  real: Tensor
  fake: Tensor
  kernel: KernelSettings
}

/** A comparison of real with fake, of which both sides see both. */
export interface JointLoss extends LossText {
  form: 'joint'
  critic(scores: Scores): Scalar
  player(scores: Scores): Scalar
  /** Expressions over those of the scores; `definitions` are the functions that they use. */
  pytorch: Record<'critic' | 'player', (real: string, fake: string) => string> & {
    definitions?: (kernel: KernelSettings) => string
  }
  /** What each row of other scores counts as, where not their mean: `[rows]`. What gradient penalties keep smooth. */
  witness?(scores: Scores, points: Tensor): Tensor
}

export type AdversarialLoss = SeparateLoss | JointLoss

/** Mean over all entries. */
export const mean = (tf: TensorFlow, values: Tensor): Scalar => tf.mean(values) as Scalar

/** Mean of log(1 + e^x), without overflow: the cross-entropy of a logit. */
export const meanSoftplus = (tf: TensorFlow, logits: Tensor): Scalar => mean(tf, tf.softplus(logits))

/** E of the cross-entropy of logits and targets t: t softplus(−x) + (1 − t) softplus(x), without overflow. */
export const crossEntropy: Part = (tf, logits, target) => {
  if (target === 1) return meanSoftplus(tf, tf.neg(logits))
  if (target === 0) return meanSoftplus(tf, logits)
  const asReal = tf.mul(tf.softplus(tf.neg(logits)), target)
  return mean(tf, tf.add(asReal, tf.mul(tf.softplus(logits), tf.sub(1, target))))
}

/** E f or −E r: the players of Wasserstein and of the hinge raise the scores of fakes, and lower those of real samples. */
export const raiseFakes: Record<ScorePort, Part> = {
  real: mean,
  fake: (tf, scores) => tf.neg(mean(tf, scores)),
}

/** The same cross-entropy in PyTorch. */
export const torchCrossEntropy: TorchPart = (scores, target) => {
  if (target === 1) return `F.softplus(-${scores}).mean()`
  if (target === 0) return `F.softplus(${scores}).mean()`
  return `F.binary_cross_entropy_with_logits(${scores}, ${typeof target === 'number' ? `torch.full_like(${scores}, ${target})` : target})`
}

export const torchRaiseFakes: Record<ScorePort, TorchPart> = {
  real: (scores) => `${scores}.mean()`,
  fake: (scores) => `-${scores}.mean()`,
}
