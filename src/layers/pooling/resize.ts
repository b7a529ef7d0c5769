/** @file Resize: an image of any size, without weights. Pixel centres at half a pixel, as Keras and PyTorch (align_corners off) have them. */
import { z } from 'zod'
import { axesField, selectField } from '../../lib/fields'
import { fail } from '../../lib/result'
import { perAxis } from '../../tensor/convolution'
import { MAX_DIMENSION } from '../../tensor/shape'
import { alongAxis } from '../axis'
import { interpolation, mixedAlong, picked } from '../keras'
import { defineLayer, type Tensor, type TensorFlow } from '../layer'
import { box } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { notAnImage, withinLimits } from '../problems'
import { tuple } from '../pytorch'

/**
 * Resamples the middle axis of `[outer, length, inner]`. Written with gather, whose derivatives are right on every backend, and with
 * places that are worked out here: those of TensorFlow.js' kernels are rounded differently on each.
 */
type Resample = (tf: TensorFlow, x: Tensor, size: number) => Tensor

const places = (size: number, place: (index: number) => number): number[] =>
  Array.from({ length: size }, (_, i) => place(i))

const gather = (tf: TensorFlow, x: Tensor, indices: readonly number[]): Tensor =>
  tf.gather(x, tf.tensor1d([...indices], 'int32'), 1)

/** In whole numbers, so that no rounding decides where a centre falls on a border. */
const nearestPlaces = (length: number, size: number): number[] =>
  places(size, (index) => Math.floor(((2 * index + 1) * length) / (2 * size)))

const nearest: Resample = (tf, x, size) => gather(tf, x, nearestPlaces(x.shape[1]!, size))

const bilinear: Resample = (tf, x, size) => {
  const length = x.shape[1]!
  const centres = places(size, (index) => Math.min(Math.max(((index + 0.5) * length) / size - 0.5, 0), length - 1))
  const lower = centres.map(Math.floor)
  const shares = tf.tensor(
    centres.map((centre, index) => centre - lower[index]!),
    [size, 1],
    'float32',
  )
  const upper = lower.map((index) => Math.min(index + 1, length - 1))
  return tf.add(tf.mul(gather(tf, x, lower), tf.sub(1, shares)), tf.mul(gather(tf, x, upper), shares))
}

export const resize = defineLayer({
  kind: 'resize',
  title: 'Resize',
  group: 'Resampling and pooling',
  icon: 'scaling',
  picture: { soft: box(6, 15, 16), line: `${box(6, 15, 16)}${box(6, 4, 44, 27)}M26 17l14-7m-5 0h5v5` },
  summary: 'Brings an image to a given size, without weights.',
  docs: `[height, width, channels] becomes [size, size, channels], larger or smaller. Nearest takes the pixel in which the new centre lies. Bilinear mixes the neighbours of the centre; made much smaller it skips pixels, so put a Downsample before it. Pixel centres lie at half a pixel: tf.image.resize of TensorFlow without antialias, interpolate of PyTorch with align_corners off (its "nearest-exact").`,
  keywords: ['resample', 'scale', 'interpolate', 'nearest', 'bilinear', 'enlarge', 'shrink'],
  params: z.strictObject({
    size: axesField({
      title: 'Size',
      description: 'Height and width of the output, one number for both or two.',
      axes: 2,
      minimum: 1,
      maximum: MAX_DIMENSION,
    }).default(32),
    method: selectField({
      title: 'Method',
      description: 'How new pixels are made.',
      options: { nearest: 'Nearest', bilinear: 'Bilinear' },
    }).default('bilinear'),
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }, params) {
    const problem = notAnImage('Resize', input!)
    if (problem) return fail(problem)
    return withinLimits('Resize', [...perAxis(params.size, 2), input![2]!], input!)
  },
  makes: (wanted, input) =>
    wanted.length === 3 && input.length === 3 && wanted[2] === input[2] ? { size: wanted.slice(0, 2) } : null,
  range: ({ in: input }) => input!,
  differentiable: 2,
  pytorch(_, params) {
    const mode = params.method === 'nearest' ? '"nearest-exact"' : '"bilinear", align_corners=False'
    return { forward: `F.interpolate({in}, size=${tuple(perAxis(params.size, 2))}, mode=${mode})` }
  },
  onnx({ params, inputs, shapes, add, integers }) {
    const size = perAxis(params.size, 2)
    if (params.method === 'bilinear') {
      const kept = add('Shape', [inputs.in!], { start: { int: 0 }, end: { int: 2 } })
      const sizes = add('Concat', [kept, integers(size)], { axis: { int: 0 } })
      return add('Resize', [inputs.in!, '', '', sizes], {
        mode: { text: 'linear' },
        coordinate_transformation_mode: { text: 'half_pixel' },
      })
    }
    return size.reduce(
      (x, length, axis) =>
        add('Gather', [x, integers(nearestPlaces(shapes.in![axis]!, length))], { axis: { int: axis + 2 } }),
      inputs.in!,
    )
  },
  keras(context) {
    const { params, inputs, shapes } = context
    return perAxis(params.size, 2).reduce((x, size, axis) => {
      const length = shapes.in![axis]!
      const matrix =
        params.method === 'nearest' ? picked(length, nearestPlaces(length, size)) : interpolation(length, size)
      return mixedAlong(context, x, 3, axis, matrix)
    }, inputs.in!)
  },
  apply({ tf, params, inputs }) {
    const [height, width] = perAxis(params.size, 2) as [number, number]
    const resample = params.method === 'nearest' ? nearest : bilinear
    const to = (x: Tensor, axis: number, size: number) =>
      x.shape[axis] === size ? x : alongAxis(tf, x, axis, (block) => resample(tf, block, size))
    return to(to(inputs.in!, 1, height), 2, width)
  },
  examples: [
    { params: { size: 5 }, inputs: { in: [3, 4, 2] }, output: [5, 5, 2] },
    { params: { size: [2, 3] }, inputs: { in: [5, 7, 1] }, output: [2, 3, 1] },
    { params: { size: [6, 4], method: 'nearest' }, inputs: { in: [4, 4, 2] }, output: [6, 4, 2] },
    { params: { size: [3, 2], method: 'nearest' }, inputs: { in: [7, 5, 2] }, output: [3, 2, 2] },
  ],
  refusals: [
    { inputs: { in: [784] }, code: 'rank-mismatch' },
    { inputs: { in: [28, 28] }, code: 'rank-mismatch' },
  ],
})
