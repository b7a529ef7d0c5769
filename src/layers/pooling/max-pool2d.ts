/** @file Max pooling: the largest value of each window. */
import type { Tensor4D } from '@tensorflow/tfjs-core'
import { defineLayer, type Tensor, type TensorFlow } from '../layer'
import { IMAGE_INPUT } from '../ports'
import { type PoolWindow, pooledShape, poolParams, poolWindow } from './window'

/**
 * The gradient is taken at the input moved above 0. The WASM kernel of tfjs 4.22 (`MaxPoolGrad`) looks for a maximum from the
 * smallest positive number on, so in windows below 0 it finds none; where the maximum lies does not change with the move.
 * Cost: a minimum, two sums. To be deleted when the contract test passes on WASM without it.
 */
function pool(tf: TensorFlow, x: Tensor4D, { size, stride, padding }: PoolWindow): Tensor {
  const maxima = (images: Tensor): Tensor => tf.maxPool(images as Tensor4D, size, stride, padding)
  const withGradient = tf.customGrad((...args: unknown[]) => {
    const [images, save] = args as [Tensor, (tensors: Tensor[]) => void]
    save([images])
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const input = tf.add(tf.sub(saved[0]!, tf.min(saved[0]!)), 1)
      const attributes = { filterSize: size, strides: stride, pad: padding }
      return tf.engine().runKernel(tf.MaxPoolGrad, { dy, input, output: maxima(input) }, attributes) as Tensor
    }
    return { value: maxima(images), gradFunc }
  })
  return withGradient(x)
}

export const maxPool2d = defineLayer({
  kind: 'max-pool2d',
  title: 'Max pool',
  group: 'Resampling and pooling',
  icon: 'chevrons-up',
  summary: 'Makes an image smaller: keeps the largest value of each window.',
  docs: `[height, width, channels] becomes [height′, width′, channels]; with padding "valid" height′ = ⌊(height − pool) / stride⌋ + 1, with "same" ⌈height / stride⌉. As MaxPooling2D of Keras. Its gradient reaches one pixel of each window only, so GANs prefer strided convolutions or average pooling (ganhacks).`,
  keywords: ['pooling', 'downsample', 'maximum', 'shrink'],
  params: poolParams,
  inputs: IMAGE_INPUT,
  shape: ({ in: input }, params) => pooledShape('Max pool', input!, poolWindow(params)),
  range: ({ in: input }) => input!,
  differentiable: 1,
  apply: ({ tf, params, inputs }) => pool(tf, inputs.in as Tensor4D, poolWindow(params)),
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
