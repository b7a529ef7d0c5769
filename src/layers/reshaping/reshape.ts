/** @file Reshape: the same values in another shape. */
import { z } from 'zod'
import { integersField } from '../../lib/fields'
import { fail, ok, type Result } from '../../lib/result'
import type { ShapeProblem } from '../../tensor/problem'
import { formatShape, MAX_DIMENSION, MAX_RANK, type Shape, shapeSize } from '../../tensor/shape'
import { reshapeLayer } from '../keras'
import { defineLayer } from '../layer'
import { movedFirst, movedLast } from '../onnx'
import { becomes } from '../pictures'
import { ANY_INPUT } from '../ports'
import { formatCount, shapeProblem, withinLimits } from '../problems'
import { channelsFirst, channelsLast } from '../pytorch'

function reshaped(input: Shape, target: Shape): Result<Shape, ShapeProblem> {
  const size = shapeSize(input)
  const problem = (message: string, fix: string, needed?: number) =>
    fail(
      shapeProblem('reshape-size', {
        port: 'in',
        param: 'shape',
        message,
        fix,
        settings: fittingShapes(target, size).map((shape) => ({ shape })),
        ...(needed !== undefined && input.length === 1 && { wanted: [{ port: 'in', shape: [needed] }] }),
      }),
    )
  const [received, count] = [formatShape(input), formatCount(size)]

  if (target.includes(0) || target.filter((dimension) => dimension === -1).length > 1) {
    return problem(
      `Reshape is asked for ${formatShape(target)}: each axis needs a length of 1 or more, and at most one may be -1.`,
      `Set a shape of ${count} values, for example [${size}].`,
    )
  }
  if (!target.includes(-1)) {
    const needed = shapeSize(target)
    if (needed === size) return ok(target)
    return problem(
      `Reshape needs ${formatCount(needed)} values for ${formatShape(target)} but receives ${count} in ${received}.`,
      input.length === 1
        ? `Set the units of the Dense before it to ${needed}, or set a shape of ${count} values.`
        : `Make what comes before it give ${formatCount(needed)} values, or set a shape of ${count} values.`,
      needed,
    )
  }
  const known = shapeSize(target.filter((dimension) => dimension !== -1))
  if (size % known === 0) return ok(target.map((dimension) => (dimension === -1 ? size / known : dimension)))
  return problem(
    `Reshape needs a multiple of ${formatCount(known)} values for ${formatShape(target)} but receives ${count} in ${received}.`,
    input.length === 1
      ? `Set the units of the Dense before it to a multiple of ${known}, or set a shape that ${count} values fill.`
      : `Set a shape that ${count} values fill.`,
    Math.max(1, Math.round(size / known)) * known,
  )
}

/** Shapes of so many values that are most like the one asked for: other channels, then another size, then a row. */
function fittingShapes(target: Shape, size: number): number[][] {
  const places = target.slice(0, -1).filter((dimension) => dimension > 0)
  const otherChannels = size / shapeSize(places)
  const channels = target.at(-1)!
  const side = Math.sqrt(size / channels)
  const candidates = [
    ...(places.length === target.length - 1 ? [[...places, otherChannels]] : []),
    ...(target.length === 3 && channels > 0 ? [[side, side, channels]] : []),
    [size],
  ]
  const possible = candidates.filter((shape) => shape.every((length) => Number.isInteger(length) && length > 0))
  return possible.filter((shape, index) => possible.findIndex((other) => other.join() === shape.join()) === index)
}

export const reshape = defineLayer({
  kind: 'reshape',
  title: 'Reshape',
  group: 'Reshaping',
  icon: 'shapes',
  picture: becomes(
    { columns: 1, rows: 6, strong: [[0, 2, 1, 2]], largest: 5.4 },
    { columns: 2, rows: 3, strong: [[0, 1, 2, 1]], largest: 8 },
  ),
  summary: 'Gives the same values another shape.',
  docs: `The values keep their order, in which the last axis runs fastest. One axis may be -1: its length follows from the others. A generator goes from a vector to a first small image with it, [4096] to [4, 4, 256]. As Reshape of Keras.`,
  keywords: ['shape', 'view', 'unflatten'],
  params: z.strictObject({
    shape: integersField({
      title: 'Shape',
      description: 'Shape of the output without the batch. One axis may be -1.',
      minimum: -1,
      maximum: MAX_DIMENSION,
      minimumLength: 1,
      maximumLength: MAX_RANK,
    }).default([-1]),
  }),
  inputs: ANY_INPUT,
  shape({ in: input }, params) {
    const result = reshaped(input!, params.shape)
    return result.ok ? withinLimits('Reshape', result.value, input!) : result
  },
  makes: (wanted, input) =>
    shapeSize(wanted) === shapeSize(input) && wanted.length > 0 ? { shape: [...wanted] } : null,
  range: ({ in: input }) => input!,
  differentiable: 2,
  // Values keep their order with the channels last, so they are brought there and back.
  pytorch({ in: input }, params) {
    const target = reshaped(input!, params.shape)
    const shape = target.ok ? target.value : input!
    const flat = `${channelsLast('{in}', input!.length)}.reshape(${[-1, ...shape].join(', ')})`
    return { forward: channelsFirst(flat, shape.length) }
  },
  onnx: (context) => movedFirst(context, movedLast(context, context.inputs.in!, context.shapes.in!), context.shape),
  keras: (context) => reshapeLayer(context, context.inputs.in!, context.shape),
  apply({ tf, params, inputs }) {
    const x = inputs.in!
    const size = shapeSize(x.shape.slice(1))
    const known = shapeSize(params.shape.filter((dimension) => dimension !== -1))
    // The batch may be 0 samples wide, so -1 is worked out here and not left to TensorFlow.js.
    const target = params.shape.map((dimension) => (dimension === -1 ? size / known : dimension))
    return tf.reshape(x, [x.shape[0]!, ...target])
  },
  examples: [
    { params: { shape: [4, 4, 8] }, inputs: { in: [128] }, output: [4, 4, 8], parameters: 0 },
    { params: { shape: [7, -1] }, inputs: { in: [7, 2, 3] }, output: [7, 6] },
    { inputs: { in: [2, 3] }, output: [6] },
  ],
  refusals: [
    { params: { shape: [4, 4, 256] }, inputs: { in: [1024] }, code: 'reshape-size' },
    { params: { shape: [5, -1] }, inputs: { in: [7] }, code: 'reshape-size' },
    { params: { shape: [-1, -1] }, inputs: { in: [4] }, code: 'reshape-size' },
    { params: { shape: [0] }, inputs: { in: [4] }, code: 'reshape-size' },
    { params: { shape: [-1] }, inputs: { in: [1024, 1025] }, code: 'output-too-large' },
  ],
})
