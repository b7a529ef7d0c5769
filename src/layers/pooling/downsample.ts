/** @file Downsample: a fixed reduction by whole factors, without weights. */
import { z } from 'zod'
import { selectField } from '../../lib/fields'
import { fail } from '../../lib/result'
import { perAxis, windowCount } from '../../tensor/convolution'
import { formatShape } from '../../tensor/shape'
import { alongAxis, stretch } from '../axis'
import { defineLayer, type Tensor, type TensorFlow } from '../layer'
import { becomes } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { notAnImage, shapeProblem, withinLimits } from '../problems'
import { tuple } from '../pytorch'
import { factorField, wholeFactor } from './factor'

type Reduce = (tf: TensorFlow, entries: Tensor, factor: number) => Tensor

const mean: Reduce = (tf, entries) => tf.mean(entries, 1)

/** Pair by pair, not by a pooling kernel: `tf.maximum` has a right second derivative, and where values are equal one of them takes the gradient. */
const maximum: Reduce = (tf, entries, factor) =>
  Array.from({ length: factor }, (_, index) => stretch(tf, entries, index, 1)).reduce((a, b) => tf.maximum(a, b))

/** Every `factor` entries of an axis become one; a rest at the end is left out. */
const shrink = (tf: TensorFlow, x: Tensor, axis: number, factor: number, reduce: Reduce): Tensor =>
  alongAxis(tf, x, axis, (block) => {
    const [outer, length, inner] = block.shape as [number, number, number]
    const count = Math.floor(length / factor)
    const whole = count * factor === length ? block : stretch(tf, block, 0, count * factor)
    return tf.reshape(reduce(tf, tf.reshape(whole, [outer * count, factor, inner]), factor), [outer, count, inner])
  })

export const downsample = defineLayer({
  kind: 'downsample',
  title: 'Downsample',
  group: 'Resampling and pooling',
  icon: 'shrink',
  picture: becomes(
    { columns: 4, rows: 4, strong: [[0, 0, 2, 2]], largest: 6 },
    { columns: 2, rows: 2, strong: [[0, 0, 1, 1]], largest: 6 },
  ),
  summary: 'Makes an image smaller by a whole factor, without weights.',
  docs: `[height, width, channels] becomes [⌊height / factor⌋, ⌊width / factor⌋, channels]: the mean or the maximum of each factor × factor block. What is left over at the bottom and the right is dropped. Critics of progressive and residual GANs halve their maps with the mean (arXiv 1710.10196, 1704.00028). The maximum is that of a Max pool, but can be differentiated twice, so it may stand under a gradient penalty. As AveragePooling2D and MaxPooling2D of Keras with that pool size.`,
  keywords: ['pooling', 'shrink', 'average', 'mean', 'max', 'half', 'resize'],
  params: z.strictObject({
    factor: factorField('lower and narrower'),
    method: selectField({
      title: 'Method',
      description: 'What is taken of each block.',
      options: { average: 'Average', max: 'Maximum' },
    }).default('average'),
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }, params) {
    const problem = notAnImage('Downsample', input!)
    if (problem) return fail(problem)
    const factors = perAxis(params.factor, 2)
    const [height, width] = factors.map((factor, axis) => windowCount(input![axis]!, factor, factor, 'valid'))
    if (height! > 0 && width! > 0) return withinLimits('Downsample', [height!, width!, input![2]!], input!)
    return fail(
      shapeProblem('window-too-large', {
        port: 'in',
        param: 'factor',
        settings: [{ factor: Math.min(input![0]!, input![1]!) }],
        message: `Downsample takes blocks of ${factors.join(' × ')}, and ${formatShape(input!)} has not one of them.`,
        fix: `Make the factor at most ${input![0]} × ${input![1]}.`,
      }),
    )
  },
  makes: (wanted, input) => wholeFactor(input, wanted),
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch: (_, params) => ({
    forward: `F.${params.method === 'max' ? 'max' : 'avg'}_pool2d({in}, ${tuple(perAxis(params.factor, 2))})`,
  }),
  onnx({ params, inputs, add }) {
    const blocks = { ints: perAxis(params.factor, 2) }
    return add(params.method === 'max' ? 'MaxPool' : 'AveragePool', [inputs.in!], {
      kernel_shape: blocks,
      strides: blocks,
    })
  },
  keras({ params, inputs, add }) {
    const blocks = perAxis(params.factor, 2)
    const className = params.method === 'max' ? 'MaxPooling2D' : 'AveragePooling2D'
    return add(className, { pool_size: blocks, strides: blocks, padding: 'valid' }, inputs.in!)
  },
  apply({ tf, params, inputs }) {
    const [vertical, horizontal] = perAxis(params.factor, 2) as [number, number]
    const reduce = params.method === 'max' ? maximum : mean
    return shrink(tf, shrink(tf, inputs.in!, 1, vertical, reduce), 2, horizontal, reduce)
  },
  examples: [
    { inputs: { in: [8, 8, 3] }, output: [4, 4, 3] },
    { params: { factor: [3, 2] }, inputs: { in: [7, 5, 2] }, output: [2, 2, 2] },
    { params: { method: 'max' }, inputs: { in: [4, 6, 2] }, output: [2, 3, 2] },
    { params: { method: 'max', factor: [1, 3] }, inputs: { in: [2, 7, 2] }, output: [2, 2, 2] },
  ],
  refusals: [
    { inputs: { in: [64] }, code: 'rank-mismatch' },
    { params: { factor: 4 }, inputs: { in: [8, 3, 1] }, code: 'window-too-large' },
  ],
})
