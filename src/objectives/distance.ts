/** @file Distance: how far two values are apart. Reconstruction, cycle consistency, feature matching. */

import type { Scalar } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import type { Tensor, TensorFlow } from '../layers/layer'
import { axes, dot, plot } from '../layers/pictures'
import { shapeProblem } from '../layers/problems'
import { selectField } from '../lib/fields'
import { formatShape, sameShape } from '../tensor/shape'
import { defineObjective } from './objective'
import { trains, weight } from './params'

type Metric = 'l1' | 'l2' | 'huber' | 'cosine'

/** Keeps the direction of a sample of zeros defined, as in Keras' normalisation. */
const COSINE_EPSILON = 1e-12

const metrics: Record<Metric, (tf: TensorFlow, a: Tensor, b: Tensor) => Tensor> = {
  l1: (tf, a, b) => tf.abs(tf.sub(a, b)),
  l2: (tf, a, b) => tf.square(tf.sub(a, b)),
  huber(tf, a, b) {
    const size = tf.abs(tf.sub(a, b))
    // What exceeds 1 counts as a straight line: ½ min(d, 1)² + max(d − 1, 0), with no comparison to differentiate.
    const excess = tf.relu(tf.sub(size, 1))
    return tf.add(tf.mul(tf.square(tf.sub(size, excess)), 0.5), excess)
  },
  cosine(tf, a, b) {
    const direction = (x: Tensor) => {
      const rows = tf.reshape(x, [x.shape[0]!, x.size / x.shape[0]!])
      return tf.mul(rows, tf.rsqrt(tf.add(tf.sum(tf.square(rows), 1, true), COSINE_EPSILON)))
    }
    return tf.sub(1, tf.sum(tf.mul(direction(a), direction(b)), 1))
  },
}

export const distance = defineObjective({
  kind: 'distance',
  title: 'Distance',
  group: 'Objectives',
  icon: 'ruler',
  picture: {
    line: `${axes([-1, 1], [0, 1])}${plot(Math.abs, [-1, 1], [0, 1])}${plot((x) => x * x, [-1, 1], [0, 1])}`,
    strong: dot(28, 33, 2.5),
  },
  summary: 'Pulls one value towards another: reconstruction, cycle, feature matching.',
  docs: `Trains every trainable network upstream of "a" to make it like "b". d is the difference of two entries; the loss is the mean over the batch and all entries.
L1: |d|. L2: d² (the mean squared error, without ½). Huber: ½ d² up to |d| = 1, |d| − ½ beyond. Cosine: 1 − cos of the angle between the two samples, each taken as one vector.
L1 keeps images sharper than L2 (pix2pix, arXiv 1611.07004). A network that lies before both is trained through both; a Stop gradient before "b" makes it a fixed target.`,
  keywords: ['loss', 'reconstruction', 'mse', 'mae', 'cycle', 'l1', 'l2', 'huber', 'cosine'],
  params: z.strictObject({
    metric: selectField<Metric>({
      title: 'Metric',
      description: 'How the distance is measured.',
      options: { l1: 'L1 (mean absolute)', l2: 'L2 (mean squared)', huber: 'Huber', cosine: 'Cosine' },
    }).default('l1'),
    weight,
    trains,
  }),
  inputs: [
    { name: 'a', description: 'The value that is trained.' },
    { name: 'b', description: 'The value it should be like.' },
  ],
  tracing: { minimise: 'a' },
  check({ a, b }) {
    if (sameShape(a!, b!)) return null
    return shapeProblem('shape-mismatch', {
      port: 'b',
      wanted: [
        { port: 'a', shape: b! },
        { port: 'b', shape: a! },
      ],
      message: `Distance compares entry by entry, but "a" is ${formatShape(a!)} and "b" is ${formatShape(b!)}.`,
      fix: 'Give both the same shape, for example with an Upsample, an Average pool or a Reshape.',
    })
  },
  weight: (params) => params.weight,
  trains: (params) => params.trains,
  pytorch: (_, { metric }, __, { inputs: { a, b } }) => ({
    statements: [],
    loss: {
      l1: `F.l1_loss(${a}, ${b})`,
      l2: `F.mse_loss(${a}, ${b})`,
      huber: `F.smooth_l1_loss(${a}, ${b})`,
      cosine: `(1 - F.cosine_similarity(${a}.flatten(1), ${b}.flatten(1), dim=1)).mean()`,
    }[metric],
    definitions: [],
  }),
  critic: () => null,
  player: () => ({
    reads: ['a', 'b'],
    loss: ({ tf, params, inputs }) => tf.mean(metrics[params.metric](tf, inputs.a!, inputs.b!)) as Scalar,
  }),
})
