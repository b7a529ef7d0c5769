/** @file Pad: a border around an image. */
import { z } from 'zod'
import { axesField, selectField } from '../../lib/fields'
import { fail } from '../../lib/result'
import { perAxis } from '../../tensor/convolution'
import { formatShape, type Shape } from '../../tensor/shape'
import { alongAxis, stretch } from '../axis'
import { mixedAlong, picked } from '../keras'
import { defineLayer, type Tensor, type TensorFlow } from '../layer'
import { becomes } from '../pictures'
import { IMAGE_INPUT } from '../ports'
import { notAnImage, shapeProblem, withinLimits } from '../problems'
import { tuple } from '../pytorch'

const MODES = { zeros: 'Zeros', reflect: 'Reflect', symmetric: 'Symmetric', edge: 'Edge' } as const

type Mode = keyof typeof MODES

/** Rows at the top and the bottom, columns at the left and the right. */
const borders = (size: number | readonly number[]): readonly [readonly [number, number], readonly [number, number]] => {
  const [top, bottom, left, right] = perAxis(size, 4) as [number, number, number, number]
  return [
    [top, bottom],
    [left, right],
  ]
}

/** Pixels that a border may take from `length`; no limit where it takes none or the last one again and again. */
const longest = (mode: Mode, length: number): number => {
  if (mode === 'reflect') return length - 1
  return mode === 'symmetric' ? length : Number.POSITIVE_INFINITY
}

/** For each entry of the padded axis the one that it is a copy of. */
function sourcesOf(
  length: number,
  [before, after]: readonly [number, number],
  mode: Exclude<Mode, 'zeros'>,
): readonly number[] {
  const skipped = mode === 'reflect' ? 1 : 0
  return Array.from({ length: before + length + after }, (_, index) => {
    const place = index - before
    if (mode === 'edge') return Math.min(Math.max(place, 0), length - 1)
    if (place < 0) return skipped - 1 - place
    return place < length ? place : 2 * length - 1 - skipped - place
  })
}

/** Adds entries before and after the middle axis. Of slices, whose derivatives are right: TensorFlow.js' mirror pad drops the borders'. */
function padded(tf: TensorFlow, x: Tensor, before: number, after: number, mode: Mode): Tensor {
  if (before === 0 && after === 0) return x
  if (mode === 'zeros') {
    return tf.pad(x, [
      [0, 0],
      [before, after],
      [0, 0],
    ])
  }
  const length = x.shape[1]!
  const skipped = mode === 'reflect' ? 1 : 0
  const parts: Tensor[] = [x]
  if (mode === 'edge') {
    if (before > 0) parts.unshift(tf.tile(stretch(tf, x, 0, 1), [1, before, 1]))
    if (after > 0) parts.push(tf.tile(stretch(tf, x, length - 1, 1), [1, after, 1]))
  } else {
    if (before > 0) parts.unshift(tf.reverse(stretch(tf, x, skipped, before), 1))
    if (after > 0) parts.push(tf.reverse(stretch(tf, x, length - after - skipped, after), 1))
  }
  return tf.concat(parts, 1)
}

const TORCH_MODES = { zeros: 'constant', reflect: 'reflect', edge: 'replicate' } as const

const ONNX_MODES = { zeros: 'constant', reflect: 'reflect', edge: 'edge' } as const

const SYMMETRIC_DEFINITION = `def pad_symmetric(x: Tensor, left: int, right: int, top: int, bottom: int) -> Tensor:
    """Mirrors the border with its outermost pixels, which F.pad cannot."""
    x = torch.cat([x[:, :, :top].flip(2), x, x[:, :, x.shape[2] - bottom :].flip(2)], 2)
    return torch.cat([x[..., :left].flip(3), x, x[..., x.shape[3] - right :].flip(3)], 3)
`

function tooWide(input: Shape, size: number | readonly number[], mode: Mode) {
  for (const [axis, sides] of borders(size).entries()) {
    const limit = longest(mode, input[axis]!)
    if (Math.max(...sides) <= limit) continue
    return shapeProblem('out-of-bounds', {
      port: 'in',
      param: 'size',
      settings: [{ mode: 'edge' }],
      message: `Pad with mode "${mode}" mirrors ${Math.max(...sides)} pixels, but ${formatShape(input)} has only ${limit} to mirror there.`,
      fix: `Pad at most ${limit} ${axis === 0 ? 'above and below' : 'left and right'}, or set the mode to "edge".`,
    })
  }
  return null
}

