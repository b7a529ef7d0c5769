/** @file Blend: from one input to another by an amount that may follow a schedule: progressive growing (arXiv 1710.10196). */
import { z } from 'zod'
import { schedulableField } from '../../lib/fields'
import { isSchedule } from '../../lib/schedule'
import { rescalingLayer } from '../keras'
import { defineLayer } from '../layer'
import { number, type OnnxValue } from '../onnx'
import { dot } from '../pictures'
import { broadcastShape } from './broadcast'

const PYTORCH = `class Blend(nn.Module):
    """(1 - amount) of a and amount of b. Of a schedule it holds the end: set amount in each step while training."""

    def __init__(self, amount: float):
        super().__init__()
        self.amount = amount

    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        return (1 - self.amount) * a + self.amount * b`

export const blend = defineLayer({
  kind: 'blend',
  title: 'Blend',
  group: 'Combining',
  icon: 'blend',
  picture: {
    soft: dot(21, 14, 11),
    line: `${dot(35, 14, 11)}M10 32h36`,
    strong: `M28 5.5a11 11 0 0 1 0 17a11 11 0 0 1 0-17z${dot(31, 32, 3)}`,
  },
  summary: 'Goes from its first input to the second, by an amount that may change while training.',
  docs: `out = (1 − amount) · a + amount · b. Both have the same number of axes; an axis of length 1 is repeated to the length of the other.
With a schedule from 0 to 1 a new path fades in: progressive growing (arXiv 1710.10196, figure 2) blends the enlarged image of the lower resolution, a, with that of the new layers, b, in the generator, and does the mirror image of it in the discriminator.`,
  keywords: ['lerp', 'mix', 'interpolate', 'fade', 'progressive growing', 'pggan'],
  params: z.strictObject({
    amount: schedulableField({
      title: 'Amount',
      description: 'Share of b: 0 gives a, 1 gives b. May follow a schedule over steps.',
      minimum: 0,
      maximum: 1,
    }).default(0.5),
  }),
  inputs: [
    { name: 'a', description: 'What comes out at amount 0.' },
    { name: 'b', description: 'What comes out at amount 1.' },
  ],
  shape: (inputs) => broadcastShape('Blend', inputs),
  range: ({ a, b }) => a! && b! && [Math.min(a[0], b[0]), Math.max(a[1], b[1])],
  differentiable: 2,
  pytorch: (_, { amount }) =>
    isSchedule(amount)
      ? { module: `Blend(${amount.to})`, forward: '{module}({a}, {b})', definitions: PYTORCH }
      : { forward: `(1 - ${amount}) * {a} + ${amount} * {b}` },
  onnx(context) {
    const { params, inputs, add } = context
    const share = (input: OnnxValue, amount: number) => add('Mul', [input, number(context, amount)])
    return add('Add', [share(inputs.a!, 1 - params.amount), share(inputs.b!, params.amount)])
  },
  keras(context) {
    const { params, inputs, add } = context
    const parts = [
      rescalingLayer(context, inputs.a!, 1 - params.amount),
      rescalingLayer(context, inputs.b!, params.amount),
    ]
    return add('Add', {}, parts)
  },
  apply: ({ tf, params: { amount }, inputs }) => tf.add(tf.mul(inputs.a!, 1 - amount), tf.mul(inputs.b!, amount)),
  examples: [
    { params: { amount: 0.25 }, inputs: { a: [4, 4, 3], b: [4, 4, 3] }, output: [4, 4, 3], parameters: 0 },
    {
      params: { amount: { schedule: 'linear', from: 0.1, to: 1, start: 0, end: 1000 } },
      inputs: { a: [1, 1, 2], b: [3, 2, 2] },
      output: [3, 2, 2],
    },
  ],
  refusals: [{ inputs: { a: [4, 4, 3], b: [8, 8, 3] }, code: 'shape-mismatch' }],
})
