/** @file Repeat: copies side by side, such as a label at every place of an image. */
import { z } from 'zod'
import { integersField } from '../../lib/fields'
import { MAX_DIMENSION, MAX_RANK, type Shape } from '../../tensor/shape'
import { alongAxis } from '../axis'
import { asMiddle, reshapeLayer } from '../keras'
import { defineLayer, type Tensor } from '../layer'
import { channelsBefore, reshapeNode } from '../onnx'
import { becomes } from '../pictures'
import { ANY_INPUT } from '../ports'
import { withinLimits } from '../problems'
import { torchOrder } from '../pytorch'

/** The shorter of the two gets ones in front. */
function aligned(input: Shape, counts: readonly number[]): { shape: number[]; counts: number[] } {
  const rank = Math.max(input.length, counts.length)
  const filled = (list: readonly number[]) => [...Array<number>(rank - list.length).fill(1), ...list]
  return { shape: filled(input), counts: filled(counts) }
}

export const repeat = defineLayer({
  kind: 'repeat',
  title: 'Repeat',
  group: 'Reshaping',
  icon: 'copy',
  picture: becomes(
    { columns: 1, rows: 2, strong: [[0, 0, 1, 1]], largest: 7 },
    {
      columns: 3,
      rows: 4,
      strong: [
        [0, 0, 3, 1],
        [0, 2, 3, 1],
      ],
      largest: 7,
    },
  ),
  summary: 'Puts copies side by side along each axis.',
  docs: `Each axis of the input stands as often in the output as its count says, one copy after the other: [4, 4, 3] with counts [2, 1, 1] becomes [8, 4, 3]. Counts belong to the last axes, and where there are more of them than axes, axes of length 1 are put in front: a label [10] with counts [28, 28, 1] becomes [28, 28, 10], the same label at every pixel, to be joined to an image by a Concatenate (conditional GANs). As tile of NumPy and PyTorch; RepeatVector of Keras is the case [n, 1].`,
  keywords: ['tile', 'copy', 'broadcast', 'label map', 'expand'],
  params: z.strictObject({
    counts: integersField({
      title: 'Counts',
      description: 'Copies along each axis; the last count is that of the last axis.',
      minimum: 1,
      maximum: MAX_DIMENSION,
      minimumLength: 1,
      maximumLength: MAX_RANK,
    }).default([2]),
  }),
  inputs: ANY_INPUT,
  shape({ in: input }, params) {
    const { shape, counts } = aligned(input!, params.counts)
    return withinLimits(
      'Repeat',
      shape.map((length, axis) => length * counts[axis]!),
      input!,
    )
  },
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch({ in: input }, params) {
    const { shape, counts } = aligned(input!, params.counts)
    const prepared = shape.length === input!.length ? '{in}' : `{in}.reshape(${torchOrder(-1, shape).join(', ')})`
    return { forward: `${prepared}.tile(${torchOrder(1, counts).join(', ')})` }
  },
  onnx(context) {
    const { params, inputs, shapes } = context
    const { shape, counts } = aligned(shapes.in!, params.counts)
    const first =
      shape.length === shapes.in!.length ? inputs.in! : reshapeNode(context, inputs.in!, channelsBefore(shape))
    return context.add('Tile', [first, context.integers([1, ...channelsBefore(counts)])])
  },
  keras(context) {
    const { params, inputs, shapes, shape: to } = context
    const { shape, counts } = aligned(shapes.in!, params.counts)
    const sizes = [...shape]
    let x = inputs.in!
    for (const [axis, count] of counts.entries()) {
      if (count === 1) continue
      const [outer, length, inner] = asMiddle(sizes, axis)
      const block = reshapeLayer(context, x, [outer, 1, length * inner])
      x = context.add('UpSampling2D', { size: [1, count], interpolation: 'nearest' }, block)
      sizes[axis] = length * count
    }
    return reshapeLayer(context, x, to)
  },
  apply({ tf, params, inputs }) {
    const x = inputs.in!
    const { shape, counts } = aligned(x.shape.slice(1), params.counts)
    const first = tf.reshape(x, [x.shape[0]!, ...shape])
    // The last axis first: what is copied then grows from short runs to long ones.
    return counts.reduceRight<Tensor>(
      (copied, count, axis) =>
        count === 1 ? copied : alongAxis(tf, copied, axis + 1, (block) => tf.tile(block, [1, count, 1])),
      first,
    )
  },
  examples: [
    { params: { counts: [4, 3, 1] }, inputs: { in: [5] }, output: [4, 3, 5] },
    { params: { counts: [3, 2, 1] }, inputs: { in: [1, 1, 4] }, output: [3, 2, 4] },
    { params: { counts: [3, 1] }, inputs: { in: [4] }, output: [3, 4] },
    { inputs: { in: [2, 3] }, output: [2, 6] },
    { params: { counts: [2, 1] }, inputs: { in: [2, 2, 1, 3] }, output: [2, 2, 2, 3] },
  ],
  refusals: [{ params: { counts: [1025] }, inputs: { in: [1024] }, code: 'output-too-large' }],
})
