/** @file Minibatch standard deviation: shows a critic how much the samples of a batch differ (Karras et al., arXiv 1710.10196). */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { fail } from '../../lib/result'
import { shapeSize } from '../../tensor/shape'
import type { OwnLayer } from '../keras'
import { defineLayer } from '../layer'
import { number, type OnnxValue, reshapeNode } from '../onnx'
import { arrow, grid, together } from '../pictures'
import { ANY_INPUT } from '../ports'
import { withinLimits } from '../problems'
import { torchAxis } from '../pytorch'
import { noChannels } from './problems'

/** Keeps the square root differentiable where all samples are the same. As in the authors' code. */
const EPSILON = 1e-8

/** Samples in a group: as many as asked for, or the next smaller number that divides the batch. */
function groupOf(batch: number, groupSize: number): number {
  for (let size = Math.min(groupSize, batch); size > 1; size--) if (batch % size === 0) return size
  return 1
}

const PYTORCH = `def minibatch_stddev(x: Tensor, group_size: int, axis: int) -> Tensor:
    """One more channel: how much the samples of a group differ (PGGAN, arXiv 1710.10196)."""
    group = next(size for size in range(min(group_size, x.shape[0]), 0, -1) if x.shape[0] % size == 0)
    groups = x.reshape(group, -1, *x.shape[1:])
    deviation = (groups.var(0, unbiased=False) + ${EPSILON}).sqrt().flatten(1).mean(1)
    shape = list(x.shape)
    shape[axis] = 1
    extra = deviation.repeat(group).reshape(-1, *[1] * (x.dim() - 1)).expand(shape)
    return torch.cat([x, extra], axis)`

const KERAS: OwnLayer = {
  className: 'MinibatchStddev',
  mixesSamples: true,
  source: `/** Adds a channel that says how much the samples of the batch differ (arXiv 1710.10196). */
class MinibatchStddev extends tf.layers.Layer {
  static className = 'MinibatchStddev'

  constructor(config) {
    super(config)
    this.groupSize = config.groupSize
  }

  computeOutputShape(inputShape) {
    return [...inputShape.slice(0, -1), inputShape.at(-1) + 1]
  }

  call(inputs) {
    return tf.tidy(() => {
      const [x] = [inputs].flat()
      const [batch, ...sample] = x.shape
      let size = Math.min(this.groupSize, batch)
      while (batch % size > 0) size--
      const groups = tf.reshape(x, [size, batch / size, -1])
      const variance = tf.mean(tf.square(tf.sub(groups, tf.mean(groups, 0, true))), 0)
      const deviations = tf.mean(tf.sqrt(tf.add(variance, ${EPSILON})), 1)
      const ofSamples = tf.reshape(tf.tile(deviations, [size]), [batch, ...sample.map(() => 1)])
      return tf.concat([x, tf.tile(ofSamples, [1, ...sample.slice(0, -1), 1])], -1)
    })
  }

  getConfig() {
    return { ...super.getConfig(), groupSize: this.groupSize }
  }
}`,
}

