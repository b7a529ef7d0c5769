/** @file Pixel shuffle: channels become pixels (Shi et al., arXiv 1609.05158). */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { fail } from '../../lib/result'
import { formatShape } from '../../tensor/shape'
import { reshapeLayer } from '../keras'
import { defineLayer } from '../layer'
import { becomes } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { notAnImage, shapeProblem, withinLimits } from '../problems'

export const pixelShuffle = defineLayer({
  kind: 'pixel-shuffle',
  title: 'Pixel shuffle',
  group: 'Resampling and pooling',
  icon: 'shuffle',
  picture: becomes(
    { columns: 1, rows: 4, strong: [[0, 1, 1, 1]], largest: 7 },
    { columns: 2, rows: 2, strong: [[1, 0, 1, 1]], largest: 10 },
  ),
  summary: 'Enlarges an image by turning groups of channels into blocks of pixels.',
  docs: `[height, width, factor² · channels] becomes [height · factor, width · factor, channels]: the channels of one place are the pixels of a factor × factor block. After a convolution it enlarges with trained weights and without the uneven overlap of a Conv2D transpose; SRGAN (arXiv 1609.04802) does so.
Order: out[y · factor + i, x · factor + j, c] = in[y, x, (i · factor + j) · channels + c], as depth_to_space of TensorFlow. PixelShuffle of PyTorch reads channel c · factor² + i · factor + j instead, so weights from there need their channels reordered; for one output channel both agree.`,
  keywords: ['depth to space', 'subpixel', 'sub-pixel', 'super resolution', 'enlarge', 'srgan'],
  params: z.strictObject({
    factor: integerField({
      title: 'Factor',
      description: 'How many times higher and wider.',
      minimum: 1,
      maximum: 64,
    }).default(2),
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }, { factor }) {
    const problem = notAnImage('Pixel shuffle', input!)
    if (problem) return fail(problem)
    const [height, width, channels] = input as [number, number, number]
    const block = factor * factor
    if (channels % block === 0) {
      return withinLimits('Pixel shuffle', [height * factor, width * factor, channels / block], input!)
    }
    return fail(
      shapeProblem('not-divisible', {
        port: 'in',
        param: 'factor',
        wanted: [{ port: 'in', shape: [height, width, Math.ceil(channels / block) * block] }],
        settings: [4, 3, 2, 1]
          .filter((other) => other < factor && channels % other ** 2 === 0)
          .map((other) => ({ factor: other })),
        message: `Pixel shuffle makes blocks of ${factor} × ${factor} pixels from channels, so it expects a multiple of ${block} channels but receives ${formatShape(input!)}.`,
        fix: `Make what comes before it give a multiple of ${block} channels, for example ${Math.ceil(channels / block) * block}.`,
      }),
    )
  },
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch({ in: input }, { factor }) {
    const block = factor * factor
    const channels = input!.at(-1)! / block
    // Blocks lie outside of the channels here, inside them there.
    const reordered =
      channels === 1 ? '{in}' : `{in}.unflatten(1, (${block}, ${channels})).transpose(1, 2).flatten(1, 2)`
    return { forward: `F.pixel_shuffle(${reordered}, ${factor})` }
  },
  onnx: ({ params, inputs, add }) =>
    add('DepthToSpace', [inputs.in!], { blocksize: { int: params.factor }, mode: { text: 'DCR' } }),
  keras(context) {
    const { params, inputs, shapes, shape } = context
    const [height, width, channels] = shapes.in as [number, number, number]
    const rows = reshapeLayer(context, inputs.in!, [height, width, params.factor, channels / params.factor])
    return reshapeLayer(context, context.add('Permute', { dims: [1, 3, 2, 4] }, rows), shape)
  },
  apply({ tf, params: { factor }, inputs }) {
    const [batch, height, width, channels] = inputs.in!.shape as [number, number, number, number]
    // Only rows of blocks change places: within a row a block's pixels and channels already lie in order.
    const rows = tf.reshape(inputs.in!, [batch * height, width, factor, channels / factor])
    const moved = tf.transpose(rows, [0, 2, 1, 3])
    return tf.reshape(moved, [batch, height * factor, width * factor, channels / (factor * factor)])
  },
  examples: [
    { inputs: { in: [3, 2, 8] }, output: [6, 4, 2] },
    { params: { factor: 3 }, inputs: { in: [2, 2, 9] }, output: [6, 6, 1] },
  ],
  refusals: [
    { inputs: { in: [64] }, code: 'rank-mismatch' },
    { inputs: { in: [8, 8, 6] }, code: 'not-divisible' },
    { params: { factor: 32 }, inputs: { in: [40_000, 1, 1024] }, code: 'output-too-large' },
  ],
})
