/** @file Convolutions of all kinds against plain loops. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../../backend/open-node'
import { normals, randomStream } from '../../lib/random'
import { type Padding, windowCount, windowPadding, windowReach } from '../../tensor/convolution'
import { shapeSize } from '../../tensor/shape'
import { convolve, convolveDepthwise } from './convolve'

interface Case {
  /** Along the axes, and channels. */
  input: number[]
  /** Along the axes, channels of a group, filters. */
  kernel: number[]
  strides: number[]
  dilation: number[]
  groups: number
  padding: Padding
}

const positions = (sizes: readonly number[]): number[][] =>
  sizes.reduce<number[][]>(
    (found, size) => found.flatMap((position) => Array.from({ length: size }, (_, index) => [...position, index])),
    [[]],
  )

const offset = (position: readonly number[], shape: readonly number[]): number =>
  position.reduce((at, index, axis) => at * shape[axis]! + index, 0)

/** One sample, in float64. */
function byLoops(x: Float32Array, weights: Float32Array, { input, kernel, strides, dilation, groups, padding }: Case) {
  const axes = strides.length
  const taps = kernel.slice(0, axes)
  const [perGroup, filters] = kernel.slice(axes) as [number, number]
  const reach = taps.map((size, axis) => windowReach(size, dilation[axis]!))
  const counts = reach.map((size, axis) => windowCount(input[axis]!, size, strides[axis]!, padding))
  const before = reach.map((size, axis) => windowPadding(input[axis]!, size, strides[axis]!, padding)[0])
  return positions([...counts, filters]).map((place) => {
    const filter = place.at(-1)!
    const firstChannel = Math.floor(filter / (filters / groups)) * perGroup
    let sum = 0
    for (const tap of positions(taps)) {
      const seen = tap.map((at, axis) => place[axis]! * strides[axis]! + at * dilation[axis]! - before[axis]!)
      if (seen.some((at, axis) => at < 0 || at >= input[axis]!)) continue
      for (let channel = 0; channel < perGroup; channel++) {
        const value = x[offset([...seen, firstChannel + channel], input)]!
        sum += value * weights[offset([...tap, channel, filter], kernel)]!
      }
    }
    return sum
  })
}

const cases: Case[] = [
  { input: [9, 2], kernel: [3, 2, 3], strides: [2], dilation: [1], groups: 1, padding: 'same' },
  { input: [9, 4], kernel: [3, 1, 8], strides: [1], dilation: [2], groups: 4, padding: 'same' },
  { input: [6, 7, 6], kernel: [3, 2, 2, 6], strides: [2, 1], dilation: [1, 1], groups: 3, padding: 'same' },
  { input: [6, 7, 16], kernel: [3, 3, 8, 6], strides: [1, 1], dilation: [1, 2], groups: 2, padding: 'valid' },
  { input: [5, 4, 3], kernel: [2, 3, 1, 6], strides: [2, 2], dilation: [1, 1], groups: 3, padding: 'same' },
  { input: [5, 4, 3], kernel: [2, 3, 1, 3], strides: [1, 1], dilation: [2, 1], groups: 3, padding: 'same' },
  { input: [5, 4, 3, 2], kernel: [2, 3, 2, 2, 2], strides: [1, 1, 1], dilation: [2, 1, 2], groups: 1, padding: 'same' },
  {
    input: [4, 4, 3, 4],
    kernel: [2, 3, 2, 2, 2],
    strides: [2, 1, 2],
    dilation: [1, 1, 1],
    groups: 2,
    padding: 'valid',
  },
  { input: [3, 3, 3, 2], kernel: [2, 2, 2, 1, 4], strides: [1, 1, 1], dilation: [1, 1, 1], groups: 2, padding: 'same' },
]

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let tf: OpenBackend['tf']
  beforeAll(async () => {
    tf = (await openBackend(backend)).tf
  })

  it.each(cases)('$input by $kernel, strides $strides, dilation $dilation, $groups groups, $padding', (given) => {
    const x = normals(shapeSize(given.input), randomStream('x'))
    const weights = normals(shapeSize(given.kernel), randomStream('kernel'))
    const expected = byLoops(x, weights, given)
    const [input, kernel] = [tf.tensor(x, [1, ...given.input]), tf.tensor(weights, given.kernel)]
    const values = convolve(tf, input, kernel, given).dataSync()
    expect(values.length).toBe(expected.length)
    for (const [index, value] of values.entries()) expect(value).toBeCloseTo(expected[index]!, 4)
  })

  it('depthwise with a multiplier is a convolution of as many groups as channels', () => {
    const sizes = { strides: [1, 1], dilation: [2, 1], padding: 'same' as const }
    const x = tf.tensor(normals(5 * 4 * 3, randomStream('x')), [1, 5, 4, 3])
    const weights = normals(2 * 2 * 6, randomStream('kernel'))
    const depthwise = convolveDepthwise(tf, x, tf.tensor(weights, [2, 2, 3, 2]), sizes).dataSync()
    const given = { ...sizes, input: [5, 4, 3], kernel: [2, 2, 1, 6], groups: 3 }
    const expected = byLoops(x.dataSync() as Float32Array, weights, given)
    for (const [index, value] of depthwise.entries()) expect(value).toBeCloseTo(expected[index]!, 4)
  })
})
