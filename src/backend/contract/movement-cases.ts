/**
 * @file What only moves numbers, up to rank 6, on whichever backend is set: each number of the result is named by its place in the
 * operand. Pixel shuffles have rank 6 and volumes rank 5, where backends have gaps.
 */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { tensor } from './random'

type Places = number[]

interface MovementCase {
  name: string
  shape: number[]
  apply: (x: tf.Tensor) => tf.Tensor
  /** Where the number at this place of the result comes from; `null` for a zero. */
  source: (place: Places) => Places | null
}

const VOLUME = [2, 3, 4, 2, 3]
const CELLS = [2, 3, 2, 2, 2, 3]

const replace = (places: Places, axis: number, value: number): Places =>
  places.map((place, index) => (index === axis ? value : place))

const transposed = (shape: number[], order: number[]): MovementCase => ({
  name: `transpose [${shape}] to ${order}`,
  shape,
  apply: (x) => tf.transpose(x, order),
  source: (place) => order.map((_, axis) => place[order.indexOf(axis)]!),
})

const tiled = (shape: number[], counts: number[]): MovementCase => ({
  name: `tile [${shape}] by ${counts}`,
  shape,
  apply: (x) => tf.tile(x, counts),
  source: (place) => place.map((at, axis) => at % shape[axis]!),
})

const reversed = (shape: number[], axes: number[]): MovementCase => ({
  name: `reverse [${shape}] along ${axes}`,
  shape,
  apply: (x) => tf.reverse(x, axes),
  source: (place) => place.map((at, axis) => (axes.includes(axis) ? shape[axis]! - 1 - at : at)),
})

const sliced = (shape: number[], begin: number[], size: number[]): MovementCase => ({
  name: `slice [${shape}] from ${begin}`,
  shape,
  apply: (x) => tf.slice(x, begin, size),
  source: (place) => place.map((at, axis) => at + begin[axis]!),
})

const padded = (shape: number[], paddings: [number, number][]): MovementCase => ({
  name: `pad [${shape}] by ${JSON.stringify(paddings)}`,
  shape,
  apply: (x) => tf.pad(x, paddings),
  source(place) {
    const inner = place.map((at, axis) => at - paddings[axis]![0])
    return inner.every((at, axis) => at >= 0 && at < shape[axis]!) ? inner : null
  },
})

const mirrored = (shape: number[], paddings: [number, number][], mode: 'reflect' | 'symmetric'): MovementCase => {
  const edge = mode === 'reflect' ? 0 : 1
  return {
    name: `mirrorPad [${shape}], ${mode}, by ${JSON.stringify(paddings)}`,
    shape,
    apply: (x) => tf.mirrorPad(x, paddings, mode),
    source: (place) =>
      place.map((at, axis) => {
        const [size, inner] = [shape[axis]!, at - paddings[axis]![0]]
        if (inner < 0) return -inner - edge
        return inner < size ? inner : 2 * (size - 1) - inner + edge
      }),
  }
}

