/** @file Classification: how well logits say the class. For auxiliary classifiers (ACGAN, Odena et al., arXiv 1610.09585). */
import type { Scalar } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { box } from '../layers/pictures'
import { shapeProblem } from '../layers/problems'
import { formatShape, sameShape } from '../tensor/shape'
import { defineObjective } from './objective'
import { trains, weight } from './params'

export const classification = defineObjective({
  kind: 'classification',
  title: 'Classification',
  group: 'Objectives',
  icon: 'tags',
  picture: {
    soft: `${box(5, 24, 6, 8)}${box(14, 27, 6, 5)}${box(32, 22, 6, 10)}${box(41, 28, 6, 4)}`,
    line: 'M2 33h50',
    strong: box(23, 5, 6, 27),
  },
  summary: 'Makes logits name the class of a sample.',
  docs: `Softmax cross-entropy: −Σ label · log softmax(logits), summed over the last axis, mean over the batch and all other entries. "logits" are raw, without a softmax before them; "label" is one-hot, of the same shape. A guess among k classes costs log k.
Trains every trainable network upstream of "logits".

ACGAN: give the critic a second output with one value for each class, and take two of these objectives. One takes the output of the critic's call on real samples and the dataset's labels: it trains the critic. The other takes the call on fakes and the labels that the generator was given: it trains both, the generator to make what the label says. List the critic's id under "trains" of the first, and the generator's under that of the second, if the critic shall learn classes from real samples only (arXiv 1610.09585).`,
  keywords: ['loss', 'cross-entropy', 'softmax', 'label', 'class', 'auxiliary', 'acgan'],
  params: z.strictObject({ weight, trains }),
  inputs: [
    { name: 'logits', description: 'One raw value for each class.' },
    { name: 'label', description: 'The class, one-hot.' },
  ],
  tracing: { minimise: 'logits' },
  check({ logits, label }) {
    if (!sameShape(logits!, label!)) {
      return shapeProblem('shape-mismatch', {
        port: 'label',
        wanted: [
          { port: 'logits', shape: label! },
          { port: 'label', shape: logits! },
        ],
        message: `Classification compares class by class, but "logits" is ${formatShape(logits!)} and "label" is ${formatShape(label!)}.`,
        fix: `Let the network give one value for each class: a Dense with ${label!.at(-1) ?? 1} units as its last layer.`,
      })
    }
    if ((logits!.at(-1) ?? 1) > 1) return null
    return shapeProblem('shape-mismatch', {
      port: 'logits',
      message: `Classification needs at least two classes, but "logits" is ${formatShape(logits!)}: a softmax of one value is always 1.`,
      fix: 'Give logits and labels one value for each class, along the last axis.',
    })
  },
  weight: (params) => params.weight,
  trains: (params) => params.trains,
  pytorch: (_, __, ___, { inputs: { logits, label } }) => ({
    statements: [],
    loss: `-(${label} * F.log_softmax(${logits}, 1)).sum(1).mean()`,
    definitions: [],
  }),
  critic: () => null,
  player: () => ({
    reads: ['logits', 'label'],
    loss({ tf, inputs }) {
      const logits = inputs.logits!
      // log softmax, written so that it does not overflow and can be differentiated twice.
      const logLikelihoods = tf.sub(logits, tf.logSumExp(logits, -1, true))
      return tf.neg(tf.mean(tf.sum(tf.mul(inputs.label!, logLikelihoods), -1))) as Scalar
    },
  }),
})
