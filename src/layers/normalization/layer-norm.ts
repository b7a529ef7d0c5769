/** @file Layer norm: the channels of each place are brought to mean 0 and variance 1 (Ba et al., arXiv 1607.06450). */
import { z } from 'zod'
import { channelNorm } from '../keras'
import { defineLayer } from '../layer'
import { rescaled, standardised } from '../onnx'
import { standardises } from '../pictures'
import { ANY_INPUT } from '../ports'
import { channelsFirst, channelsLast } from '../pytorch'
import {
  affineModule,
  affineWeights,
  center,
  epsilon,
  rescale,
  sameShapeWithChannels,
  scale,
  standardise,
} from './params'

export const layerNorm = defineLayer({
  kind: 'layer-norm',
  title: 'Layer norm',
  group: 'Normalisation',
  icon: 'align-justify',
  picture: standardises([0, 1, 6, 1]),
  summary: 'Brings the channels of each place to mean 0 and variance 1, then scales and shifts them.',
  docs: `out = gamma · (in − mean) / √(variance + epsilon) + beta; mean and variance over the last axis, for each sample and place by itself. Samples do not see each other, so a critic under a gradient penalty may use it where batch norm may not (WGAN-GP, arXiv 1704.00028, whose code takes mean and variance over the places too: that is a Group norm with one group).
Weights: gamma and beta, one for each channel. As LayerNormalization of Keras.`,
  keywords: ['normalization', 'ln', 'layer normalization'],
  params: z.strictObject({ epsilon, scale, center }),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => sameShapeWithChannels('Layer norm', input!),
  weights: ({ in: input }, params) => affineWeights(input!, params),
  differentiable: 2,
  pytorch({ in: input }, params) {
    const { length: rank } = input!
    return {
      ...affineModule(
        `nn.LayerNorm(${input!.at(-1)}, eps=${params.epsilon}`,
        { ...params, channels: input!.at(-1)! },
        'elementwise_affine',
      ),
      forward: channelsFirst(`{module}(${channelsLast('{in}', rank)})`, rank),
    }
  },
  onnx: (context) => rescaled(context, standardised(context, context.inputs.in!, [1], context.params.epsilon)),
  keras: (context) => channelNorm(context, context.inputs.in!, context.shape, context.params.epsilon, context.weights),
  apply({ tf, params, inputs, weights }) {
    const x = inputs.in!
    return rescale(tf, standardise(tf, x, [x.rank - 1], params.epsilon), weights.gamma, weights.beta)
  },
  examples: [
    { inputs: { in: [16] }, output: [16], parameters: 32 },
    { inputs: { in: [3, 3, 4] }, output: [3, 3, 4], parameters: 8 },
    { params: { scale: false, center: false, epsilon: 1e-5 }, inputs: { in: [6] }, output: [6], parameters: 0 },
  ],
  refusals: [{ inputs: { in: [] }, code: 'rank-mismatch' }],
})
