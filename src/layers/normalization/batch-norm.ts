/** @file Batch norm: each channel is brought to mean 0 and variance 1 over the batch (Ioffe and Szegedy, arXiv 1502.03167). */
import { z } from 'zod'
import { shapeSize } from '../../tensor/shape'
import { type KerasValue, reshapeLayer } from '../keras'
import { defineLayer } from '../layer'
import { standardises } from '../pictures'
import { ANY_INPUT } from '../ports'
import { filledWith } from '../weight-values'
import {
  affineModule,
  affineWeights,
  center,
  epsilon,
  momentum,
  movingState,
  movingWeights,
  placeAxes,
  rescale,
  sameShapeWithChannels,
  scale,
  standardiseBatch,
  torchMomentum,
} from './params'

export const batchNorm = defineLayer({
  kind: 'batch-norm',
  title: 'Batch norm',
  group: 'Normalisation',
  icon: 'chart-spline',
  picture: standardises([2, 0, 1, 4]),
  summary: 'Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.',
  docs: `out = gamma · (in − mean) / √(variance + epsilon) + beta, for each channel; mean and variance over the batch and all axes but the last. While training they are those of the batch of each call; afterwards moving averages, new = momentum · old + (1 − momentum) · batch.
Weights: gamma, beta, and the moving_mean and moving_variance, which are not trained. As BatchNormalization of Keras. Leave it out at the end of a generator and at the start of a discriminator (DCGAN, arXiv 1511.06434), and do not use it under a gradient penalty.`,
  keywords: ['normalization', 'bn', 'batch normalization'],
  params: z.strictObject({ momentum, epsilon, scale, center }),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => sameShapeWithChannels('Batch norm', input!),
  weights: ({ in: input }, params) => [...affineWeights(input!, params), ...movingWeights(input!)],
  differentiable: 2,
  mixesSamples: () => true,
  instead: ({ epsilon, scale, center }) => [
    { kind: 'layer-norm', params: { epsilon, scale, center } },
    { kind: 'instance-norm', params: { epsilon, scale, center } },
    { kind: 'group-norm', params: { groups: 1, epsilon, scale, center } },
  ],
  // PyTorch's moving variance is the unbiased one, Keras' is not: they differ while they are gathered, not in what is done with them.
  pytorch({ in: input }, params) {
    const call = `nn.BatchNorm${placeAxes(input!)}d(${input!.at(-1)}, eps=${params.epsilon}, momentum=${torchMomentum(params.momentum)}`
    const channels = input!.at(-1)!
    const { state, ...text } = affineModule(call, { ...params, channels })
    return { ...text, forward: '{module}({in})', state: [...state, ...movingState(channels)] }
  },
  onnx({ params, inputs, weights, add, floats }) {
    const { moving_mean: mean, moving_variance: variance } = weights
    const gain = weights.gamma ?? filledWith(1, mean!.shape)
    const shift = weights.beta ?? filledWith(0, mean!.shape)
    const statistics = [
      floats(gain, 'gamma'),
      floats(shift, 'beta'),
      floats(mean!, 'mean'),
      floats(variance!, 'variance'),
    ]
    return add('BatchNormalization', [inputs.in!, ...statistics], { epsilon: { float: params.epsilon } })
  },
  // TensorFlow.js has none for volumes, so their places are put in one row.
  keras(context) {
    const { params, inputs, weights, shape } = context
    const { momentum, epsilon, center, scale } = params
    const normal = (x: KerasValue) =>
      context.add('BatchNormalization', { axis: -1, momentum, epsilon, center, scale }, x, weights)
    if (shape.length < 4) return normal(inputs.in!)
    const rows = reshapeLayer(context, inputs.in!, [shapeSize(shape.slice(0, -1)), shape.at(-1)!])
    return reshapeLayer(context, normal(rows), shape)
  },
  apply(context) {
    const { tf, inputs, weights } = context
    return rescale(tf, standardiseBatch(context, inputs.in!), weights.gamma, weights.beta)
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
