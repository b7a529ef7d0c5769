/** @file Dropout: leaves out random values while training (Srivastava et al., 2014). */
import { z } from 'zod'
import { booleanField, numberField } from '../../lib/fields'
import { ok } from '../../lib/result'
import type { OwnLayer } from '../keras'
import { defineLayer } from '../layer'
import { number } from '../onnx'
import { grid } from '../pictures'
import { ANY_INPUT } from '../ports'

const KERAS: OwnLayer = {
  className: 'AlwaysDropout',
  source: `/** Sets random values to 0, also when samples are made. */
class AlwaysDropout extends tf.layers.Layer {
  static className = 'AlwaysDropout'

  constructor(config) {
    super(config)
    this.rate = config.rate
  }

  computeOutputShape(inputShape) {
    return inputShape
  }

  call(inputs) {
    const [x] = [inputs].flat()
    return tf.dropout(x, this.rate)
  }

  getConfig() {
    return { ...super.getConfig(), rate: this.rate }
  }
}`,
}

export const dropout = defineLayer({
  kind: 'dropout',
  title: 'Dropout',
  group: 'Activation and noise',
  icon: 'droplets',
  picture: grid({
    columns: 7,
    rows: 4,
    hollow: [
      [1, 0, 1, 1],
      [4, 1, 1, 1],
      [0, 2, 1, 1],
      [5, 3, 1, 1],
      [2, 3, 1, 1],
      [6, 0, 1, 1],
    ],
    strong: [[0, 0, 7, 4]],
  }),
  summary: 'Sets random values to 0 while training.',
  docs: `Each value becomes 0 with probability rate; the others are divided by 1 − rate, so that the mean stays. Outside of training nothing is dropped, unless "always" is on: pix2pix (arXiv 1611.07004) uses that as its only source of noise. As Dropout of Keras.`,
  keywords: ['regularization', 'noise', 'random'],
  params: z.strictObject({
    rate: numberField({
      title: 'Rate',
      description: 'Share of the values that are dropped.',
      minimum: 0,
      maximum: 0.99,
    }).default(0.5),
    always: booleanField({
      title: 'Always',
      description: 'Drops values also when samples are made.',
      advanced: true,
    }).default(false),
  }),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => ok(input!),
  range({ in: input }, { rate }) {
    return input ? [Math.min(input[0] / (1 - rate), 0), Math.max(input[1] / (1 - rate), 0)] : null
  },
  differentiable: 2,
  draws: true,
  pytorch: (_, { rate, always }) =>
    always
      ? { forward: `F.dropout({in}, ${rate}, training=True)` }
      : { module: `nn.Dropout(${rate})`, forward: '{module}({in})' },
  onnx(context) {
    const { params, inputs } = context
    const x = inputs.in!
    if (params.rate === 0 || !params.always) return x
    const drawn = context.add('RandomUniformLike', [x])
    const kept = context.add('GreaterOrEqual', [drawn, number(context, params.rate)])
    const factor = context.add('Mul', [context.add('CastLike', [kept, x]), number(context, 1 / (1 - params.rate))])
    return context.add('Mul', [x, factor])
  },
  keras: ({ params: { rate, always }, inputs, add }) => add(always ? KERAS : 'Dropout', { rate }, inputs.in!),
  apply({ tf, params, inputs, mode, random }) {
    const x = inputs.in!
    if (params.rate === 0 || (mode === 'inference' && !params.always)) return x
    const kept = tf.cast(tf.greaterEqual(random.uniform(x.shape), params.rate), 'float32')
    return tf.mul(x, tf.mul(kept, 1 / (1 - params.rate)))
  },
  examples: [
    { inputs: { in: [4, 4, 2] }, output: [4, 4, 2] },
    { params: { rate: 0.25, always: true }, inputs: { in: [10] }, output: [10] },
  ],
})
