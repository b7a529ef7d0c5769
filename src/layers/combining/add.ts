/** @file Add: the sum of its inputs, entry by entry. With a wire around some layers it makes a residual block. */
import { z } from 'zod'
import { defineLayer } from '../layer'
import { box, combines } from '../pictures'
import { inOrder, inputNames } from '../ports'
import { broadcastShape } from './broadcast'

export const add = defineLayer({
  kind: 'add',
  title: 'Add',
  group: 'Combining',
  icon: 'plus',
  picture: combines(`${box(26, 17, 8, 2)}${box(29, 14, 2, 8)}`),
  summary: 'Adds its inputs, entry by entry.',
  docs: `out = a + b + … All inputs have the same number of axes; an axis of length 1 is repeated to the length of the others. A wire around some layers into an Add makes a residual block (arXiv 1512.03385). As Add of Keras.`,
  keywords: ['sum', 'plus', 'residual', 'skip', 'merge'],
  params: z.strictObject({}),
  inputs: 'variadic',
  shape: (inputs) => broadcastShape('Add', inputs),
  range(inputs) {
    let [minimum, maximum] = [0, 0]
    for (const range of Object.values(inputs)) {
      if (!range) return null
      minimum += range[0]
      maximum += range[1]
    }
    return [minimum, maximum]
  },
  differentiable: 2,
  pytorch: (inputs) => ({
    forward: inputNames(inputs)
      .map((name) => `{${name}}`)
      .join(' + '),
  }),
  onnx: ({ inputs, add }) => inOrder(inputs).reduce((sum, input) => add('Add', [sum, input])),
  keras: ({ inputs, add }) => add('Add', {}, inOrder(inputs)),
  apply: ({ tf, inputs }) => inOrder(inputs).reduce((sum, input) => tf.add(sum, input)),
  examples: [
    { inputs: { a: [4, 4, 2], b: [4, 4, 2] }, output: [4, 4, 2] },
    { inputs: { a: [3], b: [3], c: [3] }, output: [3] },
    { inputs: { a: [1, 1, 2], b: [3, 2, 2] }, output: [3, 2, 2] },
  ],
  refusals: [
    { inputs: { a: [4, 4, 2], b: [8, 8, 2] }, code: 'shape-mismatch' },
    { inputs: { a: [4, 4, 2], b: [2] }, code: 'shape-mismatch' },
  ],
})
