/** @file Group norm: channels are normalised in groups, for each sample by itself (Wu and He, arXiv 1803.08494). */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { fail } from '../../lib/result'
import { formatShape } from '../../tensor/shape'
import { groupedNorm } from '../keras'
import { defineLayer } from '../layer'
import { channelsBefore, rescaled, reshapeNode, standardised } from '../onnx'
import { standardises } from '../pictures'
import { ANY_INPUT } from '../ports'
import { nearestFirst, shapeProblem } from '../problems'
import {
  affineModule,
  affineWeights,
  asPlaces,
  center,
  epsilon,
  rescale,
  sameShapeWithChannels,
  scale,
  standardise,
} from './params'

const divisors = (whole: number): number[] =>
  Array.from({ length: Math.floor(Math.sqrt(whole)) }, (_, index) => index + 1).flatMap((count) =>
    whole % count === 0 ? [count, whole / count] : [],
  )

export const groupNorm = defineLayer({
  kind: 'group-norm',
  title: 'Group norm',
  group: 'Normalisation',
  icon: 'group',
  picture: standardises([0, 1, 3, 1]),
  summary: 'Brings groups of channels of each sample to mean 0 and variance 1, then scales and shifts each channel.',
  docs: `out = gamma · (in − mean) / √(variance + epsilon) + beta; the channels are cut into groups of neighbours, and mean and variance are those of one group over all places of one sample (arXiv 1803.08494, which uses 32 groups). With as many groups as channels it is instance norm; with one it is the layer norm of PyTorch's image models and of WGAN-GP's critic. Samples do not see each other, so it may stand under a gradient penalty.
The groups must divide the channels. Weights: gamma and beta, one for each channel. As GroupNormalization of Keras.`,
  keywords: ['normalization', 'gn', 'group normalization', 'layer norm'],
  params: z.strictObject({
    groups: integerField({
      title: 'Groups',
      description: 'Number of groups into which the channels are cut.',
      minimum: 1,
      maximum: 65_536,
    }).default(8),
    epsilon,
    scale,
    center,
  }),
  inputs: ANY_INPUT,
  shape({ in: input }, { groups }) {
    const result = sameShapeWithChannels('Group norm', input!)
    if (!result.ok || input!.at(-1)! % groups === 0) return result
    return fail(
      shapeProblem('not-divisible', {
        port: 'in',
        param: 'groups',
        settings: nearestFirst(divisors(input!.at(-1)!), groups).map((count) => ({ groups: count })),
        message: `Group norm cuts ${input!.at(-1)} channels of ${formatShape(input!)} into ${groups} groups, which leaves a rest.`,
        fix: `Set groups to a divisor of ${input!.at(-1)}.`,
      }),
    )
  },
  weights: ({ in: input }, params) => affineWeights(input!, params),
  differentiable: 2,
  pytorch: ({ in: input }, params) => ({
    ...affineModule(`nn.GroupNorm(${params.groups}, ${input!.at(-1)}, eps=${params.epsilon}`, {
      ...params,
      channels: input!.at(-1)!,
    }),
    forward: '{module}({in})',
  }),
  onnx(context) {
    const { params, inputs, shape } = context
    const groups = context.add('Reshape', [inputs.in!, context.integers([0, params.groups, -1])])
    const normal = standardised(context, groups, [2], params.epsilon)
    return rescaled(context, reshapeNode(context, normal, channelsBefore(shape)))
  },
  keras: (context) => groupedNorm(context, context.params.groups),
  apply({ tf, params, inputs, weights }) {
    const x = inputs.in!
    const [batch, places, channels] = asPlaces(tf, x).shape as [number, number, number]
    const shape = [params.groups, channels / params.groups]
    const { gamma, beta } = weights
    const normal = rescale(
      tf,
      standardise(tf, tf.reshape(x, [batch, places, ...shape]), [1, 3], params.epsilon),
      gamma && tf.reshape(gamma, shape),
      beta && tf.reshape(beta, shape),
    )
    return tf.reshape(normal, x.shape)
  },
  examples: [
    { params: { groups: 2 }, inputs: { in: [3, 3, 4] }, output: [3, 3, 4], parameters: 8 },
    { params: { groups: 1, epsilon: 1e-5 }, inputs: { in: [2, 4, 3] }, output: [2, 4, 3], parameters: 6 },
    { params: { groups: 3, scale: false, center: false }, inputs: { in: [6] }, output: [6], parameters: 0 },
    { params: { groups: 2, center: false }, inputs: { in: [2, 2, 2, 4] }, output: [2, 2, 2, 4], parameters: 4 },
  ],
  refusals: [
    { inputs: { in: [] }, code: 'rank-mismatch' },
    { params: { groups: 4 }, inputs: { in: [8, 8, 6] }, code: 'not-divisible' },
  ],
})
