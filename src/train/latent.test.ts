/** @file Arithmetic on latents, and directions, against what is known of them. */
import { describe, expect, test } from 'vitest'
import { normals, randomStream } from '../lib/random'
import { axis, interpolate, latentPath, moveAlong, truncate } from './latent'
import { principalDirections } from './principal-directions'

const draw = (size: number, name: string) => normals(size, randomStream('test', name))
const lengthOf = (values: Float32Array) => Math.hypot(...values)

describe('between two latents', () => {
  test('a great circle keeps the length that a straight line loses', () => {
    const [from, to] = [draw(100, 'a'), draw(100, 'b')]
    const shortest = Math.min(lengthOf(from), lengthOf(to))
    for (const share of [0.25, 0.5, 0.75]) {
      expect(lengthOf(interpolate(from, to, share, 'spherical'))).toBeGreaterThan(0.95 * shortest)
      expect(lengthOf(interpolate(from, to, share, 'linear'))).toBeLessThan(0.9 * shortest)
    }
    expect([...interpolate(Float32Array.of(2, 0), Float32Array.of(0, 2), 0.5, 'spherical')]).toEqual([
      expect.closeTo(Math.SQRT2, 6),
      expect.closeTo(Math.SQRT2, 6),
    ])
  })

  test('both ways begin and end where they are to, even where no circle is defined', () => {
    const from = Float32Array.of(1, 2, -1)
    for (const to of [Float32Array.of(0.5, -1, 3), from, from.map((value) => -value), new Float32Array(3)])
      for (const curve of ['spherical', 'linear'] as const)
        for (const [share, end] of [
          [0, from],
          [1, to],
        ] as const)
          for (const [index, value] of interpolate(from, to, share, curve).entries())
            expect(value).toBeCloseTo(end[index]!, 5)
  })

  test('a path goes through all of its stops, evenly', () => {
    const stops = [Float32Array.of(0, 0), Float32Array.of(2, 0), Float32Array.of(2, 4)]
    expect([...latentPath(stops, 5, 'linear')]).toEqual([0, 0, 1, 0, 2, 0, 2, 2, 2, 4])
    expect([...latentPath([stops[1]!], 2, 'linear')]).toEqual([2, 0, 2, 0])
  })
})

test('truncation draws to the mean, directions add, axes are single numbers', () => {
  const two = Float32Array.of(1, -2, 4, 0)
  expect([...truncate(two, 0.5)]).toEqual([0.5, -1, 2, 0])
  expect([...truncate(two, 1)]).toEqual([...two])
  expect([...moveAlong(two, [axis(2, 0), axis(2, 1)], [3, -1])]).toEqual([4, -3, 7, -1])
})

test('principal directions are the eigenvectors of the largest eigenvalues, in order', () => {
  // Q diag(9, 4, 1, 0) Qᵀ of an orthogonal Q.
  const columns = [
    [0.5, 0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5, -0.5],
    [0.5, 0.5, -0.5, -0.5],
    [0.5, -0.5, -0.5, 0.5],
  ]
  const values = [9, 4, 1, 0]
  const matrix = Float32Array.from({ length: 16 }, (_, at) =>
    values.reduce((sum, value, k) => sum + value * columns[k]![Math.floor(at / 4)]! * columns[k]![at % 4]!, 0),
  )
  const found = principalDirections(matrix, 4, 3)
  expect(found).toHaveLength(3)
  for (const [index, direction] of found.entries())
    expect(Math.abs(direction.reduce((sum, value, at) => sum + value * columns[index]![at]!, 0))).toBeCloseTo(1, 4)
})
