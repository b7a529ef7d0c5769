/** @file Dense: every output is a weighted sum of all inputs. */
import { z } from 'zod'
import { fail } from '../../lib/result'
import { type Shape, sameShape, shapeSize } from '../../tensor/shape'
import { defineLayer } from '../layer'
import { dot } from '../pictures'
import { ANY_INPUT } from '../ports'
import { shapeProblem, withinLimits } from '../problems'
import { channelsFirst, channelsLast } from '../pytorch'
import { WEIGHT_NORM_DOCS } from '../weight-norm'
import { permuted, reshapedTo } from '../weight-values'
import { units } from './params'
import {
  applyWeighted,
  type KernelShape,
  weightedCanDie,
  weightedLayer,
  weightedNodes,
  weightedParams,
  weightedRange,
  weightedText,
  weightSpecs,
  zerosUnderSpectralNorm,
} from './weighted'

const lastOf = (shape: Shape): number => shape.at(-1)!

const kernelOf = (input: Shape, units: number): KernelShape => ({
  shape: [lastOf(input), units],
  outputs: 'last',
  fanIn: lastOf(input),
  fanOut: units,
})

export const dense = defineLayer({
  kind: 'dense',
  title: 'Dense',
  group: 'Dense and convolution',
  icon: 'waypoints',
  picture: {
    line: [8, 18, 28].flatMap((from) => [5, 14, 22, 31].map((to) => `M14 ${from}L42 ${to}`)).join(''),
    soft: [5, 14, 22, 31].map((y) => dot(42, y, 3.5)).join(''),
    strong: [8, 18, 28].map((y) => dot(14, y, 3.5)).join(''),
  },
  summary: 'Fully connected: every output is a weighted sum of all inputs.',
  docs: `out = activation(in · kernel + bias). Works along the last axis: [n] becomes [units], and [height, width, n] becomes [height, width, units] with the same kernel at each place. Put a Flatten before it to connect all values of an image.
Weights: kernel [n, units], bias [units]. As Dense of Keras.
${WEIGHT_NORM_DOCS}`,
  keywords: ['linear', 'fully connected', 'fc', 'mlp', 'perceptron', 'spectral norm'],
  params: z.strictObject({ units, ...weightedParams }),
  inputs: ANY_INPUT,
  shape({ in: input }, params) {
    if (input!.length === 0) {
      return fail(
        shapeProblem('rank-mismatch', {
          port: 'in',
          message: 'Dense expects at least one axis, such as [100], but receives a single number [].',
          fix: 'Insert a Reshape to [1] before it.',
          wanted: [{ port: 'in', shape: [1] }],
        }),
      )
    }
    const problem = zerosUnderSpectralNorm('Dense', params)
    return problem ? fail(problem) : withinLimits('Dense', [...input!.slice(0, -1), params.units], input!)
  },
  makes: (wanted, input) =>
    wanted.length > 0 && sameShape(wanted.slice(0, -1), input.slice(0, -1)) ? { units: wanted.at(-1) } : null,
  range: (_, params) => weightedRange(params),
  canDie: weightedCanDie,
  weights: ({ in: input }, params) => weightSpecs(kernelOf(input!, params.units), params.units, params),
  multiplyAdds: ({ in: input }, params) => shapeSize(input!) * params.units,
  differentiable: 2,
  eachPlace: true,
  apply(context) {
    const { tf, params, inputs } = context
    const x = inputs.in!
    return applyWeighted(context, 'last', (kernel) => {
      const rows = tf.matMul(tf.reshape(x, [-1, lastOf(x.shape)]), kernel)
      return tf.reshape(rows, [...x.shape.slice(0, -1), params.units])
    })
  },
  // At each place of an image it is a convolution with a kernel of 1.
  onnx(context) {
    const { inputs, shapes } = context
    const places = shapes.in!.slice(1).map(() => 1)
    return weightedNodes(context, 'last', (kernel, bias) => {
      if (places.length === 0) return context.add('Gemm', [inputs.in!, context.floats(kernel, 'kernel'), ...bias])
      const filters = permuted(kernel, [1, 0])
      const taps = context.floats(reshapedTo(filters, [...filters.shape, ...places]), 'kernel')
      return context.add('Conv', [inputs.in!, taps, ...bias], { kernel_shape: { ints: places } })
    })
  },
  keras: (context) => weightedLayer(context, 'last', { className: 'Dense', config: { units: context.params.units } }),
  pytorch({ in: input }, params) {
    const rank = input!.length
    const module = `nn.Linear(${lastOf(input!)}, ${params.units}${params.bias ? '' : ', bias=False'})`
    const sums = channelsFirst(`{module}(${channelsLast('{in}', rank)})`, rank)
    return weightedText(module, sums, { ...kernelOf(input!, params.units), channels: params.units }, params)
  },
  examples: [
    { params: { units: 784, activation: 'tanh' }, inputs: { in: [100] }, output: [784], parameters: 79_184 },
    { params: { units: 1, bias: false }, inputs: { in: [128] }, output: [1], parameters: 128 },
    { params: { units: 3, activation: 'softplus' }, inputs: { in: [4, 5, 2] }, output: [4, 5, 3], parameters: 9 },
    {
      params: { units: 4, weightNorm: 'spectral' },
      inputs: { in: [5] },
      output: [4],
      parameters: 28,
      detaches: true,
    },
    {
      params: { units: 4, activation: 'gelu', weightNorm: 'equalized' },
      inputs: { in: [3, 5] },
      output: [3, 4],
      parameters: 24,
    },
  ],
  refusals: [
    { inputs: { in: [] }, code: 'rank-mismatch' },
    { params: { weightNorm: 'spectral', initializer: 'zeros' }, inputs: { in: [8] }, code: 'params-conflict' },
  ],
})
