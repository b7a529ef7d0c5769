/** @file Concatenate: its inputs one after the other along an axis. */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { fail, type Result } from '../../lib/result'
import type { ShapeProblem } from '../../tensor/problem'
import { formatShape, MAX_RANK, type Range, type Shape } from '../../tensor/shape'
import { defineLayer } from '../layer'
import { onnxAxis } from '../onnx'
import { grid, together } from '../pictures'
import { inOrder, inputNames } from '../ports'
import { shapeProblem, withinLimits } from '../problems'
import { torchAxis } from '../pytorch'

/** Smallest interval that holds both. */
const hull = (a: Range, b: Range): Range => a && b && [Math.min(a[0], b[0]), Math.max(a[1], b[1])]

function joinedShape(inputs: Record<string, Shape>, axis: number): Result<Shape, ShapeProblem> {
  const [firstName, ...rest] = inputNames(inputs)
  const first = inputs[firstName!]!
  const rank = first.length
  const joined = axis < 0 ? rank + axis : axis
  if (joined < 0 || joined >= rank) {
    return fail(
      shapeProblem('axis-out-of-range', {
        port: firstName!,
        param: 'axis',
        ...(rank > 0 && { settings: [{ axis: -1 }] }),
        message: `Concatenate joins along axis ${axis}, which ${formatShape(first)} at "${firstName}" does not have.`,
        fix:
          rank === 0
            ? 'Insert a Reshape to [1] before each input.'
            : `Set the axis between ${-rank} and ${rank - 1}, counted without the batch; -1 is the last.`,
      }),
    )
  }
  let length = first[joined]!
  for (const name of rest) {
    const shape = inputs[name]!
    const fits =
      shape.length === rank && shape.every((dimension, index) => index === joined || dimension === first[index])
    if (!fits) {
      const fitsBut = (axis: number) =>
        Object.values(inputs).every(
          (other) =>
            other.length === rank && other.every((dimension, index) => index === axis || dimension === first[index]),
        )
      const expected = first.map((dimension, index) => (index === joined ? 'any' : dimension)).join(', ')
      return fail(
        shapeProblem('shape-mismatch', {
          port: name,
          wanted: [
            {
              port: name,
              shape: first.map((dimension, index) =>
                index !== joined ? dimension : shape.length === rank ? shape[joined]! : 1,
              ),
            },
          ],
          settings: first.flatMap((_, index) => (fitsBut(index) ? [{ axis: index }] : [])),
          message: `Concatenate joins along axis ${axis}, so "${name}" should be [${expected}] like ${formatShape(first)} at "${firstName}", but it is ${formatShape(shape)}.`,
          fix: 'Insert a Reshape or an Upsample before the input that does not fit, or join along another axis.',
        }),
      )
    }
    length += shape[joined]!
  }
  return withinLimits(
    'Concatenate',
    first.map((dimension, index) => (index === joined ? length : dimension)),
    first,
  )
}

export const concatenate = defineLayer({
  kind: 'concatenate',
  title: 'Concatenate',
  group: 'Combining',
  icon: 'between-horizontal-start',
  picture: together(
    grid({ columns: 4, rows: 1, largest: 6 }, 14, 26, 8),
    grid({ columns: 2, rows: 1, strong: [[0, 0, 2, 1]], largest: 6 }, 42, 26, 8),
    { line: 'M14 13l4 8M42 13l-8 8' },
    grid({ columns: 6, rows: 1, strong: [[4, 0, 2, 1]], largest: 6 }, 28, 52, 27),
  ),
  summary: 'Joins its inputs along an axis, by default the channels.',
  docs: `All inputs have the same shape but for the axis along which they are joined: [4, 4, 8] and [4, 4, 3] become [4, 4, 11]. Axes are counted without the batch; -1 is the last. Conditional GANs join labels to the noise, U-nets join early features to late ones. As Concatenate of Keras, whose axis 0 is the batch.`,
  keywords: ['concat', 'join', 'merge', 'stack', 'skip'],
  params: z.strictObject({
    axis: integerField({
      title: 'Axis',
      description: 'Axis along which the inputs are joined, without the batch; -1 is the last.',
      minimum: -MAX_RANK,
      maximum: MAX_RANK - 1,
    }).default(-1),
  }),
  inputs: 'variadic',
  shape: (inputs, params) => joinedShape(inputs, params.axis),
  range: (inputs) => Object.values(inputs).reduce(hull),
  differentiable: 2,
  pytorch(inputs, { axis }) {
    const names = inputNames(inputs)
    const rank = inputs[names[0]!]!.length
    const joined = torchAxis(axis < 0 ? rank + axis : axis, rank)
    return { forward: `torch.cat([${names.map((name) => `{${name}}`).join(', ')}], ${joined})` }
  },
  onnx({ params: { axis }, inputs, shape, add }) {
    const rank = shape.length
    return add('Concat', inOrder(inputs), { axis: { int: onnxAxis(axis < 0 ? rank + axis : axis, rank) } })
  },
  keras: ({ params: { axis }, inputs, add }) =>
    add('Concatenate', { axis: axis < 0 ? axis : axis + 1 }, inOrder(inputs)),
  apply: ({ tf, params: { axis }, inputs }) => tf.concat(inOrder(inputs), axis < 0 ? axis : axis + 1),
  examples: [
    { inputs: { a: [4, 4, 3], b: [4, 4, 2] }, output: [4, 4, 5] },
    { inputs: { a: [10], b: [3], c: [1] }, output: [14] },
    { params: { axis: 0 }, inputs: { a: [2, 3], b: [1, 3] }, output: [3, 3] },
  ],
  refusals: [
    { inputs: { a: [4, 4, 3], b: [8, 8, 3] }, code: 'shape-mismatch' },
    { inputs: { a: [4, 4, 3], b: [10] }, code: 'shape-mismatch' },
    { params: { axis: 1 }, inputs: { a: [10], b: [10] }, code: 'axis-out-of-range' },
    { inputs: { a: [1_000_000], b: [1_000_000] }, code: 'output-too-large' },
  ],
})
