/**
 * @file Adaptive norm: a normalisation whose gain and shift come from a style vector. AdaIN as in StyleGAN (arXiv 1812.04948, equation 1,
 * after Huang and Belongie, arXiv 1703.06868) and conditional batch norm (arXiv 1610.07629, 1802.05637) are the same arithmetic.
 */
import { z } from 'zod'
import { selectField } from '../../lib/fields'
import { fail } from '../../lib/result'
import { formatShape, shapeSize } from '../../tensor/shape'
import { biasSpec } from '../convolution/bias'
import { initializerField } from '../initializers'
import {
  channelNorm,
  groupedNorm,
  type KerasContext,
  type KerasValue,
  reshapeLayer,
  samePicture,
  stretchLayer,
} from '../keras'
import { type ApplyContext, defineLayer, type Tensor } from '../layer'
import {
  number,
  type OnnxContext,
  type OnnxValue,
  passedOn,
  perChannel,
  placeAxesOf,
  reshapeNode,
  standardised,
} from '../onnx'
import { arrow, bell, box } from '../pictures'
import { shapeProblem } from '../problems'
import { sameState } from '../pytorch'
import {
  asPlaces,
  epsilon,
  momentum,
  movingState,
  movingWeights,
  placeAxes,
  rescale,
  type Standardised,
  sameShapeWithChannels,
  standardise,
  standardiseBatch,
  torchMomentum,
} from './params'

const NORMALIZATIONS = {
  instance: 'Instance norm',
  batch: 'Batch norm',
  layer: 'Layer norm',
  none: 'None',
} as const

type Normalization = keyof typeof NORMALIZATIONS

type Context = ApplyContext<{ normalization: Normalization; epsilon: number; momentum: number }>

/** Of x as `[batch, places, channels]`; `null` when it is to stay as it is. */
const standardisers: Record<Normalization, (context: Context, x: Tensor) => Standardised | null> = {
  instance: ({ tf, params }, x) => standardise(tf, x, [1], params.epsilon),
  batch: standardiseBatch,
  layer: ({ tf, params }, x) => standardise(tf, x, [2], params.epsilon),
  none: () => null,
}

const onnxStandardisers: Record<Normalization, (context: OnnxContext<{ epsilon: number }>) => OnnxValue> = {
  instance: (context) => standardised(context, context.inputs.in!, placeAxesOf(context.shape), context.params.epsilon),
  batch: (context) => {
    const { params, inputs, weights, shape, add } = context
    const mean = perChannel(context, weights.moving_mean!, shape.length, 'mean')
    const variance = perChannel(context, weights.moving_variance!, shape.length, 'variance')
    const deviation = add('Sqrt', [add('Add', [variance, number(context, params.epsilon)])])
    return add('Div', [add('Sub', [inputs.in!, mean]), deviation])
  },
  layer: (context) => standardised(context, context.inputs.in!, [1], context.params.epsilon),
  none: passedOn,
}

const kerasStandardisers: Record<Normalization, (context: KerasContext<{ epsilon: number }>) => KerasValue> = {
  instance: (context) => groupedNorm({ ...context, weights: {} }, context.shape.at(-1)!),
  batch(context) {
    const { params, inputs, weights, shape, add } = context
    const config = { axis: -1, epsilon: params.epsilon, center: false, scale: false }
    const state = { moving_mean: weights.moving_mean!, moving_variance: weights.moving_variance! }
    const rows = reshapeLayer(context, inputs.in!, [shapeSize(shape) / shape.at(-1)!, shape.at(-1)!])
    return reshapeLayer(context, add('BatchNormalization', config, rows, state), shape)
  },
  layer: (context) => channelNorm(context, context.inputs.in!, context.shape, context.params.epsilon),
  none: samePicture,
}

const DEFINITION = `class AdaptiveNorm(nn.Module):
    """A normalisation without weights, then gain and shift from a style vector."""

    def __init__(self, norm: nn.Module, channels: int, style: int):
        super().__init__()
        self.norm = norm
        self.affine = nn.Linear(style, 2 * channels)

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        x = self.norm(x)
        scale, shift = self.affine(style).reshape(len(x), 2, x.shape[1], *[1] * (x.dim() - 2)).unbind(1)
        return x * (1 + scale) + shift


class ChannelNorm(nn.Module):
    """Mean 0 and variance 1 over the channels of each place."""

    def __init__(self, epsilon: float):
        super().__init__()
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        x = x - x.mean(1, keepdim=True)
        return x * torch.rsqrt(x.square().mean(1, keepdim=True) + self.epsilon)
`

