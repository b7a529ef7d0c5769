/** @file Crop: a part of an image. */
import { z } from 'zod'
import { axesField, selectField } from '../../lib/fields'
import { fail, ok } from '../../lib/result'
import { perAxis } from '../../tensor/convolution'
import { formatShape, MAX_DIMENSION, type Shape } from '../../tensor/shape'
import { defineLayer } from '../layer'
import { becomes } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { notAnImage, shapeProblem } from '../problems'

interface CropParams {
  size: number | readonly number[]
  anchor: 'center' | 'start'
}

/** First row and column, and height and width, of what is kept. */
function kept([height, width]: Shape, { size, anchor }: CropParams) {
  const [rows, columns] = perAxis(size, 2) as [number, number]
  const first = (length: number, part: number) => (anchor === 'start' ? 0 : Math.floor((length - part) / 2))
  return { top: first(height!, rows), left: first(width!, columns), rows, columns }
}

export const crop = defineLayer({
  kind: 'crop',
  title: 'Crop',
  group: 'Reshaping',
  icon: 'crop',
  picture: becomes(
    { columns: 6, rows: 6, strong: [[1, 1, 4, 4]], largest: 4.2 },
    { columns: 4, rows: 4, strong: [[0, 0, 4, 4]], largest: 4.2 },
  ),
  summary: 'Keeps a part of an image, by default its middle.',
  docs: `[height, width, channels] becomes [size, size, channels]. From the centre, ⌊(height − size) / 2⌋ rows are dropped at the top and the rest at the bottom, and columns likewise, as CenterCrop of Keras. From the start, all are dropped at the bottom and the right: the generator of WGAN-GP for MNIST (arXiv 1704.00028) goes from 8 × 8 to 7 × 7 so, to end at 28 × 28.`,
  keywords: ['cut', 'center crop', 'trim', 'cropping'],
  params: z.strictObject({
    size: axesField({
      title: 'Size',
      description: 'Height and width that are kept, one number for both or two.',
      axes: 2,
      minimum: 1,
      maximum: MAX_DIMENSION,
    }).default(8),
    anchor: selectField({
      title: 'Anchor',
      description: 'Which part is kept: the middle, or the top left.',
      options: { center: 'Center', start: 'Start' },
    }).default('center'),
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }, params) {
    const problem = notAnImage('Crop', input!)
    if (problem) return fail(problem)
    const { top, left, rows, columns } = kept(input!, params)
    if (top >= 0 && left >= 0 && rows <= input![0]! && columns <= input![1]!) return ok([rows, columns, input![2]!])
    return fail(
      shapeProblem('out-of-bounds', {
        port: 'in',
        param: 'size',
        settings: [{ size: [Math.min(rows, input![0]!), Math.min(columns, input![1]!)] }],
        message: `Crop keeps ${rows} × ${columns} pixels, more than ${formatShape(input!)} has.`,
        fix: `Set a size of at most ${input![0]} × ${input![1]}, or use a Pad or a Resize instead.`,
      }),
    )
  },
  makes: (wanted, input) =>
    wanted.length === 3 &&
    input.length === 3 &&
    wanted[2] === input[2] &&
    wanted[0]! <= input[0]! &&
    wanted[1]! <= input[1]!
      ? { size: wanted.slice(0, 2) }
      : null,
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch({ in: input }, params) {
    const { top, left, rows, columns } = kept(input!, params)
    return { forward: `{in}[:, :, ${top}:${top + rows}, ${left}:${left + columns}]` }
  },
  onnx({ params, inputs, shapes, add, integers }) {
    const { top, left, rows, columns } = kept(shapes.in!, params)
    return add('Slice', [inputs.in!, integers([top, left]), integers([top + rows, left + columns]), integers([2, 3])])
  },
  keras({ params, inputs, shapes, add }) {
    const [height, width] = shapes.in as [number, number, number]
    const { top, left, rows, columns } = kept(shapes.in!, params)
    const cropping = [
      [top, height - top - rows],
      [left, width - left - columns],
    ]
    return add('Cropping2D', { cropping }, inputs.in!)
  },
  apply({ tf, params, inputs }) {
    const [batch, height, width, channels] = inputs.in!.shape as [number, number, number, number]
    const { top, left, rows, columns } = kept([height, width], params as CropParams)
    return tf.slice(inputs.in!, [0, top, left, 0], [batch, rows, columns, channels])
  },
  examples: [
    { params: { size: 7, anchor: 'start' }, inputs: { in: [8, 8, 2] }, output: [7, 7, 2] },
    { params: { size: 4 }, inputs: { in: [7, 6, 2] }, output: [4, 4, 2] },
    { params: { size: [2, 5] }, inputs: { in: [3, 5, 1] }, output: [2, 5, 1] },
  ],
  refusals: [
    { inputs: { in: [64] }, code: 'rank-mismatch' },
    { params: { size: 9 }, inputs: { in: [8, 8, 1] }, code: 'out-of-bounds' },
  ],
})
