/**
 * @file What an adversarial loss declares. All of them take logits (a high score means real), are written as something to
 * minimise, and average over the batch and over every other entry of the score, so a map of scores needs nothing more.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { Tensor, TensorFlow } from '../../layers/layer'

export interface AdversarialLoss {
  title: string
  /** Formulas and use, for the docs of the node. */
  docs: string
  /** The critic's slope must be kept small, or the loss means nothing. */
  needsConstraint?: true
  /** What the critic minimises. */
  critic(tf: TensorFlow, real: Tensor, fake: Tensor): Scalar
  /** What the players minimise. */
  player(tf: TensorFlow, fake: Tensor): Scalar
}

/** Mean over all entries. */
export const mean = (tf: TensorFlow, values: Tensor): Scalar => tf.mean(values) as Scalar

/** Mean of log(1 + e^x), without overflow: the cross-entropy of a logit. */
export const meanSoftplus = (tf: TensorFlow, logits: Tensor): Scalar => mean(tf, tf.softplus(logits))
