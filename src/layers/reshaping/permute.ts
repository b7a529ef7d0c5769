/** @file Permute: the axes in another order. */
import { z } from 'zod'
import { integersField } from '../../lib/fields'
import { fail, ok } from '../../lib/result'
import { formatShape, MAX_RANK } from '../../tensor/shape'
import { defineLayer } from '../layer'
import { channelsBefore, onnxAxis } from '../onnx'
import { becomes } from '../pictures'
import { ANY_INPUT } from '../ports'
import { shapeProblem } from '../problems'
import { torchAxis, torchOrder, tuple } from '../pytorch'

export const permute = defineLayer({
  kind: 'permute',
  title: 'Permute',
  group: 'Reshaping',
  icon: 'rotate-3d',
  picture: becomes(
    { columns: 4, rows: 2, strong: [[0, 0, 4, 1]], largest: 6 },
    { columns: 2, rows: 4, strong: [[0, 0, 1, 4]], largest: 6 },
  ),
  summary: 'Puts the axes in another order.',
  docs: `Axis i of the output is axis order[i] of the input, counted from 0 without the batch: with [1, 0, 2] an image is mirrored along its diagonal, [height, width, channels] becomes [width, height, channels]. Other than a Reshape, it moves the values. As Permute of Keras, which counts from 1.`,
  keywords: ['transpose', 'swap', 'axes', 'dimensions', 'order'],
  params: z.strictObject({
    order: integersField({
      title: 'Order',
      description: 'For each axis of the output the axis of the input, counted from 0 without the batch.',
      minimum: 0,
      maximum: MAX_RANK - 1,
      minimumLength: 1,
      maximumLength: MAX_RANK,
    }).default([1, 0, 2]),
  }),
  inputs: ANY_INPUT,
  shape({ in: input }, { order }) {
    const axes = [...input!.keys()]
    if (order.length === axes.length && axes.every((axis) => order.includes(axis))) {
      return ok(order.map((axis) => input![axis]!))
    }
    return fail(
      shapeProblem('axis-out-of-range', {
        port: 'in',
        param: 'order',
        ...(axes.length === 0 ? { removable: true } : { settings: [{ order: axes }] }),
        message: `Permute is asked for the axes ${formatShape(order)}, but ${formatShape(input!)} has ${axes.length === 0 ? 'none' : `the axes ${formatShape(axes)}, each of which is needed once`}.`,
        fix: axes.length === 0 ? 'Remove it.' : `Set an order of ${formatShape(axes)}.`,
      }),
    )
  },
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch({ in: input }, { order }) {
    const axes = order.map((axis) => torchAxis(axis, input!.length))
    return { forward: `{in}.permute${tuple(torchOrder(0, axes))}` }
  },
  onnx({ params: { order }, inputs, add }) {
    const axes = order.map((axis) => onnxAxis(axis, order.length))
    return add('Transpose', [inputs.in!], { perm: { ints: order.length < 2 ? [0, 1] : [0, ...channelsBefore(axes)] } })
  },
  keras: ({ params, inputs, add }) => add('Permute', { dims: params.order.map((axis) => axis + 1) }, inputs.in!),
  apply: ({ tf, params, inputs }) => tf.transpose(inputs.in!, [0, ...params.order.map((axis) => axis + 1)]),
  examples: [
    { inputs: { in: [3, 4, 2] }, output: [4, 3, 2] },
    { params: { order: [1, 0] }, inputs: { in: [5, 2] }, output: [2, 5] },
    { params: { order: [3, 1, 0, 2] }, inputs: { in: [2, 3, 4, 2] }, output: [2, 3, 2, 4] },
  ],
  refusals: [
    { inputs: { in: [100] }, code: 'axis-out-of-range' },
    { inputs: { in: [] }, code: 'axis-out-of-range' },
    { params: { order: [0, 0] }, inputs: { in: [3, 2] }, code: 'axis-out-of-range' },
  ],
})
