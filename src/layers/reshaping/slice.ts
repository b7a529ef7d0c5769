/** @file Slice: a stretch of one axis. */
import { z } from 'zod'
import { invariant } from '../../lib/assert'
import { integerField } from '../../lib/fields'
import { fail, ok, type Result } from '../../lib/result'
import type { ShapeProblem } from '../../tensor/problem'
import { formatShape, MAX_DIMENSION, MAX_RANK, type Shape } from '../../tensor/shape'
import { alongAxis, axisIndex, stretch } from '../axis'
import { stretchLayer } from '../keras'
import { defineLayer } from '../layer'
import { onnxAxis } from '../onnx'
import { grid, together } from '../pictures'
import { ANY_INPUT } from '../ports'
import { shapeProblem } from '../problems'
import { torchAxis } from '../pytorch'

interface SliceParams {
  axis: number
  start: number
  length: number | null
}

/** The axis from 0, the first entry, and how many. */
function part(
  input: Shape,
  params: SliceParams,
): Result<{ axis: number; start: number; length: number }, ShapeProblem> {
  const axis = axisIndex('Slice', params.axis, input)
  if (!axis.ok) return axis
  const whole = input[axis.value]!
  const start = params.start < 0 ? whole + params.start : params.start
  const length = params.length ?? whole - start
  if (start >= 0 && length > 0 && start + length <= whole) return ok({ axis: axis.value, start, length })
  return fail(
    shapeProblem('out-of-bounds', {
      port: 'in',
      settings: [{ start: 0, length: params.length === null ? null : Math.min(params.length, whole) }],
      param: params.length !== null && start >= 0 && start < whole ? 'length' : 'start',
      message: `Slice takes ${params.length === null ? 'all' : params.length} from ${params.start} on along axis ${params.axis} of ${formatShape(input)}, which has ${whole}.`,
      fix: `Set a start below ${whole}${params.length === null ? '' : `, and a length with which it ends at ${whole} or before`}.`,
    }),
  )
}

export const slice = defineLayer({
  kind: 'slice',
  title: 'Slice',
  group: 'Reshaping',
  icon: 'scissors',
  picture: together(
    grid({ columns: 8, rows: 1, strong: [[2, 0, 3, 1]], largest: 6 }, 28, 52, 8),
    { line: 'M19 14l6 7M38 14l-6 7' },
    grid({ columns: 3, rows: 1, strong: [[0, 0, 3, 1]], largest: 6 }, 28, 52, 27),
  ),
  summary: 'Takes a stretch of one axis, by default of the channels.',
  docs: `Of length n of the axis it keeps "length" entries from "start" on, so [4, 4, 8] with start 2 and length 3 becomes [4, 4, 3]. A start below 0 counts from the end; without a length it takes all that follows. Two slices of one latent give a generator its style and its content, or an InfoGAN (arXiv 1606.03657) its code and its noise.`,
  keywords: ['part', 'split', 'narrow', 'channels', 'select', 'index'],
  params: z.strictObject({
    axis: integerField({
      title: 'Axis',
      description: 'Axis along which it is cut, without the batch; -1 is the last.',
      minimum: -MAX_RANK,
      maximum: MAX_RANK - 1,
    }).default(-1),
    start: integerField({
      title: 'Start',
      description: 'First entry that is kept, counted from 0; below 0 from the end.',
      minimum: -MAX_DIMENSION,
      maximum: MAX_DIMENSION - 1,
    }).default(0),
    length: integerField({
      title: 'Length',
      description: 'Number of entries that are kept. Off: all that follow.',
      minimum: 1,
      maximum: MAX_DIMENSION,
    })
      .nullable()
      .default(null),
  }),
  inputs: ANY_INPUT,
  shape({ in: input }, params) {
    const result = part(input!, params)
    if (!result.ok) return result
    const { axis, length } = result.value
    return ok(input!.map((whole, index) => (index === axis ? length : whole)))
  },
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch({ in: input }, params) {
    const result = part(input!, params)
    if (!result.ok) return { forward: '{in}' }
    const { axis, start, length } = result.value
    return { forward: `{in}.narrow(${torchAxis(axis, input!.length)}, ${start}, ${length})` }
  },
  onnx({ params, inputs, shapes, add, integers }) {
    const result = part(shapes.in!, params)
    if (!result.ok) return inputs.in!
    const { axis, start, length } = result.value
    const axes = integers([onnxAxis(axis, shapes.in!.length)])
    return add('Slice', [inputs.in!, integers([start]), integers([start + length]), axes])
  },
  keras(context) {
    const { params, inputs, shapes } = context
    const result = part(shapes.in!, params)
    invariant(result.ok, 'the shape rule found no entries')
    return stretchLayer(context, inputs.in!, shapes.in!, result.value)
  },
  apply({ tf, params, inputs }) {
    const x = inputs.in!
    const result = part(x.shape.slice(1), params as SliceParams)
    if (!result.ok) return x
    const { axis, start, length } = result.value
    return alongAxis(tf, x, axis + 1, (block) => stretch(tf, block, start, length))
  },
  examples: [
    { params: { start: 2, length: 3 }, inputs: { in: [4, 4, 8] }, output: [4, 4, 3] },
    { params: { start: 10 }, inputs: { in: [12] }, output: [2] },
    { params: { axis: 0, start: -2 }, inputs: { in: [5, 3] }, output: [2, 3] },
    { params: { axis: 1, start: 1, length: 1 }, inputs: { in: [2, 3, 2, 2] }, output: [2, 1, 2, 2] },
  ],
  refusals: [
    { params: { axis: 1 }, inputs: { in: [10] }, code: 'axis-out-of-range' },
    { inputs: { in: [] }, code: 'axis-out-of-range' },
    { params: { start: 10 }, inputs: { in: [10] }, code: 'out-of-bounds' },
    { params: { start: -11 }, inputs: { in: [10] }, code: 'out-of-bounds' },
    { params: { start: 8, length: 3 }, inputs: { in: [10] }, code: 'out-of-bounds' },
  ],
})
