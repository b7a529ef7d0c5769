/** @file Average pooling: the mean of each window. */
import type { Tensor4D } from '@tensorflow/tfjs-core'
import { defineLayer } from '../layer'
import { slidingAttributes } from '../onnx'
import { arrow, box } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { tuple } from '../pytorch'
import { pooledShape, poolPaddings, poolParams, poolWindow, torchPadding } from './window'

export const averagePool2d = defineLayer({
  kind: 'average-pool2d',
  title: 'Average pool',
  group: 'Resampling and pooling',
  icon: 'minimize-2',
  picture: {
    soft: `${box(4, 22, 5, 10)}${box(11, 10, 5, 22)}${box(18, 26, 5, 6)}${box(25, 14, 5, 18)}`,
    line: `M2 18h30${arrow(34, 18, 6)}`,
    strong: box(46, 18, 6, 14),
  },
  summary: 'Makes an image smaller: keeps the mean of each window.',
  docs: `[height, width, channels] becomes [height′, width′, channels]; with padding "valid" height′ = ⌊(height − pool) / stride⌋ + 1, with "same" ⌈height / stride⌉, where the mean is over what lies inside the image. As AveragePooling2D of Keras.`,
  keywords: ['pooling', 'downsample', 'mean', 'shrink'],
  params: poolParams,
  inputs: IMAGE_INPUT,
  shape: ({ in: input }, params) => pooledShape('Average pool', input!, poolWindow(params)),
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch({ in: input }, params) {
    const window = poolWindow(params)
    const { even, sides } = torchPadding(input!, window)
    const call = (x: string, options = '') =>
      `F.avg_pool2d(${x}, ${tuple(window.size)}, stride=${tuple(window.stride)}${options})`
    if (even) return { forward: call('{in}', `, padding=${tuple(even)}, count_include_pad=False`) }
    // The mean over what lies inside: that of the padded values by that of padded ones.
    const padded = (x: string) => call(`F.pad(${x}, ${tuple(sides)})`)
    return { forward: `${padded('{in}')} / ${padded('torch.ones_like({in}[:1, :1])')}` }
  },
  onnx({ params, inputs, shapes, add }) {
    const window = poolWindow(params)
    const paddings = poolPaddings(shapes.in!, window)
    return add('AveragePool', [inputs.in!], slidingAttributes({ size: window.size, strides: window.stride, paddings }))
  },
  keras({ params, inputs, add }) {
    const { size, stride, padding } = poolWindow(params)
    return add('AveragePooling2D', { pool_size: size, strides: stride, padding }, inputs.in!)
  },
  apply({ tf, params, inputs }) {
    const { size, stride, padding } = poolWindow(params)
    return tf.avgPool(inputs.in as Tensor4D, size, stride, padding)
  },
  examples: [
    { inputs: { in: [8, 8, 3] }, output: [4, 4, 3] },
    { params: { poolSize: [3, 2], padding: 'same' }, inputs: { in: [6, 4, 2] }, output: [2, 2, 2] },
    { params: { poolSize: 3, strides: 2 }, inputs: { in: [7, 5, 2] }, output: [3, 2, 2] },
    { params: { poolSize: 3, strides: 2, padding: 'same' }, inputs: { in: [7, 5, 2] }, output: [4, 3, 2] },
  ],
  refusals: [
    { inputs: { in: [64] }, code: 'rank-mismatch' },
    { params: { poolSize: 4 }, inputs: { in: [8, 3, 1] }, code: 'window-too-large' },
  ],
})
