/** @file Max pooling: the largest value of each window. */
import type { Tensor4D } from '@tensorflow/tfjs-core'
import { defineLayer } from '../layer'
import { slidingAttributes } from '../onnx'
import { arrow, box } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { tuple } from '../pytorch'
import { pooledShape, poolPaddings, poolParams, poolWindow, torchPadding } from './window'

export const maxPool2d = defineLayer({
  kind: 'max-pool2d',
  title: 'Max pool',
  group: 'Resampling and pooling',
  icon: 'chevrons-up',
  picture: {
    soft: `${box(4, 22, 5, 10)}${box(18, 26, 5, 6)}${box(25, 14, 5, 18)}`,
    line: `M2 8h30${arrow(34, 18, 6)}`,
    strong: `${box(11, 8, 5, 24)}${box(46, 8, 6, 24)}`,
  },
  summary: 'Makes an image smaller: keeps the largest value of each window.',
  docs: `[height, width, channels] becomes [height′, width′, channels]; with padding "valid" height′ = ⌊(height − pool) / stride⌋ + 1, with "same" ⌈height / stride⌉. As MaxPooling2D of Keras. Its gradient reaches one pixel of each window only, so GANs prefer strided convolutions or average pooling (ganhacks).`,
  keywords: ['pooling', 'downsample', 'maximum', 'shrink'],
  params: poolParams,
  inputs: IMAGE_INPUT,
  shape: ({ in: input }, params) => pooledShape('Max pool', input!, poolWindow(params)),
  range: ({ in: input }) => input!,
  differentiable: 1,
  sparse: true,
  instead: ({ poolSize, strides, padding }) => [
    { kind: 'average-pool2d', params: { poolSize, strides, padding } },
    ...(strides === null && padding === 'valid'
      ? [{ kind: 'downsample', params: { factor: poolSize, method: 'max' } }]
      : []),
  ],
  pytorch({ in: input }, params) {
    const window = poolWindow(params)
    const { even, sides } = torchPadding(input!, window)
    const call = (x: string, padding: readonly number[]) =>
      `F.max_pool2d(${x}, ${tuple(window.size)}, stride=${tuple(window.stride)}, padding=${tuple(padding)})`
    return { forward: even ? call('{in}', even) : call(`F.pad({in}, ${tuple(sides)}, value=-torch.inf)`, [0, 0]) }
  },
  onnx({ params, inputs, shapes, add }) {
    const window = poolWindow(params)
    const paddings = poolPaddings(shapes.in!, window)
    return add('MaxPool', [inputs.in!], slidingAttributes({ size: window.size, strides: window.stride, paddings }))
  },
  keras({ params, inputs, add }) {
    const { size, stride, padding } = poolWindow(params)
    return add('MaxPooling2D', { pool_size: size, strides: stride, padding }, inputs.in!)
  },
  apply({ tf, params, inputs }) {
    const { size, stride, padding } = poolWindow(params)
    return tf.maxPool(inputs.in as Tensor4D, size, stride, padding)
  },
  examples: [
    { inputs: { in: [8, 8, 3] }, output: [4, 4, 3] },
    { params: { poolSize: 3, strides: 2, padding: 'same' }, inputs: { in: [7, 5, 2] }, output: [4, 3, 2] },
    { params: { poolSize: [2, 3], strides: [1, 2] }, inputs: { in: [4, 7, 1] }, output: [3, 3, 1] },
  ],
  refusals: [
    { inputs: { in: [64] }, code: 'rank-mismatch' },
    { params: { poolSize: 4 }, inputs: { in: [3, 8, 1] }, code: 'window-too-large' },
  ],
})
