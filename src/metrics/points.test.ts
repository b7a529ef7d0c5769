/** @file Distances of point sets: cases with a known answer, and the floors that GAN Lab's own samples have. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDataset } from '../data'
import { nodeDataFiles } from '../data/files-node'
import { randomStream } from '../lib/random'
import { assign } from './assignment'
import { boundingSquare, gridDivergence, gridDivergences, klBits } from './grid-divergence'
import type { SampleSet } from './metric'
import { slicedW1 } from './sliced-wasserstein'
import { exactWasserstein } from './wasserstein'

const points = (count: number, seed: number) => {
  const random = randomStream('points', seed)
  return Float32Array.from({ length: 2 * count }, () => random.normal())
}
const moved = (values: Float32Array, x: number, y: number) =>
  values.map((value, index) => value + (index % 2 === 0 ? x : y))

/** The least cost by trying all orders. */
function bruteForce(cost: Float64Array, n: number, row = 0, taken = new Set<number>()): number {
  if (row === n) return 0
  let least = Number.POSITIVE_INFINITY
  for (let column = 0; column < n; column++) {
    if (taken.has(column)) continue
    const rest = bruteForce(cost, n, row + 1, new Set([...taken, column]))
    least = Math.min(least, cost[row * n + column]! + rest)
  }
  return least
}

test('the assignment is the cheapest of all, each row and column once', () => {
  const matrices = fc
    .integer({ min: 1, max: 6 })
    .chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n * n, maxLength: n * n }),
      ),
    )
  fc.assert(
    fc.property(matrices, ([n, entries]) => {
      const cost = Float64Array.from(entries)
      const rowOf = assign(cost, n)
      expect([...rowOf].sort()).toEqual(Array.from({ length: n }, (_, index) => index))
      const total = rowOf.reduce((sum, row, column) => sum + cost[row * n + column]!, 0)
      expect(total).toBeCloseTo(bruteForce(cost, n), 9)
    }),
    { numRuns: 100 },
  )
})

describe('Wasserstein distance', () => {
  test('of a set to itself is 0, in any order', () => {
    const a = points(50, 0)
    const reversed = a.map((_, index) => a[a.length - 2 - index + 2 * (index % 2)]!)
    expect(exactWasserstein(a, reversed)).toBeCloseTo(0, 9)
    expect(slicedW1(a, reversed)).toBe(0)
  })

  test('of a set to the same one elsewhere is the way between them, and on lines 2/π of it', () => {
    const a = points(60, 1)
    expect(exactWasserstein(a, moved(a, 3, 4))).toBeCloseTo(5, 5)
    expect(slicedW1(a, moved(a, 3, 4))).toBeCloseTo((2 / Math.PI) * 5, 3)
  })

  test('of two pairs: the cheaper of two matchings', () => {
    expect(exactWasserstein(Float32Array.of(0, 0, 1, 0), Float32Array.of(1, 1, 0, 1))).toBeCloseTo(1, 9)
  })

  test('of what is no number is no number, and comes to an end', () => {
    expect(exactWasserstein(Float32Array.of(0, Number.NaN), Float32Array.of(0, 0))).toBeNaN()
  })
})

describe('divergence on a grid', () => {
  test('in bits', () => {
    expect(klBits(Float64Array.of(0.5, 0.5), Float64Array.of(0.25, 0.75))).toBeCloseTo(0.2075187, 6)
  })

  test('no overlap comes near 1 bit, points outside are dropped', () => {
    const real = Float32Array.of(0.1, 0.1, 0.1, 0.1)
    const far = gridDivergences(Float32Array.of(0.9, 0.9, 5, 5, Number.NaN, 0), real, [0, 0, 1])
    expect(far.js).toBeGreaterThan(0.8)
    expect(far.js).toBeLessThan(1)
    expect(gridDivergences(Float32Array.of(0.1, 0.1, 7, 7), real, [0, 0, 1])).toEqual({ kl: 0, js: 0 })
    expect(gridDivergences(Float32Array.of(7, 7), real, [0, 0, 1]).js).toBeGreaterThan(0.5)
  })

  test('the square holds all points', () => {
    expect(boundingSquare(Float32Array.of(-1, 2, 3, 2.5))).toEqual([-1, 2, 4])
  })

  test.each([
    { name: 'gan-lab-line', kl: 0.005, js: 0.001 },
    { name: 'gan-lab-gaussians', kl: 0.03, js: 0.008 },
    { name: 'gan-lab-ring', kl: 0.018, js: 0.004 },
    { name: 'gan-lab-disjoint', kl: 0.007, js: 0.002 },
  ])('20,000 points of $name against as many others', async ({ name, kl, js }) => {
    const dataset = findDataset(name)!
    const data = await dataset.load(nodeDataFiles())
    const draw = (seed: string): SampleSet => {
      const values = data.draw(20_000, randomStream(seed)).point!
      return { count: 20_000, values, features: null, probabilities: null }
    }
    const floor = gridDivergence.compute({ fake: draw('a'), real: draw('b'), dataset })
    expect(floor.gridJs! / js).toBeGreaterThan(0.5)
    expect(floor.gridJs! / js).toBeLessThan(1.6)
    expect(floor.gridKl! / kl).toBeGreaterThan(0.5)
    expect(floor.gridKl! / kl).toBeLessThan(1.6)
  })
})