export const pad = defineLayer({
  kind: 'pad',
  title: 'Pad',
  group: 'Reshaping',
  icon: 'frame',
  picture: becomes(
    { columns: 4, rows: 4, strong: [[0, 0, 4, 4]], largest: 4.2 },
    { columns: 6, rows: 6, strong: [[1, 1, 4, 4]], largest: 4.2 },
  ),
  summary: 'Adds a border around an image.',
  docs: `[height, width, channels] becomes [top + height + bottom, left + width + right, channels]. Zeros: as ZeroPadding2D of Keras. Reflect mirrors the image without its outermost pixels, symmetric with them, edge repeats them; pad of NumPy names them so. Reflect before a convolution with padding "valid" keeps seams out of the border of translated images (CycleGAN, arXiv 1703.10593).`,
  keywords: ['padding', 'border', 'margin', 'zero padding', 'reflection', 'mirror', 'replicate'],
  params: z.strictObject({
    size: axesField({
      title: 'Size',
      description: 'Pixels that are added: one number for every side, or four for top, bottom, left and right.',
      axes: 4,
      minimum: 0,
      maximum: 1024,
    }).default(1),
    mode: selectField({ title: 'Mode', description: 'What the border is made of.', options: MODES }).default('zeros'),
  }),
  inputs: IMAGE_INPUT,
  shape({ in: input }, params) {
    const problem = notAnImage('Pad', input!) ?? tooWide(input!, params.size, params.mode)
    if (problem) return fail(problem)
    const [vertical, horizontal] = borders(params.size)
    const [height, width, channels] = input as [number, number, number]
    const output = [height + vertical[0] + vertical[1], width + horizontal[0] + horizontal[1], channels]
    return withinLimits('Pad', output, input!)
  },
  range: ({ in: input }, { mode }) =>
    mode === 'zeros' && input ? [Math.min(input[0], 0), Math.max(input[1], 0)] : input!,
  differentiable: 2,
  pytorch(_, { size, mode }) {
    const [vertical, horizontal] = borders(size)
    const sides = [...horizontal, ...vertical]
    if (mode !== 'symmetric') return { forward: `F.pad({in}, ${tuple(sides)}, mode="${TORCH_MODES[mode]}")` }
    return { forward: `pad_symmetric({in}, ${sides.join(', ')})`, definitions: SYMMETRIC_DEFINITION }
  },
  onnx({ params: { size, mode }, inputs, shapes, add, integers }) {
    const sides = borders(size)
    if (mode !== 'symmetric') {
      const pads = integers([0, 0, ...sides.map(([before]) => before), 0, 0, ...sides.map(([, after]) => after)])
      return add('Pad', [inputs.in!, pads], { mode: { text: ONNX_MODES[mode] } })
    }
    return borders(size).reduce((x, sides, axis) => {
      const mirrored = sourcesOf(shapes.in![axis]!, sides, mode)
      return add('Gather', [x, integers(mirrored)], { axis: { int: axis + 2 } })
    }, inputs.in!)
  },
  keras(context) {
    const { params, inputs, shapes, add } = context
    const { size, mode } = params
    if (mode === 'zeros') return add('ZeroPadding2D', { padding: borders(size) }, inputs.in!)
    return borders(size).reduce((x, sides, axis) => {
      const length = shapes.in![axis]!
      return mixedAlong(context, x, 3, axis, picked(length, sourcesOf(length, sides, mode)))
    }, inputs.in!)
  },
  apply({ tf, params, inputs }) {
    const [[top, bottom], [left, right]] = borders(params.size)
    const high = alongAxis(tf, inputs.in!, 1, (block) => padded(tf, block, top, bottom, params.mode))
    return alongAxis(tf, high, 2, (block) => padded(tf, block, left, right, params.mode))
  },
  examples: [
    { inputs: { in: [4, 4, 2] }, output: [6, 6, 2] },
    { params: { size: [0, 1, 2, 0] }, inputs: { in: [3, 2, 2] }, output: [4, 4, 2] },
    { params: { size: 2, mode: 'reflect' }, inputs: { in: [3, 4, 1] }, output: [7, 8, 1] },
    { params: { size: [1, 2, 2, 1], mode: 'symmetric' }, inputs: { in: [3, 2, 2] }, output: [6, 5, 2] },
    { params: { size: [2, 0, 1, 3], mode: 'edge' }, inputs: { in: [2, 2, 2] }, output: [4, 6, 2] },
  ],
  refusals: [
    { inputs: { in: [64] }, code: 'rank-mismatch' },
    { params: { size: 3, mode: 'reflect' }, inputs: { in: [8, 3, 1] }, code: 'out-of-bounds' },
    { params: { size: 4, mode: 'symmetric' }, inputs: { in: [3, 8, 1] }, code: 'out-of-bounds' },
    { inputs: { in: [1_048_576, 1, 1] }, code: 'output-too-large' },
  ],
})
