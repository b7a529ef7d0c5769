/** @file Average pooling: the mean of each window. */
import type { Tensor4D } from '@tensorflow/tfjs-core'
import { samePadding, windowCount } from '../../tensor/convolution'
import { defineLayer, type Tensor, type TensorFlow } from '../layer'
import { IMAGE_INPUT } from '../ports'
import { type PoolWindow, pooledShape, poolParams, poolWindow } from './window'

/** Windows lie side by side and cover the image. */
const tiles = (x: Tensor, { size, stride }: PoolWindow): boolean =>
  [0, 1].every((axis) => size[axis] === stride[axis] && x.shape[axis + 1]! % size[axis]! === 0)

/** Mean over windows that tile the image, as two plain means: exact in every derivative on every backend. */
function meanOfTiles(tf: TensorFlow, x: Tensor, [high, wide]: readonly [number, number]): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  const [rows, columns] = [height / high, width / wide]
  const narrow = tf.mean(tf.reshape(x, [batch * height * columns, wide, channels]), 1)
  const low = tf.mean(tf.reshape(narrow, [batch * rows, high, columns * channels]), 1)
  return tf.reshape(low, [batch, rows, columns, channels])
}

/**
 * Mean over any windows. The zeros of padding "same" are put around the image and divided out here: the gradient of
 * TensorFlow.js (4.22, cpu and WASM) counts them as part of the mean, though its forward pass does not.
 */
function meanOfWindows(tf: TensorFlow, x: Tensor4D, { size, stride, padding }: PoolWindow): Tensor {
  if (padding === 'valid') return tf.avgPool(x, size, stride, 'valid')
  const [rows, columns] = [0, 1].map((axis) => {
    const length = x.shape[axis + 1]!
    const [before, after] = samePadding(length, size[axis]!, stride[axis]!)
    const scales = Array.from({ length: windowCount(length, size[axis]!, stride[axis]!, 'same') }, (_, index) => {
      const start = index * stride[axis]! - before
      return size[axis]! / (Math.min(start + size[axis]!, length) - Math.max(start, 0))
    })
    return { around: [before, after] as [number, number], scales }
  })
  const padded = tf.pad4d(x, [[0, 0], rows!.around, columns!.around, [0, 0]])
  const means = tf.avgPool(padded, size, stride, 'valid')
  const scales = rows!.scales.flatMap((row) => columns!.scales.map((column) => row * column))
  return tf.mul(means, tf.tensor4d(scales, [1, rows!.scales.length, columns!.scales.length, 1]))
}

export const averagePool2d = defineLayer({
  kind: 'average-pool2d',
  title: 'Average pool',
  group: 'Resampling and pooling',
  icon: 'minimize-2',
  summary: 'Makes an image smaller: keeps the mean of each window.',
  docs: `[height, width, channels] becomes [height′, width′, channels]; with padding "valid" height′ = ⌊(height − pool) / stride⌋ + 1, with "same" ⌈height / stride⌉, where the mean is over what lies inside the image. As AveragePooling2D of Keras.`,
  keywords: ['pooling', 'downsample', 'mean', 'shrink'],
  params: poolParams,
  inputs: IMAGE_INPUT,
  shape: ({ in: input }, params) => pooledShape('Average pool', input!, poolWindow(params)),
  range: ({ in: input }) => input!,
  differentiable: 2,
  apply({ tf, params, inputs }) {
    const window = poolWindow(params)
    return tiles(inputs.in!, window)
      ? meanOfTiles(tf, inputs.in!, window.size)
      : meanOfWindows(tf, inputs.in as Tensor4D, window)
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
