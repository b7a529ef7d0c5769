/** @file Pack: several samples become one, so that a critic judges them together (PacGAN, Lin et al., arXiv 1712.04086). */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { fail } from '../../lib/result'
import { shapeSize } from '../../tensor/shape'
import type { OwnLayer } from '../keras'
import { defineLayer } from '../layer'
import { channelsBefore, reshapeNode } from '../onnx'
import { arrow, box, grid, together } from '../pictures'
import { ANY_INPUT } from '../ports'
import { withinLimits } from '../problems'
import { noChannels } from './problems'

const KERAS: OwnLayer = {
  className: 'Pack',
  mixesSamples: true,
  source: `/** Puts several samples into one, end to end along the last axis (arXiv 1712.04086). Those that fill no whole pack are left out. */
class Pack extends tf.layers.Layer {
  static className = 'Pack'

  constructor(config) {
    super(config)
    this.count = config.count
  }

  computeOutputShape([batch, ...sample]) {
    const packs = batch === null ? null : Math.floor(batch / this.count)
    return [packs, ...sample.slice(0, -1), sample.at(-1) * this.count]
  }

  call(inputs) {
    return tf.tidy(() => {
      const [x] = [inputs].flat()
      const shape = this.computeOutputShape(x.shape)
      if (shape[0] === 0) throw new Error(\`Pack puts \${this.count} samples into one, but the batch has \${x.shape[0]}.\`)
      const whole = tf.slice(x, 0, shape[0] * this.count)
      const apart = tf.reshape(whole, [shape[0], this.count, -1, x.shape.at(-1)])
      return tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), shape)
    })
  }

  getConfig() {
    return { ...super.getConfig(), count: this.count }
  }
}`,
}

export const pack = defineLayer({
  kind: 'pack',
  title: 'Pack',
  group: 'Features and batches',
  icon: 'package',
  picture: together(
    grid({ columns: 1, rows: 2, strong: [[0, 1, 1, 1]], largest: 13 }, 12, 22),
    { line: `${arrow(23, 18, 6)}${box(32, 9, 22, 18)}` },
    grid({ columns: 2, rows: 1, strong: [[1, 0, 1, 1]], largest: 9 }, 43, 20),
  ),
  summary: 'Puts several samples into one, so that a discriminator judges them together.',
  docs: `With count m the batch has m times fewer samples, each m times as long along the last axis: vectors are laid end to end, images are stacked along their channels. Packed sample p holds the samples p·m, p·m + 1, … p·m + m − 1 of the batch. Samples that fill no whole pack are left out, so let the batch size be a multiple of m.
A discriminator that sees m samples at once notices when they are too much alike, which one that sees them singly cannot: this is PacGAN's device against mode collapse (arXiv 1712.04086, where m is 2 to 4). Wire one Pack before the input of the discriminator for the real samples and one for the fake, with the same count; only the discriminator's first layer grows. It has no weights.`,
  keywords: ['pacgan', 'packing', 'mode collapse', 'group', 'batch'],
  params: z.strictObject({
    count: integerField({
      title: 'Count',
      description: 'Samples that are put into one.',
      minimum: 1,
      maximum: 64,
    }).default(2),
  }),
  inputs: ANY_INPUT,
  shape({ in: input }, { count }) {
    const problem = noChannels('Pack', input!)
    if (problem) return fail(problem)
    return withinLimits('Pack', [...input!.slice(0, -1), input!.at(-1)! * count], input!)
  },
  range: ({ in: input }) => input!,
  differentiable: 2,
  packs: ({ count }) => count,
  pytorch({ in: input }, { count }) {
    // Channels come first there, so packed images and vectors alike lie in memory as their samples do.
    const sizes = [input!.at(-1)! * count, ...input!.slice(0, -1)]
    return { forward: `{in}.reshape(${['-1', ...sizes].join(', ')})` }
  },
  // Channels come first, so the samples of a pack lie there as they came.
  onnx: (context) => reshapeNode(context, context.inputs.in!, channelsBefore(context.shape)),
  keras: ({ params: { count }, inputs, add }) => add(KERAS, { count }, inputs.in!),
  apply({ tf, params: { count }, inputs }) {
    const x = inputs.in!
    const [batch, ...sample] = x.shape as [number, ...number[]]
    const packs = Math.floor(batch / count)
    if (packs === 0) {
      throw new Error(
        `Pack puts ${count} samples into one, but the batch has ${batch}. Use a larger batch or a smaller count.`,
      )
    }
    const whole = packs * count === batch ? x : tf.slice(x, 0, packs * count)
    const channels = sample.at(-1)!
    const places = shapeSize(sample) / channels
    const output = [packs, ...sample.slice(0, -1), channels * count]
    if (places === 1) return tf.reshape(whole, output)
    const apart = tf.reshape(whole, [packs, count, places, channels])
    return tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), output)
  },
  examples: [
    { inputs: { in: [2] }, output: [4], parameters: 0 },
    { params: { count: 3 }, inputs: { in: [2, 3, 2] }, output: [2, 3, 6] },
    { params: { count: 1 }, inputs: { in: [5] }, output: [5] },
  ],
  refusals: [
    { inputs: { in: [] }, code: 'rank-mismatch' },
    { params: { count: 2 }, inputs: { in: [1_048_576] }, code: 'output-too-large' },
  ],
})
