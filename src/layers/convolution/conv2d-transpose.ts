/** @file Conv2D transpose: the learned enlargement of a DCGAN generator. */

import type { Tensor4D } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { fail } from '../../lib/result'
import type { Resolved } from '../../lib/schedule'
import { perAxis, transposedLength } from '../../tensor/convolution'
import type { Shape } from '../../tensor/shape'
import { activate, activationRange } from '../activations'
import { defineLayer, type WeightSpec } from '../layer'
import { IMAGE_INPUT } from '../ports'
import { notAnImage, withinLimits } from '../problems'
import { biasSpec } from './bias'
import { activation, bias, filters, initializer, kernelSize, padding, strides } from './params'

const params = z.strictObject({
  filters,
  kernelSize,
  strides: strides('Distance between the stamps. 2 doubles height and width.').default(1),
  padding,
  bias,
  activation,
  initializer,
})

function outputSize(
  input: Shape,
  { kernelSize, strides, padding }: Resolved<z.output<typeof params>>,
): readonly number[] {
  const [size, stride] = [perAxis(kernelSize, 2), perAxis(strides, 2)]
  return [0, 1].map((axis) => transposedLength(input[axis]!, size[axis]!, stride[axis]!, padding))
}

export const conv2dTranspose = defineLayer({
  kind: 'conv2d-transpose',
  title: 'Conv2D transpose',
  group: 'Dense and convolution',
  icon: 'image-upscale',
  summary: 'Enlarges a feature map: each input pixel stamps a weighted kernel on the output.',
  docs: `[height, width, channels] becomes [height′, width′, filters]. With padding "same" height′ = height · stride; with "valid" height′ = height · stride + max(kernel − stride, 0). Choose a kernel size that the stride divides, or a checkerboard shows (distill.pub/2016/deconv-checkerboard).
Weights: kernel [kernel height, kernel width, filters, channels], bias [filters]. As Conv2DTranspose of Keras, its initialisers included, which take the fan of that order of axes.`,
  keywords: ['deconvolution', 'transposed convolution', 'upsample', 'fractional stride', 'generator'],
  params,
  inputs: IMAGE_INPUT,
  shape({ in: input }, params) {
    const problem = notAnImage('Conv2D transpose', input!)
    if (problem) return fail(problem)
    return withinLimits('Conv2D transpose', [...outputSize(input!, params), params.filters], input!)
  },
  range: (_, params) => activationRange(params.activation, null),
  weights({ in: input }, params) {
    const [height, width] = perAxis(params.kernelSize, 2) as [number, number]
    const channels = input![2]!
    const area = height * width
    const kernel: WeightSpec = {
      name: 'kernel',
      shape: [height, width, params.filters, channels],
      initializer: { kind: params.initializer, fanIn: area * params.filters, fanOut: area * channels },
      trainable: true,
    }
    return params.bias ? [kernel, biasSpec(params.filters)] : [kernel]
  },
  multiplyAdds({ in: input }, params) {
    const [height, width, channels] = input as [number, number, number]
    const [kernelHeight, kernelWidth] = perAxis(params.kernelSize, 2) as [number, number]
    return height * width * kernelHeight * kernelWidth * channels * params.filters
  },
  differentiable: 2,
  apply({ tf, params, inputs, weights }) {
    const x = inputs.in as Tensor4D
    const [height, width] = outputSize(x.shape.slice(1), params) as [number, number]
    const stride = perAxis(params.strides, 2) as [number, number]
    const outputShape: [number, number, number, number] = [x.shape[0], height, width, params.filters]
    const sums = tf.conv2dTranspose(x, weights.kernel as Tensor4D, outputShape, stride, params.padding)
    return activate(tf, params.activation, weights.bias ? tf.add(sums, weights.bias) : sums)
  },
  examples: [
    {
      params: { filters: 4, kernelSize: 4, strides: 2, padding: 'same', bias: false },
      inputs: { in: [4, 4, 8] },
      output: [8, 8, 4],
      parameters: 512,
    },
    { params: { filters: 6, kernelSize: 4 }, inputs: { in: [1, 1, 10] }, output: [4, 4, 6], parameters: 966 },
    {
      params: { filters: 2, kernelSize: [3, 2], strides: [2, 3], activation: 'tanh' },
      inputs: { in: [3, 2, 3] },
      output: [7, 6, 2],
      parameters: 38,
    },
    {
      params: { filters: 1, kernelSize: 5, strides: 2, padding: 'same', activation: 'tanh' },
      inputs: { in: [3, 3, 2] },
      output: [6, 6, 1],
      parameters: 51,
    },
  ],
  refusals: [
    { inputs: { in: [100] }, code: 'rank-mismatch' },
    { params: { strides: 256 }, inputs: { in: [8192, 1, 1] }, code: 'output-too-large' },
  ],
})
