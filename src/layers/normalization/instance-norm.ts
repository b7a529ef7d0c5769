/** @file Instance norm: each channel of each image is brought to mean 0 and variance 1 (Ulyanov et al., arXiv 1607.08022). */
import { z } from 'zod'
import { groupedNorm } from '../keras'
import { defineLayer } from '../layer'
import { standardises } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { filledWith } from '../weight-values'
import {
  affineModule,
  affineWeights,
  asPlaces,
  center,
  epsilon,
  placeAxes,
  rescale,
  sameShapeWithChannels,
  scale,
  standardise,
} from './params'

export const instanceNorm = defineLayer({
  kind: 'instance-norm',
  title: 'Instance norm',
  group: 'Normalisation',
  icon: 'square-activity',
  picture: standardises([2, 1, 1, 1]),
  summary: 'Brings each channel of each image to mean 0 and variance 1, then scales and shifts it.',
  docs: `out = gamma · (in − mean) / √(variance + epsilon) + beta; mean and variance over all places of one channel of one sample (arXiv 1607.08022). It takes away an image's contrast and tint, which suits the transfer of style, and works with a batch of one: CycleGAN (arXiv 1703.10593) uses it throughout, without gamma and beta and with epsilon 1e-5. Samples do not see each other, so it may stand under a gradient penalty.
Works with one, two or three axes before the channels. A single place is refused, as every value would become 0. Weights: gamma and beta, one for each channel. As GroupNormalization of Keras with as many groups as channels.`,
  keywords: ['normalization', 'instance normalization', 'contrast', 'style'],
  params: z.strictObject({ epsilon, scale, center }),
  inputs: IMAGE_INPUT,
  shape: ({ in: input }) => sameShapeWithChannels('Instance norm', input!, true),
  weights: ({ in: input }, params) => affineWeights(input!, params),
  differentiable: 2,
  pytorch: ({ in: input }, params) => ({
    ...affineModule(`nn.InstanceNorm${placeAxes(input!)}d(${input!.at(-1)}, eps=${params.epsilon}`, {
      ...params,
      channels: input!.at(-1)!,
    }),
    forward: '{module}({in})',
  }),
  onnx({ params, inputs, weights, shape, add, floats }) {
    const gain = weights.gamma ?? filledWith(1, shape.slice(-1))
    const shift = weights.beta ?? filledWith(0, shape.slice(-1))
    return add('InstanceNormalization', [inputs.in!, floats(gain, 'gamma'), floats(shift, 'beta')], {
      epsilon: { float: params.epsilon },
    })
  },
  keras: (context) => groupedNorm(context, context.shape.at(-1)!),
  apply({ tf, params, inputs, weights }) {
    const x = inputs.in!
    const normal = rescale(tf, standardise(tf, asPlaces(tf, x), [1], params.epsilon), weights.gamma, weights.beta)
    return tf.reshape(normal, x.shape)
  },
  examples: [
    { inputs: { in: [4, 4, 3] }, output: [4, 4, 3], parameters: 6 },
    {
      params: { scale: false, center: false, epsilon: 1e-5 },
      inputs: { in: [3, 5, 2] },
      output: [3, 5, 2],
      parameters: 0,
    },
    { params: { center: false }, inputs: { in: [7, 2] }, output: [7, 2], parameters: 2 },
    { params: { scale: false }, inputs: { in: [2, 3, 2, 2] }, output: [2, 3, 2, 2], parameters: 2 },
  ],
  refusals: [
    { inputs: { in: [100] }, code: 'rank-mismatch' },
    { inputs: { in: [1, 1, 64] }, code: 'single-place' },
  ],
})
