/** @file Global pooling: one number per channel for the whole image. */
import { z } from 'zod'
import { selectField } from '../../lib/fields'
import { fail, ok } from '../../lib/result'
import { formatShape, shapeSize } from '../../tensor/shape'
import { rescalingLayer, reshapeLayer } from '../keras'
import { defineLayer } from '../layer'
import { placeAxesOf } from '../onnx'
import { becomes } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { shapeProblem } from '../problems'
import { tuple } from '../pytorch'

export const globalPool = defineLayer({
  kind: 'global-pool',
  title: 'Global pool',
  group: 'Resampling and pooling',
  icon: 'globe',
  picture: becomes(
    { columns: 5, rows: 5, strong: [[0, 0, 5, 5]], largest: 5 },
    { columns: 1, rows: 1, strong: [[0, 0, 1, 1]], largest: 9 },
  ),
  summary: 'Reduces an image to one number for each channel.',
  docs: `[height, width, channels] becomes [channels]: the mean, the sum or the maximum over all places. Works with one, two or three axes before the channels. As GlobalAveragePooling2D of Keras; SNGAN discriminators (arXiv 1802.05957) use the sum.`,
  keywords: ['pooling', 'mean', 'sum', 'max', 'flatten'],
  params: z.strictObject({
    method: selectField({
      title: 'Method',
      description: 'What is taken over all places.',
      options: { average: 'Average', sum: 'Sum', max: 'Maximum' },
    }).default('average'),
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }) {
    if (input!.length >= 2) return ok([input!.at(-1)!])
    return fail(
      shapeProblem('rank-mismatch', {
        port: 'in',
        removable: true,
        message: `Global pool expects places with channels, such as [height, width, channels], but receives ${formatShape(input!)}.`,
        fix: 'Remove it: there is nothing left to pool.',
      }),
    )
  },
  makes: (wanted, input) => (wanted.length === 1 && input.length > 1 && wanted[0] === input.at(-1) ? {} : null),
  range: ({ in: input }, params) => (params.method === 'sum' ? null : input!),
  differentiable: 2,
  pytorch({ in: input }, { method }) {
    const places = input!.slice(1).map((_, axis) => axis + 2)
    return { forward: `{in}.${{ average: 'mean', sum: 'sum', max: 'amax' }[method]}(dim=${tuple(places)})` }
  },
  onnx({ params, inputs, shapes, add, integers }) {
    const [x, axes, keepdims] = [inputs.in!, placeAxesOf(shapes.in!), { int: 0 }]
    // Only the sum takes its axes as an input in opset 17.
    if (params.method === 'sum') return add('ReduceSum', [x, integers(axes)], { keepdims })
    return add(params.method === 'max' ? 'ReduceMax' : 'ReduceMean', [x], { axes: { ints: axes }, keepdims })
  },
  keras(context) {
    const { params, inputs, shapes, add } = context
    const places = shapeSize(shapes.in!.slice(0, -1))
    const rows = reshapeLayer(context, inputs.in!, [places, shapes.in!.at(-1)!])
    const pooled = add(params.method === 'max' ? 'GlobalMaxPooling1D' : 'GlobalAveragePooling1D', {}, rows)
    return params.method === 'sum' ? rescalingLayer(context, pooled, places) : pooled
  },
  apply({ tf, params, inputs }) {
    const x = inputs.in!
    const places = tf.reshape(x, [x.shape[0]!, -1, x.shape.at(-1)!])
    if (params.method === 'max') return tf.max(places, 1)
    return params.method === 'sum' ? tf.sum(places, 1) : tf.mean(places, 1)
  },
  examples: [
    { inputs: { in: [4, 4, 3] }, output: [3] },
    { params: { method: 'sum' }, inputs: { in: [3, 2, 2] }, output: [2] },
    { params: { method: 'max' }, inputs: { in: [5, 3] }, output: [3] },
  ],
  refusals: [{ inputs: { in: [10] }, code: 'rank-mismatch' }],
})
