/** @file Metrics of features and classes against published vectors, closed forms and counting by hand. */
import { describe, expect, test } from 'vitest'
import { findDataset } from '../data'
import { randomStream } from '../lib/random'
import { classifierScore, scoreOf } from './classifier-score'
import { frechet, momentsOf } from './frechet-distance'
import { cubicMmd, kernelDistance } from './kernel-distance'
import type { SampleSet } from './metric'
import { fidelityOf } from './precision-recall'
import { stackedModes, stackedModesOf } from './stacked-modes'
import { symmetricEigen } from './symmetric-eigen'

const normals = (count: number, d: number, seed: number | string) => {
  const random = randomStream('features', seed)
  return Float32Array.from({ length: count * d }, () => random.normal())
}

const covariance = (...entries: number[]) => Float64Array.from(entries)

test('eigenvectors are orthonormal and give the matrix back', () => {
  const n = 12
  const random = randomStream('matrix')
  const matrix = new Float64Array(n * n)
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) {
      const value = random.normal()
      matrix[row * n + column] = value
      matrix[column * n + row] = value
    }
  const { values, vectors } = symmetricEigen(matrix, n)
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      let entry = 0
      let product = 0
      for (let k = 0; k < n; k++) {
        entry += vectors[row * n + k]! * values[k]! * vectors[column * n + k]!
        product += vectors[k * n + row]! * vectors[k * n + column]!
      }
      expect(entry).toBeCloseTo(matrix[row * n + column]!, 10)
      expect(product).toBeCloseTo(row === column ? 1 : 0, 10)
    }
})

describe('Fréchet distance', () => {
  test('of normal distributions that stand along the axes', () => {
    const a = { mean: Float64Array.of(0, 0), covariance: covariance(1, 0, 0, 4) }
    const b = { mean: Float64Array.of(1, 2), covariance: covariance(9, 0, 0, 1) }
    expect(frechet(a, b)).toBeCloseTo(10, 9)
    expect(frechet(a, a)).toBeCloseTo(0, 9)
  })

  test('of normal distributions that do not', () => {
    const mean = Float64Array.of(0, 0)
    const a = { mean, covariance: covariance(2, 0.5, 0.5, 1) }
    expect(frechet(a, { mean, covariance: covariance(1, -0.3, -0.3, 3) })).toBeCloseTo(0.9293119, 6)
  })

  test('moments of vectors', () => {
    const { mean, covariance: found } = momentsOf(Float32Array.of(1, 2, 3, 6, 5, 7), 3)
    expect([...mean]).toEqual([3, 5])
    expect([...found]).toEqual([4, 5, 5, 7])
  })

  test('two draws of 1,000 normal vectors of 64 features have the known floor', () => {
    const floor = frechet(momentsOf(normals(1000, 64, 0), 1000), momentsOf(normals(1000, 64, 1), 1000))
    expect(floor).toBeGreaterThan(2)
    expect(floor).toBeLessThan(2.4)
  })
})

describe('kernel distance', () => {
  test('the vector of the cubic kernel', () => {
    const x = Float32Array.of(0, 0, 1, 0, 0, 2)
    const y = Float32Array.of(0.5, 0.5, -1, 0, 2, 1)
    expect(cubicMmd(x, y, 2)).toBeCloseTo(-2.729167, 5)
  })

  test('subsets of the same distribution come near 0', () => {
    const set = (seed: number): SampleSet => {
      const features = normals(2500, 16, seed)
      return { count: 2500, values: new Float32Array(), features, probabilities: null }
    }
    const input = { fake: set(0), real: set(1), dataset: findDataset('digits')! }
    expect(Math.abs(kernelDistance.compute(input).kernelDistance!)).toBeLessThan(0.01)
  })
})

