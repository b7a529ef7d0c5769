/** @file Multiply: the product of its inputs, entry by entry: gates, attention weights, conditioning. */
import { z } from 'zod'
import type { Range } from '../../tensor/shape'
import { defineLayer } from '../layer'
import { combines } from '../pictures'
import { inOrder, inputNames } from '../ports'
import { broadcastShape } from './broadcast'

function productRange(a: Range, b: Range): Range {
  if (!a || !b) return null
  const corners = a.flatMap((x) => b.map((y) => x * y))
  return [Math.min(...corners), Math.max(...corners)]
}

export const multiply = defineLayer({
  kind: 'multiply',
  title: 'Multiply',
  group: 'Combining',
  icon: 'x',
  picture: combines(
    'M26.5 15.9l1.4-1.4l2.1 2.1l2.1-2.1l1.4 1.4l-2.1 2.1l2.1 2.1l-1.4 1.4l-2.1-2.1l-2.1 2.1l-1.4-1.4l2.1-2.1z',
  ),
  summary: 'Multiplies its inputs, entry by entry.',
  docs: `out = a · b · … All inputs have the same number of axes; an axis of length 1 is repeated to the length of the others, so weights [1, 1, channels] scale the channels of an image. As Multiply of Keras.`,
  keywords: ['product', 'times', 'gate', 'scale', 'merge'],
  params: z.strictObject({}),
  inputs: 'variadic',
  shape: (inputs) => broadcastShape('Multiply', inputs),
  range: (inputs) => Object.values(inputs).reduce(productRange),
  differentiable: 2,
  pytorch: (inputs) => ({
    forward: inputNames(inputs)
      .map((name) => `{${name}}`)
      .join(' * '),
  }),
  onnx: ({ inputs, add }) => inOrder(inputs).reduce((product, input) => add('Mul', [product, input])),
  keras: ({ inputs, add }) => add('Multiply', {}, inOrder(inputs)),
  apply: ({ tf, inputs }) => inOrder(inputs).reduce((product, input) => tf.mul(product, input)),
  examples: [
    { inputs: { a: [4, 4, 2], b: [4, 4, 2] }, output: [4, 4, 2] },
    { inputs: { a: [3], b: [3], c: [3] }, output: [3] },
    { inputs: { a: [3, 2, 2], b: [1, 1, 2] }, output: [3, 2, 2] },
  ],
  refusals: [
    { inputs: { a: [4], b: [5] }, code: 'shape-mismatch' },
    { inputs: { a: [4], b: [4], c: [1, 4] }, code: 'shape-mismatch' },
  ],
})
