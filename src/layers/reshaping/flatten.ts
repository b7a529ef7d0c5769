/** @file Flatten: all values of a sample in one row. */
import { z } from 'zod'
import { shapeSize } from '../../tensor/shape'
import { reshapeLayer } from '../keras'
import { defineLayer } from '../layer'
import { movedLast, reshapeNode } from '../onnx'
import { becomes } from '../pictures'
import { ANY_INPUT } from '../ports'
import { withinLimits } from '../problems'
import { channelsLast } from '../pytorch'

export const flatten = defineLayer({
  kind: 'flatten',
  title: 'Flatten',
  group: 'Reshaping',
  icon: 'rows-3',
  picture: becomes(
    { columns: 3, rows: 3, strong: [[0, 1, 3, 1]], largest: 7 },
    { columns: 1, rows: 9, strong: [[0, 3, 1, 3]], largest: 3.6 },
  ),
  summary: 'Puts all values of a sample in one row.',
  docs: `[height, width, channels] becomes [height · width · channels], in the same order. Usual between convolutions and a Dense. As Flatten of Keras.`,
  keywords: ['vector', 'reshape', 'row'],
  params: z.strictObject({}),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => withinLimits('Flatten', [shapeSize(input!)], input!),
  makes: (wanted, input) => (wanted.length === 1 && wanted[0] === shapeSize(input) ? {} : null),
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch: ({ in: input }) => ({
    forward: `${channelsLast('{in}', input!.length)}.reshape(-1, ${shapeSize(input!)})`,
  }),
  onnx: (context) => reshapeNode(context, movedLast(context, context.inputs.in!, context.shapes.in!), context.shape),
  keras: (context) => reshapeLayer(context, context.inputs.in!, context.shape),
  apply({ tf, inputs }) {
    const x = inputs.in!
    return tf.reshape(x, [x.shape[0]!, shapeSize(x.shape.slice(1))])
  },
  examples: [
    { inputs: { in: [4, 4, 3] }, output: [48], parameters: 0 },
    { inputs: { in: [5] }, output: [5] },
  ],
  refusals: [{ inputs: { in: [1024, 1025] }, code: 'output-too-large' }],
})
