/**
 * @file What a kind answers to shapes that it cannot take. One builder for each code, so that the same mistake reads the
 * same everywhere: what came, what was expected, how to mend it, with the numbers.
 */
import { fail, type Result } from '../lib/result'
import type { ShapeProblem } from '../tensor/problem'
import { formatShape, MAX_DIMENSION, MAX_RANK, type Shape, shapeSize } from '../tensor/shape'

/** Every code that a kind or an objective may answer, and what it means. The compiler's table contains this one. */
export const shapeProblemCodes = {
  'rank-mismatch': 'An input has too few or too many axes for the node.',
  'reshape-size': 'A reshape is asked to make a shape with another number of values than it receives.',
  'shape-mismatch': 'Inputs that are combined entry by entry, or joined along an axis, do not fit each other.',
  'axis-out-of-range': 'A param names an axis that the input does not have.',
  'window-too-large': 'A window with padding "valid" is longer than what it slides along.',
  'not-divisible': 'Channels, or another axis, cannot be divided into as many equal parts as a param asks for.',
  'out-of-bounds': 'A param asks for a part of the input that lies outside of it.',
  'single-place':
    'A normalisation over the places of each channel receives only one place, of which nothing would be left.',
  'params-conflict': 'Two params of a node cannot be used together.',
  'output-too-large': `An output has an axis longer than ${formatCount(MAX_DIMENSION)} or more than ${MAX_RANK} axes.`,
} as const satisfies Record<string, string>

export type ShapeProblemCode = keyof typeof shapeProblemCodes

/** Problems are built through this, so that none has a code outside the table. */
export const shapeProblem = (code: ShapeProblemCode, problem: Omit<ShapeProblem, 'code'>): ShapeProblem => ({
  code,
  ...problem,
})

/** Numbers by their distance from one of them. */
export const nearestFirst = (numbers: readonly number[], goal: number): number[] =>
  [...numbers].sort((a, b) => Math.abs(a - goal) - Math.abs(b - goal) || b - a)

/** `4,096`, as numbers stand in messages. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** Feature maps by the number of axes that something slides along: what they are called, and their axes. */
const FEATURE_MAPS = {
  1: { name: 'a sequence', axes: '[length, channels]' },
  2: { name: 'an image', axes: '[height, width, channels]' },
  3: { name: 'a volume', axes: '[depth, height, width, channels]' },
} as const

/** The input has not `axes` axes and channels; `null` when it has. */
export function notAFeatureMap(title: string, axes: 1 | 2 | 3, shape: Shape, port = 'in'): ShapeProblem | null {
  if (shape.length === axes + 1) return null
  const map = FEATURE_MAPS[axes]
  const wanted = shape.length === axes ? [[...shape, 1]] : shape.length === 1 ? mapsOf(axes, shape[0]!) : []
  return shapeProblem('rank-mismatch', {
    port,
    wanted: wanted.map((like) => ({ port, shape: like })),
    message: `${title} expects ${map.name} ${map.axes} but receives ${formatShape(shape)}.`,
    fix:
      shape.length === axes
        ? `Insert a Reshape before it, for example to [${[...shape, 1].join(', ')}].`
        : `Insert a Reshape before it that makes ${map.axes} of the ${formatCount(shapeSize(shape))} values.`,
  })
}

/** Squares, and their like of other axes, that a row of values may be meant for, the likeliest first: a picture, then a small map of many channels. */
function mapsOf(axes: 1 | 2 | 3, size: number): Shape[] {
  const maps = Array.from({ length: Math.floor(size ** (1 / axes) + 1e-9) }, (_, index) => index + 1).flatMap(
    (side) => {
      const channels = size / side ** axes
      return Number.isInteger(channels) ? [{ side, channels }] : []
    },
  )
  const isPicture = ({ side, channels }: (typeof maps)[number]) => side >= 8 && (channels === 1 || channels === 3)
  const isSmallMap = ({ side, channels }: (typeof maps)[number]) =>
    side >= 2 && side <= 16 && Number.isInteger(Math.log2(channels))
  const likely = [...maps.filter(isPicture), ...maps.filter((map) => isSmallMap(map) && !isPicture(map))]
  const [single] = maps
  return [...likely, ...(single ? [single] : [])]
    .slice(0, MOST_MAPS)
    .map(({ side, channels }) => [...Array.from({ length: axes }, () => side), channels])
}

const MOST_MAPS = 4

/** The input is not an image `[height, width, channels]`; `null` when it is. */
export const notAnImage = (title: string, shape: Shape, port = 'in'): ShapeProblem | null =>
  notAFeatureMap(title, 2, shape, port)

/** The output has an axis that no tensor may have; otherwise the shape itself. */
export function withinLimits(title: string, output: Shape, received: Shape): Result<Shape, ShapeProblem> {
  if (output.length <= MAX_RANK && output.every((dimension) => dimension <= MAX_DIMENSION)) {
    return { ok: true, value: output }
  }
  const reason =
    output.length > MAX_RANK
      ? `has ${output.length} axes, and ${MAX_RANK} is the most`
      : `has an axis of ${formatCount(Math.max(...output))}, and ${formatCount(MAX_DIMENSION)} is the longest`
  return fail(
    shapeProblem('output-too-large', {
      message: `${title} would make ${formatShape(output)} of ${formatShape(received)}, which ${reason}.`,
      fix:
        output.length > MAX_RANK
          ? 'Use a shape with fewer axes.'
          : 'Make the params of the node, or its input, smaller.',
    }),
  )
}

/** A `valid` window that does not fit: `size` is its own, `received` begins with the axes that it slides along. */
export function windowTooLarge(title: string, param: string, size: readonly number[], received: Shape): ShapeProblem {
  return shapeProblem('window-too-large', {
    port: 'in',
    param,
    settings: [{ padding: 'same' }, { [param]: Math.min(...received.slice(0, size.length)) }],
    message: `${title} slides a window of ${size.join(' × ')} over ${formatShape(received)}, and with padding "valid" it does not fit.`,
    fix: `Make the window at most ${received.slice(0, size.length).join(' × ')}, or set the padding to "same".`,
  })
}
