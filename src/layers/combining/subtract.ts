/** @file Subtract: the difference of two inputs, entry by entry. */
import { z } from 'zod'
import { rescalingLayer } from '../keras'
import { defineLayer } from '../layer'
import { box, combines } from '../pictures'
import { broadcastShape } from './broadcast'

export const subtract = defineLayer({
  kind: 'subtract',
  title: 'Subtract',
  group: 'Combining',
  icon: 'minus',
  picture: combines(box(26, 17, 8, 2)),
  summary: 'Subtracts its second input from the first, entry by entry.',
  docs: `out = a − b. Both have the same number of axes; an axis of length 1 is repeated to the length of the other. A difference of two images shows what a network changed; of two features, what sets two samples apart. As Subtract of Keras.`,
  keywords: ['difference', 'minus', 'residual', 'merge'],
  params: z.strictObject({}),
  inputs: [
    { name: 'a', description: 'What is subtracted from.' },
    { name: 'b', description: 'What is subtracted.' },
  ],
  shape: (inputs) => broadcastShape('Subtract', inputs),
  range: ({ a, b }) => a! && b! && [a[0] - b[1], a[1] - b[0]],
  differentiable: 2,
  pytorch: () => ({ forward: '{a} - {b}' }),
  onnx: ({ inputs, add }) => add('Sub', [inputs.a!, inputs.b!]),
  keras: (context) => context.add('Add', {}, [context.inputs.a!, rescalingLayer(context, context.inputs.b!, -1)]),
  apply: ({ tf, inputs }) => tf.sub(inputs.a!, inputs.b!),
  examples: [
    { inputs: { a: [4, 4, 2], b: [4, 4, 2] }, output: [4, 4, 2], parameters: 0 },
    { inputs: { a: [3, 2, 2], b: [1, 1, 2] }, output: [3, 2, 2] },
    { inputs: { a: [1], b: [3] }, output: [3] },
  ],
  refusals: [{ inputs: { a: [4], b: [5] }, code: 'shape-mismatch' }],
})
