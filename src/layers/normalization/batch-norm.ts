/** @file Batch norm: each channel is brought to mean 0 and variance 1 over the batch (Ioffe and Szegedy, arXiv 1502.03167). */
import { z } from 'zod'
import { numberField } from '../../lib/fields'
import { defineLayer, type Tensor, type TensorFlow } from '../layer'
import { ANY_INPUT } from '../ports'
import { center, channelWeight, epsilon, sameShapeWithChannels, scale } from './params'

const movingAverage = (tf: TensorFlow, old: Tensor, fresh: Tensor, momentum: number): Tensor =>
  tf.add(tf.mul(old, momentum), tf.mul(fresh, 1 - momentum))

export const batchNorm = defineLayer({
  kind: 'batch-norm',
  title: 'Batch norm',
  group: 'Normalisation',
  icon: 'chart-spline',
  summary: 'Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.',
  docs: `out = gamma · (in − mean) / √(variance + epsilon) + beta, for each channel; mean and variance over the batch and all axes but the last. While training they are those of the batch of each call; afterwards moving averages, new = momentum · old + (1 − momentum) · batch.
Weights: gamma, beta, and the moving_mean and moving_variance, which are not trained. As BatchNormalization of Keras. Leave it out at the end of a generator and at the start of a discriminator (DCGAN, arXiv 1511.06434), and do not use it under a gradient penalty.`,
  keywords: ['normalization', 'bn', 'batch normalization'],
  params: z.strictObject({
    momentum: numberField({
      title: 'Momentum',
      description: 'How slowly the moving averages follow: the share of the old value that is kept.',
      minimum: 0,
      maximum: 1,
    }).default(0.99),
    epsilon,
    scale,
    center,
  }),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => sameShapeWithChannels('Batch norm', input!),
  weights({ in: input }, params) {
    const channels = input!.at(-1)!
    return [
      ...(params.scale ? [channelWeight('gamma', channels, 1, true)] : []),
      ...(params.center ? [channelWeight('beta', channels, 0, true)] : []),
      channelWeight('moving_mean', channels, 0, false),
      channelWeight('moving_variance', channels, 1, false),
    ]
  },
  differentiable: 2,
  mixesSamples: true,
  apply({ tf, params, inputs, weights, mode, update }) {
    const x = inputs.in!
    const allButChannels = x.shape.slice(0, -1).map((_, axis) => axis)
    const movingMean = weights.moving_mean!
    const movingVariance = weights.moving_variance!

    // From plain sums and products, not the fused op, so that every derivative is right.
    const mean = mode === 'training' ? tf.mean(x, allButChannels) : movingMean
    const centered = tf.sub(x, mean)
    let variance = movingVariance
    if (mode === 'training') {
      variance = tf.mean(tf.square(centered), allButChannels)
      update('moving_mean', movingAverage(tf, movingMean, mean, params.momentum))
      update('moving_variance', movingAverage(tf, movingVariance, variance, params.momentum))
    }

    const perDeviation = tf.rsqrt(tf.add(variance, params.epsilon))
    const scaled = tf.mul(centered, weights.gamma ? tf.mul(perDeviation, weights.gamma) : perDeviation)
    return weights.beta ? tf.add(scaled, weights.beta) : scaled
  },
  examples: [
    { inputs: { in: [4, 4, 3] }, output: [4, 4, 3], parameters: 12 },
    { inputs: { in: [8] }, output: [8], parameters: 32 },
    {
      params: { scale: false, momentum: 0.8, epsilon: 1e-5 },
      inputs: { in: [5, 2] },
      output: [5, 2],
      parameters: 6,
    },
    { params: { center: false }, inputs: { in: [2, 3, 2] }, output: [2, 3, 2], parameters: 6 },
  ],
  refusals: [{ inputs: { in: [] }, code: 'rank-mismatch' }],
})