export const adaptiveNorm = defineLayer({
  kind: 'adaptive-norm',
  title: 'Adaptive norm',
  group: 'Normalisation',
  icon: 'palette',
  picture: {
    soft: `${bell({ x: 4, y: 14, width: 16, height: 16 })}z`,
    line: `${bell({ x: 30, y: 8, width: 24, height: 22 })}M2 31h52${arrow(20, 22, 7)}M28 2v5m-3-3l3 3l3-3`,
    strong: box(25, 0, 6, 4),
  },
  summary: 'Normalises, then scales and shifts each channel by numbers that a style vector decides.',
  docs: `out = normalised(in) · (1 + scale) + shift, where [scale, shift] = style · kernel + bias: one of each for every channel and sample, the same at all places. With instance norm it is the AdaIN of StyleGAN (arXiv 1812.04948), with the mapping network's output as style. With batch norm and a one-hot label as style it is the conditional batch norm of the generators of SNGAN with projection (arXiv 1802.05637) and BigGAN (arXiv 1809.11096), whose style is an embedding joined to the noise: each class has a gain and shift of its own. With none it is FiLM (arXiv 1709.07871).
Weights: kernel [style, 2 · channels], of which the first half gives the scale and the second the shift, and bias [2 · channels]: (style + 1) · 2 · channels. With batch norm also moving_mean and moving_variance, 2 · channels that are not trained; it mixes the samples of a batch, so do not use it under a gradient penalty. With the initializer zeros it begins as the plain normalisation.`,
  keywords: [
    'adain',
    'conditional batch norm',
    'cbn',
    'conditional',
    'style',
    'film',
    'modulation',
    'stylegan',
    'normalization',
  ],
  params: z.strictObject({
    normalization: selectField({
      title: 'Normalisation',
      description: 'What is done before the scale and shift.',
      options: NORMALIZATIONS,
    }).default('instance'),
    epsilon,
    momentum,
    initializer: initializerField.default('glorot-uniform'),
  }),
  inputs: [
    { name: 'in', description: 'An image or feature map [height, width, channels], or a vector.' },
    { name: 'style', description: 'A vector: a style, an embedding, a one-hot label.' },
  ],
  shape({ in: input, style }, params) {
    const result = sameShapeWithChannels(
      `Adaptive norm with ${NORMALIZATIONS[params.normalization].toLowerCase()}`,
      input!,
      params.normalization === 'instance',
    )
    if (!result.ok || style!.length === 1) return result
    return fail(
      shapeProblem('rank-mismatch', {
        port: 'style',
        wanted: [{ port: 'style', shape: [shapeSize(style!)] }],
        message: `Adaptive norm expects a vector [length] at "style" but receives ${formatShape(style!)}.`,
        fix:
          style!.length === 0 ? 'Insert a Reshape to [1] before it.' : 'Insert a Flatten or a Global pool before it.',
      }),
    )
  },
  weights({ in: input, style }, params) {
    const [fanIn, fanOut] = [shapeSize(style!), 2 * input!.at(-1)!]
    return [
      {
        name: 'kernel',
        shape: [fanIn, fanOut],
        initializer: { kind: params.initializer, fanIn, fanOut },
        trainable: true,
      },
      biasSpec(fanOut),
      ...(params.normalization === 'batch' ? movingWeights(input!) : []),
    ]
  },
  multiplyAdds: ({ in: input, style }) => shapeSize(style!) * 2 * input!.at(-1)!,
  differentiable: 2,
  mixesSamples: ({ normalization }) => normalization === 'batch',
  instead: (params) => [
    { kind: 'adaptive-norm', params: { ...params, normalization: 'instance' } },
    { kind: 'adaptive-norm', params: { ...params, normalization: 'layer' } },
  ],
  pytorch({ in: input, style }, params) {
    const channels = input!.at(-1)!
    const axes = placeAxes(input!)
    const norms: Record<Normalization, string> = {
      instance: `nn.InstanceNorm${axes}d(${channels}, eps=${params.epsilon})`,
      batch: `nn.BatchNorm${axes}d(${channels}, eps=${params.epsilon}, momentum=${torchMomentum(params.momentum)}, affine=False)`,
      layer: `ChannelNorm(${params.epsilon})`,
      none: 'nn.Identity()',
    }
    return {
      module: `AdaptiveNorm(${norms[params.normalization]}, ${channels}, ${shapeSize(style!)})`,
      forward: '{module}({in}, {style})',
      definitions: DEFINITION,
      state: [
        {
          key: 'affine.weight',
          shape: [2 * channels, shapeSize(style!)],
          values: { weight: 'kernel', order: [1, 0] },
        },
        sameState('bias', 'affine.bias', [2 * channels]),
        ...(params.normalization === 'batch' ? movingState(channels, 'norm.') : []),
      ],
    }
  },
  onnx(context) {
    const { params, inputs, weights, shape, add, floats, integers } = context
    const channels = shape.at(-1)!
    const factors = add('Gemm', [inputs.style!, floats(weights.kernel!, 'kernel'), floats(weights.bias!, 'bias')])
    const part = (start: number) => {
      const values = add('Slice', [factors, integers([start]), integers([start + channels]), integers([1])])
      return reshapeNode(context, values, [channels, ...shape.slice(1).map(() => 1)])
    }
    const normal = onnxStandardisers[params.normalization](context)
    const scaled = add('Mul', [normal, add('Add', [part(0), number(context, 1)])])
    return add('Add', [scaled, part(channels)])
  },
  keras(context) {
    const { params, inputs, weights, shape, add } = context
    const channels = shape.at(-1)!
    const bias = weights.bias!.values.map((value, index) => (index < channels ? 1 + value : value))
    const factors = add('Dense', { units: 2 * channels }, inputs.style!, {
      kernel: weights.kernel!,
      bias: { shape: [2 * channels], values: bias },
    })
    const part = (start: number) => {
      const values = stretchLayer(context, factors, [2 * channels], { axis: 0, start, length: channels })
      return reshapeLayer(context, values, [...shape.slice(1).map(() => 1), channels])
    }
    const scaled = add('Multiply', {}, [kerasStandardisers[params.normalization](context), part(0)])
    return add('Add', {}, [scaled, part(channels)])
  },
  apply(context) {
    const { tf, params, inputs, weights } = context
    const input = inputs.in!
    const x = asPlaces(tf, input)
    const [batch, , channels] = x.shape as [number, number, number]
    const factors = tf.add(tf.matMul(inputs.style!, weights.kernel!), weights.bias!)
    const part = (start: number) => tf.reshape(tf.slice(factors, [0, start], [batch, channels]), [batch, 1, channels])
    const gain = tf.add(part(0), 1)
    const shift = part(channels)
    const normal = standardisers[params.normalization](context, x)
    return tf.reshape(normal ? rescale(tf, normal, gain, shift) : tf.add(tf.mul(x, gain), shift), input.shape)
  },
  examples: [
    { inputs: { in: [4, 4, 3], style: [5] }, output: [4, 4, 3], parameters: 36 },
    {
      params: { normalization: 'batch', momentum: 0.9, epsilon: 1e-5, initializer: 'zeros' },
      inputs: { in: [3, 3, 2], style: [10] },
      output: [3, 3, 2],
      parameters: 48,
    },
    { params: { normalization: 'batch' }, inputs: { in: [6], style: [2] }, output: [6], parameters: 48 },
    { params: { normalization: 'layer' }, inputs: { in: [5, 4], style: [3] }, output: [5, 4], parameters: 32 },
    {
      params: { normalization: 'none' },
      inputs: { in: [2, 2, 3, 2], style: [1] },
      output: [2, 2, 3, 2],
      parameters: 8,
    },
  ],
  refusals: [
    { inputs: { in: [100], style: [10] }, code: 'rank-mismatch' },
    { inputs: { in: [4, 4, 3], style: [4, 4, 3] }, code: 'rank-mismatch' },
    { inputs: { in: [1, 1, 8], style: [10] }, code: 'single-place' },
  ],
})
