/** @file Depthwise Conv2D: every channel has kernels of its own and sees no other channel. */
import { z } from 'zod'
import { fail } from '../../lib/result'
import { perAxis } from '../../tensor/convolution'
import { type Shape, shapeSize } from '../../tensor/shape'
import { defineLayer } from '../layer'
import { slidingAttributes } from '../onnx'
import { arrow, box, stacked, together } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { notAnImage } from '../problems'
import { WEIGHT_NORM_DOCS } from '../weight-norm'
import { permuted, reshapedTo, spread } from '../weight-values'
import { slide, type WindowParams, windowOf } from './convolution'
import { convolveDepthwise } from './convolve'
import { depthMultiplier, dilation, kernelSize, padding, strides } from './params'
import { convolutionText } from './pytorch'
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
} from './weighted'

/** Fans as Keras computes them, which reads the last two axes as if they were channels and filters. */
function kernelOf(params: WindowParams & { depthMultiplier: number }, input: Shape): KernelShape {
  const size = perAxis(params.kernelSize, 2)
  const channels = input.at(-1)!
  const taps = shapeSize(size)
  return {
    shape: [...size, channels, params.depthMultiplier],
    outputs: 'last-two',
    fanIn: taps * channels,
    fanOut: taps * params.depthMultiplier,
  }
}

export const depthwiseConv2d = defineLayer({
  kind: 'depthwise-conv2d',
  title: 'Depthwise Conv2D',
  group: 'Dense and convolution',
  icon: 'layers',
  picture: together(stacked(3, 3, 6, 14, 4), stacked(3, 37, 9, 9, 4), {
    line: arrow(),
    strong: [0, 4, 8].map((step) => `${box(3 + step, 6 + step, 4)}${box(37 + step, 9 + step, 3)}`).join(''),
  }),
  summary: 'Slides a kernel over each channel alone: finds patterns at a fraction of the work.',
  docs: `[height, width, channels] becomes [height′, width′, channels · depth multiplier], with the sizes of Conv2D. Output c · multiplier + m is the m-th kernel of channel c. A Conv2D with a kernel of 1 after it mixes the channels; together they are a separable convolution (arXiv 1610.02357), with a fraction of the weights of one that does both.
Weights: kernel [kernel height, kernel width, channels, depth multiplier], bias [channels · depth multiplier]. As DepthwiseConv2D of Keras, its initialisers included, which take the fan of that order of axes.
${WEIGHT_NORM_DOCS}`,
  keywords: ['convolution', 'separable', 'mobilenet', 'inverted residual', 'blur'],
  params: z.strictObject({
    kernelSize: kernelSize(2),
    strides: strides(2, 'Steps of the kernel. 2 halves the size.'),
    padding,
    dilation: dilation(2),
    depthMultiplier,
    ...weightedParams,
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }, params) {
    const problem = notAnImage('Depthwise Conv2D', input!)
    if (problem) return fail(problem)
    return slide('Depthwise Conv2D', 2, params, input!, input!.at(-1)! * params.depthMultiplier)
  },
  range: (_, params) => weightedRange(params),
  canDie: weightedCanDie,
  weights({ in: input }, params) {
    return weightSpecs(kernelOf(params, input!), input!.at(-1)! * params.depthMultiplier, params)
  },
  multiplyAdds({ in: input }, params) {
    return shapeSize(windowOf(2, params, input!).counts) * shapeSize(kernelOf(params, input!).shape)
  },
  differentiable: 2,
  apply(context) {
    const { tf, params, inputs } = context
    const x = inputs.in!
    const { strides, dilation } = windowOf(2, params, x.shape.slice(1))
    const how = { strides, dilation, padding: params.padding }
    return applyWeighted(context, 'last-two', (kernel) => convolveDepthwise(tf, x, kernel, how))
  },
  onnx(context) {
    const { inputs, shapes, params } = context
    const window = windowOf(2, params, shapes.in!)
    const channels = shapes.in!.at(-1)!
    return weightedNodes(context, 'last-two', (kernel, bias) => {
      const filtersFirst = reshapedTo(permuted(kernel, [2, 3, 0, 1]), [
        channels * params.depthMultiplier,
        1,
        ...window.size,
      ])
      return context.add('Conv', [inputs.in!, context.floats(filtersFirst, 'kernel'), ...bias], {
        ...slidingAttributes(window),
        dilations: { ints: window.dilation },
        group: { int: channels },
      })
    })
  },
  // That of TensorFlow.js takes a dilation and leaves it out.
  keras(context) {
    const { params, shapes } = context
    const { reach, strides, dilation } = windowOf(2, params, shapes.in!)
    return weightedLayer(context, 'last-two', {
      className: 'DepthwiseConv2D',
      config: { kernel_size: reach, strides, padding: params.padding, depth_multiplier: params.depthMultiplier },
      kernelName: 'depthwise_kernel',
      kernelOf: (kernel) => spread(kernel, dilation),
    })
  },
  pytorch({ in: input }, params) {
    const window = windowOf(2, params, input!)
    const channels = input!.at(-1)!
    const { module, sums } = convolutionText({
      axes: 2,
      channels,
      filters: channels * params.depthMultiplier,
      kernelSize: window.size,
      strides: window.strides,
      dilation: window.dilation,
      paddings: window.paddings,
      groups: channels,
      bias: params.bias,
    })
    const filters = channels * params.depthMultiplier
    const kernel = { ...kernelOf(params, input!), channels: filters }
    // One group for each channel there, whose filters follow each other.
    return weightedText(module, sums, kernel, params, { order: [2, 3, 0, 1], shape: [filters, 1, ...window.size] })
  },
  examples: [
    {
      params: { padding: 'same', strides: 2 },
      inputs: { in: [6, 5, 3] },
      output: [3, 3, 3],
      parameters: 30,
    },
    {
      params: { kernelSize: [3, 2], depthMultiplier: 2, bias: false, activation: 'tanh' },
      inputs: { in: [5, 4, 2] },
      output: [3, 3, 4],
      parameters: 24,
    },
    {
      params: { kernelSize: 2, dilation: 2, padding: 'same', depthMultiplier: 2 },
      inputs: { in: [5, 4, 2] },
      output: [5, 4, 4],
      parameters: 20,
    },
    {
      params: { kernelSize: 2, weightNorm: 'spectral' },
      inputs: { in: [3, 4, 3] },
      output: [2, 3, 3],
      parameters: 18,
      detaches: true,
    },
    {
      params: { kernelSize: 2, depthMultiplier: 2, activation: 'swish', weightNorm: 'equalized' },
      inputs: { in: [3, 3, 2] },
      output: [2, 2, 4],
      parameters: 20,
    },
  ],
  refusals: [
    { inputs: { in: [28, 28] }, code: 'rank-mismatch' },
    { params: { kernelSize: 5 }, inputs: { in: [4, 4, 1] }, code: 'window-too-large' },
    { params: { dilation: 2, strides: 2 }, inputs: { in: [8, 8, 1] }, code: 'params-conflict' },
    { params: { kernelSize: 1, depthMultiplier: 1024 }, inputs: { in: [1, 1, 2048] }, code: 'output-too-large' },
  ],
})
