/** @file Conv2D: a kernel slides over an image, and every place of the output is a weighted sum of what it covers. */

import type { Tensor4D } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { fail } from '../../lib/result'
import type { Resolved } from '../../lib/schedule'
import { perAxis, windowCount } from '../../tensor/convolution'
import type { Shape } from '../../tensor/shape'
import { activate, activationRange } from '../activations'
import { defineLayer, type WeightSpec } from '../layer'
import { IMAGE_INPUT } from '../ports'
import { notAnImage, windowTooLarge, withinLimits } from '../problems'
import { biasSpec } from './bias'
import { activation, bias, filters, initializer, kernelSize, padding, strides } from './params'

const params = z.strictObject({
  filters,
  kernelSize,
  strides: strides('Steps of the kernel. 2 halves height and width.').default(1),
  padding,
  bias,
  activation,
  initializer,
})

/** [height, width] of the output; 0 or less where the kernel does not fit. */
function outputSize(
  input: Shape,
  { kernelSize, strides, padding }: Resolved<z.output<typeof params>>,
): readonly number[] {
  const [size, stride] = [perAxis(kernelSize, 2), perAxis(strides, 2)]
  return [0, 1].map((axis) => windowCount(input[axis]!, size[axis]!, stride[axis]!, padding))
}

export const conv2d = defineLayer({
  kind: 'conv2d',
  title: 'Conv2D',
  group: 'Dense and convolution',
  icon: 'grid-3x3',
  summary: 'Slides kernels over an image: finds patterns, and with strides makes it smaller.',
  docs: `[height, width, channels] becomes [height′, width′, filters]. With padding "same" height′ = ⌈height / stride⌉; with "valid" height′ = ⌊(height − kernel) / stride⌋ + 1.
Weights: kernel [kernel height, kernel width, channels, filters], bias [filters]. As Conv2D of Keras. Discriminators use strides rather than pooling (DCGAN, arXiv 1511.06434).`,
  keywords: ['convolution', 'filter', 'downsample', 'cnn'],
  params,
  inputs: IMAGE_INPUT,
  shape({ in: input }, params) {
    const problem = notAnImage('Conv2D', input!)
    if (problem) return fail(problem)
    const size = outputSize(input!, params)
    if (size.some((length) => length < 1)) {
      return fail(windowTooLarge('Conv2D', 'kernelSize', perAxis(params.kernelSize, 2), input!))
    }
    return withinLimits('Conv2D', [...size, params.filters], input!)
  },
  range: (_, params) => activationRange(params.activation, null),
  weights({ in: input }, params) {
    const [height, width] = perAxis(params.kernelSize, 2) as [number, number]
    const channels = input![2]!
    const area = height * width
    const kernel: WeightSpec = {
      name: 'kernel',
      shape: [height, width, channels, params.filters],
      initializer: { kind: params.initializer, fanIn: area * channels, fanOut: area * params.filters },
      trainable: true,
    }
    return params.bias ? [kernel, biasSpec(params.filters)] : [kernel]
  },
  multiplyAdds({ in: input }, params) {
    const [height, width] = outputSize(input!, params) as [number, number]
    const [kernelHeight, kernelWidth] = perAxis(params.kernelSize, 2) as [number, number]
    return height * width * kernelHeight * kernelWidth * input![2]! * params.filters
  },
  differentiable: 2,
  apply({ tf, params, inputs, weights }) {
    const stride = perAxis(params.strides, 2) as [number, number]
    // Not the fused op: its gradient always computes the filter's too, also where only the input's is asked for.
    const sums = tf.conv2d(inputs.in as Tensor4D, weights.kernel as Tensor4D, stride, params.padding)
    return activate(tf, params.activation, weights.bias ? tf.add(sums, weights.bias) : sums)
  },
  examples: [
    {
      params: { filters: 8, kernelSize: 4, strides: 2, padding: 'same', bias: false },
      inputs: { in: [8, 8, 3] },
      output: [4, 4, 8],
      parameters: 384,
    },
    { params: { filters: 4 }, inputs: { in: [6, 5, 2] }, output: [4, 3, 4], parameters: 76 },
    {
      params: { filters: 3, kernelSize: [3, 2], strides: [1, 2], activation: 'sigmoid' },
      inputs: { in: [5, 6, 2] },
      output: [3, 3, 3],
      parameters: 39,
    },
    {
      params: { filters: 2, kernelSize: 5, strides: 2, padding: 'same', activation: 'swish' },
      inputs: { in: [7, 7, 1] },
      output: [4, 4, 2],
      parameters: 52,
    },
  ],
  refusals: [
    { inputs: { in: [100] }, code: 'rank-mismatch' },
    { inputs: { in: [28, 28] }, code: 'rank-mismatch' },
    { params: { kernelSize: 5 }, inputs: { in: [4, 4, 1] }, code: 'window-too-large' },
  ],
})
