/**
 * @file The Fréchet distance of Heusel et al. 2017 (FID): features are taken for normally distributed, and their two normal
 * distributions compared. Features come from our own extractors, so a number compares only with others of the same extractor.
 */
import { invariant } from '../lib/assert'
import type { MetricDefinition } from './metric'
import { symmetricEigen } from './symmetric-eigen'

export interface Moments {
  mean: Float64Array
  /** d × d, row by row, divided by n − 1. */
  covariance: Float64Array
}

/** Mean and covariance of `count` vectors that stand one after the other, summed in float64. */
export function momentsOf(features: Float32Array, count: number): Moments {
  const d = features.length / count
  const mean = new Float64Array(d)
  for (let index = 0; index < features.length; index++) mean[index % d]! += features[index]! / count
  const covariance = new Float64Array(d * d)
  const centred = new Float64Array(d)
  for (let sample = 0; sample < count; sample++) {
    for (let index = 0; index < d; index++) centred[index] = features[sample * d + index]! - mean[index]!
    for (let row = 0; row < d; row++) {
      const value = centred[row]!
      for (let column = row; column < d; column++) covariance[row * d + column]! += value * centred[column]!
    }
  }
  for (let row = 0; row < d; row++)
    for (let column = row; column < d; column++) {
      const value = covariance[row * d + column]! / Math.max(1, count - 1)
      covariance[row * d + column] = value
      covariance[column * d + row] = value
    }
  return { mean, covariance }
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n)
  for (let row = 0; row < n; row++)
    for (let inner = 0; inner < n; inner++) {
      const value = a[row * n + inner]!
      for (let column = 0; column < n; column++) product[row * n + column]! += value * b[inner * n + column]!
    }
  return product
}

/** The symmetric root of a covariance. What rounding has made negative counts as 0. */
function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n)
  const scaled = vectors.map((value, index) => value * Math.sqrt(Math.max(0, values[index % n]!)))
  const transposed = vectors.map((_, index) => vectors[(index % n) * n + Math.floor(index / n)]!)
  return multiply(scaled, transposed, n)
}

/** ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁^½ Σ₂ Σ₁^½)^½), Heusel et al. 2017, equation 6. */
export function frechet(a: Moments, b: Moments): number {
  const d = a.mean.length
  const root = squareRoot(a.covariance, d)
  const between = symmetricEigen(multiply(multiply(root, b.covariance, d), root, d), d).values
  let distance = 0
  for (let index = 0; index < d; index++) {
    const diagonal = index * d + index
    distance += (a.mean[index]! - b.mean[index]!) ** 2
    distance += a.covariance[diagonal]! + b.covariance[diagonal]! - 2 * Math.sqrt(Math.max(0, between[index]!))
  }
  return distance
}

export const frechetDistance: MetricDefinition = {
  name: 'frechet-distance',
  title: 'Fréchet distance',
  values: [
    {
      name: 'frechetDistance',
      title: 'Fréchet distance',
      description:
        'How far the features of generated images are from those of real ones, both taken for normally distributed (FID, Heusel et al. 2017). Compares only with the same extractor and as many samples: fewer samples make it larger. Best: the floor.',
      unit: 'number',
    },
  ],
  form: 'image',
  reads: 'features',
  sampleCount: { live: 1000, full: 50_000 },
  appliesTo: () => true,
  compute({ fake, real }) {
    invariant(fake.features && real.features, 'the Fréchet distance needs features')
    return { frechetDistance: frechet(momentsOf(fake.features, fake.count), momentsOf(real.features, real.count)) }
  },
}
