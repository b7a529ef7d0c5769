/** @file First weights: moments as Keras gives them, the same numbers from the same stream. */
import { expect, it } from 'vitest'
import { randomStream } from '../lib/random'
import { initialise } from './initializers'
import type { InitializerName } from './layer'

const shape = [200, 100]
const draw = (kind: InitializerName, seed = 1) =>
  initialise({ shape, initializer: { kind, fanIn: 200, fanOut: 100 } }, randomStream(seed))

function moments(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, variance, most: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) }
}

/** Deviations of the cut normals hold after the cut; limits are the largest value that can come. */
const cases: [InitializerName, deviation: number, limit: number][] = [
  ['glorot-uniform', Math.sqrt(2 / 300), Math.sqrt(6 / 300)],
  ['he-uniform', Math.sqrt(2 / 200), Math.sqrt(6 / 200)],
  ['glorot-normal', Math.sqrt(2 / 300), (2 * Math.sqrt(2 / 300)) / 0.8796],
  ['he-normal', Math.sqrt(2 / 200), (2 * Math.sqrt(2 / 200)) / 0.8796],
  ['lecun-normal', Math.sqrt(1 / 200), (2 * Math.sqrt(1 / 200)) / 0.8796],
  ['normal', 0.02, 0.12],
]

it.each(cases)('%s has the spread of Keras', (kind, deviation, limit) => {
  const { mean, variance, most } = moments(draw(kind))
  expect(Math.abs(mean)).toBeLessThan(0.05 * deviation)
  expect(Math.sqrt(variance) / deviation).toBeGreaterThan(0.98)
  expect(Math.sqrt(variance) / deviation).toBeLessThan(1.02)
  expect(most).toBeLessThanOrEqual(limit)
})

it('repeats itself from the same seed and only from it', () => {
  expect(draw('he-normal')).toEqual(draw('he-normal'))
  expect(draw('he-normal', 2)).not.toEqual(draw('he-normal'))
})

it('fills with a constant, and with zeros', () => {
  const initializer = { kind: 'constant', value: 0.25 } as const
  expect([...initialise({ shape: [3], initializer }, randomStream(1))]).toEqual([0.25, 0.25, 0.25])
  expect(draw('zeros').every((value) => value === 0)).toBe(true)
})

it.each([
  ['tall', [3, 4, 5]],
  ['wide', [5, 12]],
  ['square', [8, 8]],
])('makes orthonormal columns or rows of a %s weight', (_, size) => {
  const initializer = { kind: 'orthogonal', fanIn: 1, fanOut: 1 } as const
  const values = initialise({ shape: size, initializer }, randomStream(1))
  const columns = size.at(-1)!
  const rows = values.length / columns
  const at = (row: number, column: number) => values[row * columns + column]!
  const [count, long] = rows >= columns ? [columns, rows] : [rows, columns]
  const entry = (vector: number, index: number) => (rows >= columns ? at(index, vector) : at(vector, index))
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      let product = 0
      for (let index = 0; index < long; index++) product += entry(a, index) * entry(b, index)
      expect(product).toBeCloseTo(a === b ? 1 : 0, 5)
    }
  }
})
