/** @file Streams are functions of their key, differ between keys, and have the moments that they claim. */
import { expect, test } from 'vitest'
import { normals, randomStream, uniforms } from './random'

const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, variance }
}

test('the same key gives the same numbers, another key others', () => {
  expect(normals(8, randomStream(1, 'z', 2))).toEqual(normals(8, randomStream(1, 'z', 2)))
  expect(normals(8, randomStream(1, 'z', 2))).not.toEqual(normals(8, randomStream(1, 'z', 3)))
  expect(normals(8, randomStream('1'))).not.toEqual(normals(8, randomStream(1)))
  expect(normals(8, randomStream('ab', 'c'))).not.toEqual(normals(8, randomStream('a', 'bc')))
})

test('normal: mean 0 and variance 1 within four standard errors', () => {
  const count = 100_000
  const { mean, variance } = moments(normals(count, randomStream('normal', 7)))
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(count))
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
})

test('uniform: inside [0, 1), mean ½ and variance 1/12', () => {
  const count = 100_000
  const values = uniforms(count, randomStream('uniform', 7))
  const { mean, variance } = moments(values)
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
  expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * count))
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001)
})

test('first numbers of neighbouring keys are not correlated', () => {
  const first = Float32Array.from({ length: 20_000 }, (_, step) => randomStream('draw', 0, step).normal())
  const product = first.slice(1).map((value, index) => value * first[index]!)
  expect(Math.abs(moments(first).mean)).toBeLessThan(4 / Math.sqrt(first.length))
  expect(Math.abs(moments(product).mean)).toBeLessThan(4 / Math.sqrt(first.length))
})