export const minibatchStddev = defineLayer({
  kind: 'minibatch-stddev',
  title: 'Minibatch stddev',
  group: 'Features and batches',
  icon: 'sigma',
  picture: together(
    grid({ columns: 1, rows: 4, largest: 7 }, 10, 9),
    { line: 'M18 5c5 0 2 13 7 13c-5 0-2 13-7 13' },
    { line: arrow(27, 18, 7) },
    grid({ columns: 2, rows: 4, strong: [[1, 0, 1, 4]], largest: 7 }, 45, 18),
  ),
  summary: 'Adds a channel that says how much the samples of the batch differ.',
  docs: `The batch is split into groups of groupSize samples. For every value of a sample the standard deviation over its group is taken; the mean of them is one number, which every sample of the group gets as one more channel: [4, 4, 512] becomes [4, 4, 513], a vector [n] becomes [n + 1]. A generator whose samples are all alike is found out by it.
From progressive growing (arXiv 1710.10196, section 3), where it stands before the last convolution of the discriminator, with groups of 4. With B samples, sample i is in group i mod (B / groupSize), as in the authors' code. A batch that cannot be divided by groupSize is split into groups of the next smaller size that divides it. The deviation is √(variance + 1e-8), with the variance of the group itself (divided by its size).`,
  keywords: ['standard deviation', 'mode collapse', 'pggan', 'progressive growing', 'stylegan', 'batch', 'variation'],
  params: z.strictObject({
    groupSize: integerField({
      title: 'Group size',
      description:
        'Samples that are compared with each other. A batch that cannot be divided by it takes the next smaller size.',
      minimum: 1,
      maximum: 4096,
    }).default(4),
  }),
  inputs: ANY_INPUT,
  shape({ in: input }) {
    const problem = noChannels('Minibatch stddev', input!)
    if (problem) return fail(problem)
    return withinLimits('Minibatch stddev', [...input!.slice(0, -1), input!.at(-1)! + 1], input!)
  },
  range({ in: input }) {
    if (!input) return null
    // No values within an interval deviate by more than half of it.
    const largest = Math.sqrt(((input[1] - input[0]) / 2) ** 2 + EPSILON)
    return [Math.min(input[0], 0), Math.max(input[1], largest)]
  },
  differentiable: 2,
  mixesSamples: () => true,
  pytorch({ in: input }, { groupSize }) {
    const axis = torchAxis(input!.length - 1, input!.length)
    return { forward: `minibatch_stddev({in}, ${groupSize}, ${axis})`, definitions: PYTORCH }
  },
  // How large the groups are depends on the batch, so it is worked out there.
  onnx(context) {
    const { params, inputs, shapes, shape, add, integers } = context
    const x = inputs.in!
    const batch = add('Shape', [x], { start: { int: 0 }, end: { int: 1 } })
    const sizes = integers(Array.from({ length: params.groupSize }, (_, index) => index + 1))
    const divides = add('Equal', [add('Mod', [batch, sizes]), integers([0])])
    const size = add('ReduceMax', [add('Where', [divides, sizes, integers([1])])], { axes: { ints: [0] } })
    const grouped = add('Concat', [size, integers([-1, shapeSize(shapes.in!)])], { axis: { int: 0 } })
    const groups = add('Reshape', [x, grouped])
    const mean = (values: OnnxValue, axis: number, kept: number) =>
      add('ReduceMean', [values], { axes: { ints: [axis] }, keepdims: { int: kept } })
    const centered = add('Sub', [groups, mean(groups, 0, 1)])
    const variance = mean(add('Mul', [centered, centered]), 0, 0)
    const deviations = mean(add('Sqrt', [add('Add', [variance, number(context, EPSILON)])]), 1, 0)
    const places = shape.slice(0, -1)
    const ofSamples = reshapeNode(context, add('Tile', [deviations, size]), [1, ...places.map(() => 1)])
    const channel = add('Tile', [ofSamples, integers([1, 1, ...places])])
    return add('Concat', [x, channel], { axis: { int: 1 } })
  },
  keras: ({ params, inputs, add }) => add(KERAS, { group_size: params.groupSize }, inputs.in!),
  apply({ tf, params, inputs }) {
    const x = inputs.in!
    const [batch, ...sample] = x.shape as [number, ...number[]]
    const size = groupOf(batch, params.groupSize)
    const groups = tf.reshape(x, [size, batch / size, shapeSize(sample)])
    const variance = tf.mean(tf.square(tf.sub(groups, tf.mean(groups, 0, true))), 0)
    const deviations = tf.mean(tf.sqrt(tf.add(variance, EPSILON)), 1)
    const ofSamples = tf.reshape(tf.tile(deviations, [size]), [batch, ...sample.map(() => 1)])
    const channel = tf.tile(ofSamples, [1, ...sample.slice(0, -1), 1])
    return tf.concat([x, channel], -1)
  },
  examples: [
    { inputs: { in: [4] }, output: [5], parameters: 0 },
    { inputs: { in: [2, 2, 3] }, output: [2, 2, 4] },
    { params: { groupSize: 1 }, inputs: { in: [3] }, output: [4] },
  ],
  refusals: [
    { inputs: { in: [] }, code: 'rank-mismatch' },
    { inputs: { in: [1_048_576] }, code: 'output-too-large' },
  ],
})