const CASES: MovementCase[] = [
  transposed([2, 3, 4, 5], [0, 3, 1, 2]),
  transposed(VOLUME, [4, 0, 3, 1, 2]),
  transposed(CELLS, [0, 1, 3, 2, 4, 5]),
  transposed(CELLS, [5, 3, 1, 0, 4, 2]),
  tiled([2, 3, 1, 2], [1, 2, 3, 1]),
  tiled([2, 1, 2, 1, 3], [1, 2, 1, 2, 1]),
  tiled([2, 1, 2, 1, 2, 3], [1, 2, 1, 3, 1, 1]),
  reversed([2, 3, 4], [1]),
  reversed([2, 3, 4, 2], [1, 2]),
  reversed(VOLUME, [1, 3]),
  sliced(VOLUME, [1, 0, 2, 1, 0], [1, 3, 2, 1, 2]),
  sliced(CELLS, [1, 0, 1, 0, 0, 1], [1, 3, 1, 2, 2, 2]),
  padded(
    [2, 3, 4, 2],
    [
      [0, 0],
      [1, 2],
      [3, 0],
      [0, 0],
    ],
  ),
  padded(VOLUME, [
    [0, 0],
    [1, 2],
    [0, 1],
    [2, 0],
    [0, 0],
  ]),
  padded(CELLS, [
    [0, 0],
    [0, 0],
    [0, 1],
    [0, 0],
    [1, 0],
    [0, 0],
  ]),
  ...(['reflect', 'symmetric'] as const).flatMap((mode) => [
    mirrored(
      [2, 4, 3, 2],
      [
        [0, 0],
        [2, 1],
        [1, 2],
        [0, 0],
      ],
      mode,
    ),
    mirrored(
      [1, 3, 4, 3, 2],
      [
        [0, 0],
        [1, 2],
        [2, 1],
        [1, 1],
        [0, 0],
      ],
      mode,
    ),
  ]),
  {
    name: 'gather rows, of rank 5',
    shape: VOLUME,
    apply: (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'), 1),
    source: (place) => replace(place, 1, [2, 0, 2][place[1]!]!),
  },
  {
    name: 'concat of two, of rank 6',
    shape: CELLS,
    apply: (x) => tf.concat([x, x], 2),
    source: (place) => replace(place, 2, place[2]! % 2),
  },
  {
    name: 'the second of a split, of rank 5',
    shape: VOLUME,
    apply: (x) => tf.split(x, [1, 3], 2)[1]!,
    source: (place) => replace(place, 2, place[2]! + 1),
  },
  {
    name: 'stack and unstack, of rank 5',
    shape: VOLUME,
    apply: (x) => tf.stack(tf.unstack(x, 2), 4),
    source: ([a, b, c, d, e]) => [a!, b!, e!, c!, d!],
  },
  {
    name: 'where, of rank 5',
    shape: VOLUME,
    apply: (x) => tf.where(tf.greater(tf.onesLike(x), 0), x, tf.neg(x)),
    source: (place) => place,
  },
  {
    name: 'a volume and a vector beside it',
    shape: VOLUME,
    apply: (x) => tf.sub(tf.add(x, tf.tensor1d([1, 2, 3])), tf.tensor1d([1, 2, 3])),
    source: (place) => place,
  },
  {
    name: 'arithmetic of rank 6 with what repeats over it',
    shape: CELLS,
    apply: (x) => tf.sub(tf.add(x, tf.ones([1, 3, 1, 2, 1, 3])), tf.onesLike(x)),
    source: (place) => place,
  },
  {
    name: 'arithmetic of rank 5 with a vector, on either side',
    shape: VOLUME,
    // A convolution by ones leaves the numbers as they are, and where they are computed: small tensors may never have left the processor.
    apply(x) {
      const channels = x.shape[4]!
      const same = tf.conv3d(x as tf.Tensor5D, tf.reshape(tf.eye(channels), [1, 1, 1, channels, channels]), 1, 'valid')
      return tf.sub(tf.add(tf.ones([channels]), same), tf.ones([channels]))
    },
    source: (place) => place,
  },
  {
    name: 'a sum of rank 6 over axes of length 1',
    shape: [2, 1, 2, 1, 2, 3],
    apply: (x) => tf.sum(x, [1, 3], true),
    source: (place) => place,
  },
]

async function check({ shape, apply, source }: MovementCase): Promise<void> {
  const x = tensor(shape, 50)
  const before = tf.memory().numTensors
  const result = tf.tidy(() => apply(x))
  const [from, to] = [await x.data(), await result.data()]
  const strides = [...tf.util.computeStrides(shape), 1]
  const places = [...tf.util.computeStrides(result.shape), 1]
  const expected = Array.from(to, (_, at) => {
    const origin = source(places.map((stride, axis) => Math.floor(at / stride) % result.shape[axis]!))
    return origin ? from[origin.reduce((sum, place, axis) => sum + place * strides[axis]!, 0)]! : 0
  })
  for (const [at, value] of to.entries()) expect(value, `at ${at}`).toBeCloseTo(expected[at]!, 5)
  result.dispose()
  expect(tf.memory().numTensors).toBe(before)
  x.dispose()
}

/** Tests of movement on the backend that is set. */
export function describeMovement(): void {
  describe('moving numbers, at every rank', () => {
    for (const test of CASES) it(test.name, () => check(test))
  })
}
