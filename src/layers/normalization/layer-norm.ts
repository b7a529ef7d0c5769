/** @file Layer norm: the channels of each place are brought to mean 0 and variance 1 (Ba et al., arXiv 1607.06450). */
import { z } from 'zod'
import { defineLayer } from '../layer'
import { ANY_INPUT } from '../ports'
import { center, channelWeight, epsilon, sameShapeWithChannels, scale } from './params'

export const layerNorm = defineLayer({
  kind: 'layer-norm',
  title: 'Layer norm',
  group: 'Normalisation',
  icon: 'align-justify',
  summary: 'Brings the channels of each place to mean 0 and variance 1, then scales and shifts them.',
  docs: `out = gamma · (in − mean) / √(variance + epsilon) + beta; mean and variance over the last axis, for each sample and place by itself. Samples do not see each other, so a critic under a gradient penalty may use it where batch norm may not (WGAN-GP, arXiv 1704.00028).
Weights: gamma and beta, one for each channel. As LayerNormalization of Keras.`,
  keywords: ['normalization', 'ln', 'layer normalization'],
  params: z.strictObject({ epsilon, scale, center }),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => sameShapeWithChannels('Layer norm', input!),
  weights({ in: input }, params) {
    const channels = input!.at(-1)!
    return [
      ...(params.scale ? [channelWeight('gamma', channels, 1, true)] : []),
      ...(params.center ? [channelWeight('beta', channels, 0, true)] : []),
    ]
  },
  differentiable: 2,
  apply({ tf, params, inputs, weights }) {
    const x = inputs.in!
    const centered = tf.sub(x, tf.mean(x, -1, true))
    const variance = tf.mean(tf.square(centered), -1, true)
    const normal = tf.mul(centered, tf.rsqrt(tf.add(variance, params.epsilon)))
    const scaled = weights.gamma ? tf.mul(normal, weights.gamma) : normal
    return weights.beta ? tf.add(scaled, weights.beta) : scaled
  },
  examples: [
    { inputs: { in: [16] }, output: [16], parameters: 32 },
    { inputs: { in: [3, 3, 4] }, output: [3, 3, 4], parameters: 8 },
    { params: { scale: false, center: false, epsilon: 1e-5 }, inputs: { in: [6] }, output: [6], parameters: 0 },
  ],
  refusals: [{ inputs: { in: [] }, code: 'rank-mismatch' }],
})