describe('precision, recall, density, coverage', () => {
  test('counted by hand on a line', () => {
    // With one neighbour the balls of the real points reach 1, 1 and 8; those of the generated ones 0.5, 0.5 and 19.5.
    const real = Float32Array.of(0, 1, 9)
    const fake = Float32Array.of(0.5, 0, 20)
    expect(fidelityOf(fake, real, 1, 1, 1)).toEqual({
      precision: 2 / 3,
      recall: 1,
      density: 1,
      coverage: 2 / 3,
    })
  })

  test('far away: nothing in common', () => {
    const real = normals(50, 4, 0)
    const away = normals(50, 4, 1).map((value) => value + 1000)
    expect(fidelityOf(away, real, 4)).toEqual({ precision: 0, recall: 0, density: 0, coverage: 0 })
  })

  test('one point again and again is precise, and covers little', () => {
    const real = normals(400, 2, 0)
    const { precision, recall, coverage } = fidelityOf(new Float32Array(800), real, 2)
    expect(precision).toBe(1)
    expect(recall).toBe(0)
    expect(coverage).toBeLessThan(0.1)
  })

  test('two draws of the same distribution have the known values', () => {
    const flat = fidelityOf(normals(1000, 2, 0), normals(1000, 2, 1), 2)
    expect(flat.precision).toBeCloseTo(0.975, 1)
    expect(flat.recall).toBeCloseTo(0.972, 1)
    const deep = fidelityOf(normals(1000, 64, 0), normals(1000, 64, 1), 64)
    expect(Math.abs(deep.precision - 0.62)).toBeLessThan(0.06)
    expect(Math.abs(deep.recall - 0.63)).toBeLessThan(0.06)
    expect(deep.density).toBeGreaterThan(0.85)
    expect(deep.density).toBeLessThan(1.15)
    expect(Math.abs(deep.coverage - 0.96)).toBeLessThan(0.03)
  })
})

describe('classifier score', () => {
  test('the vector of three images', () => {
    expect(scoreOf(Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.5, 0.5), 2, 1)).toBeCloseTo(1.2028725, 6)
  })

  const rows = (count: number, classOf: (index: number) => number): SampleSet => {
    const probabilities = new Float32Array(count * 10)
    for (let index = 0; index < count; index++) probabilities[index * 10 + classOf(index)] = 1
    return { count, values: new Float32Array(), features: null, probabilities }
  }
  const judge = (fake: SampleSet) => classifierScore.compute({ fake, real: fake, dataset: findDataset('mnist')! })

  test('sure and even: the number of classes; one class only: 1', () => {
    const even = judge(rows(5000, (index) => index % 10))
    expect(even.classifierScore).toBeCloseTo(10, 9)
    expect(even).toMatchObject({ confidence: expect.closeTo(1, 6), classesCovered: 10 })
    expect(judge(rows(1000, () => 3))).toMatchObject({ classifierScore: expect.closeTo(1, 9), classesCovered: 1 })
  })
})

describe('stacked modes', () => {
  test('each channel names a digit of the mode', () => {
    const probabilities = new Float32Array(2 * 30)
    for (const index of [3, 10 + 1, 20 + 4, 30 + 3, 40 + 1, 50 + 5]) probabilities[index] = 1
    expect(stackedModesOf(probabilities, 10, 3)).toEqual({ hit: 2, kl: expect.closeTo(Math.log(500), 9) })
  })

  test('the closed form of what the data itself gets', () => {
    const stacked = findDataset('stacked-mnist')!
    expect(stackedModes.floor!(26_000, stacked).stackedKl).toBeCloseTo(0.0195, 3)
    const floor = stackedModes.floor!(10_000, stacked)
    expect(floor.stackedModesHit).toBeCloseTo(999.95, 1)
    expect(floor.stackedKl).toBeCloseTo(0.0515, 2)
    // With one image for each mode most are missing: the closed form holds there too.
    const random = randomStream('modes')
    const counts = new Map<number, number>()
    for (let index = 0; index < 1000; index++) {
      const mode = random.integer(1000)
      counts.set(mode, (counts.get(mode) ?? 0) + 1)
    }
    const kl = [...counts.values()].reduce((sum, count) => sum + (count / 1000) * Math.log(count), 0)
    const few = stackedModes.floor!(1000, stacked)
    expect(Math.abs(few.stackedKl! - kl)).toBeLessThan(0.05)
    expect(Math.abs(few.stackedModesHit! - counts.size)).toBeLessThan(40)
  })
})
