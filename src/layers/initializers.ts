/** @file First values of weights. Names and arithmetic of Keras 3 (`keras/src/initializers/random_initializers.py`). */
import { assertNever } from '../lib/assert'
import { selectField } from '../lib/fields'
import type { RandomStream } from '../lib/random'
import { shapeSize } from '../tensor/shape'
import type { Initializer, InitializerName, WeightSpec } from './layer'

const titles: Record<InitializerName, string> = {
  'glorot-uniform': 'Glorot uniform',
  'glorot-normal': 'Glorot normal',
  'he-uniform': 'He uniform',
  'he-normal': 'He normal',
  'lecun-normal': 'LeCun normal',
  orthogonal: 'Orthogonal',
  normal: 'Normal (0.02)',
  zeros: 'Zeros',
}

/** The `initializer` param of layers that have a kernel. */
export const initializerField = selectField<InitializerName>({
  title: 'Initializer',
  description: 'Distribution of the first weights. Normal with 0.02 is what the DCGAN paper uses.',
  options: titles,
  advanced: true,
})

/** A normal cut at two standard deviations has this standard deviation; Keras divides by it. */
const TRUNCATED_NORMAL_DEVIATION = 0.87962566103423978
const DCGAN_DEVIATION = 0.02

/** Standard normal without what lies beyond ± 2: such values are drawn again. */
export function truncatedNormal(random: RandomStream): number {
  for (;;) {
    const value = random.normal()
    if (Math.abs(value) <= 2) return value
  }
}

/** Values of one weight in row order. The same stream gives the same values. */
export function initialise(spec: Pick<WeightSpec, 'shape' | 'initializer'>, random: RandomStream): Float32Array {
  const { initializer } = spec
  const length = shapeSize(spec.shape)
  if (initializer.kind === 'constant') return new Float32Array(length).fill(initializer.value)
  if (initializer.kind === 'orthogonal') return orthogonal(spec.shape, random)
  if (initializer.kind === 'unit-vector') return unitVector(length, random)
  const next = sampler(initializer, random)
  const values = new Float32Array(length)
  for (let index = 0; index < length; index++) values[index] = next()
  return values
}

function sampler(
  initializer: Exclude<Initializer, { kind: 'constant' | 'unit-vector' }>,
  random: RandomStream,
): () => number {
  if (initializer.kind === 'standard-normal') return () => random.normal()
  const { fanIn, fanOut } = initializer
  const uniform = (limit: number) => () => (2 * random.uniform() - 1) * limit
  const truncated = (deviation: number) => () => truncatedNormal(random) * (deviation / TRUNCATED_NORMAL_DEVIATION)
  switch (initializer.kind) {
    case 'glorot-uniform':
      return uniform(Math.sqrt(6 / (fanIn + fanOut)))
    case 'glorot-normal':
      return truncated(Math.sqrt(2 / (fanIn + fanOut)))
    case 'he-uniform':
      return uniform(Math.sqrt(6 / fanIn))
    case 'he-normal':
      return truncated(Math.sqrt(2 / fanIn))
    case 'lecun-normal':
      return truncated(Math.sqrt(1 / fanIn))
    case 'normal':
      return () => random.normal() * DCGAN_DEVIATION
    case 'zeros':
      return () => 0
    case 'orthogonal':
      throw new Error('Invariant broken: an orthogonal matrix is not drawn entry by entry')
    default:
      return assertNever(initializer)
  }
}

/** A direction of which none is likelier than another. In float64, so that its length is 1. */
function unitVector(length: number, random: RandomStream): Float32Array {
  const vector = Float64Array.from({ length }, () => random.normal())
  const norm = Math.sqrt(dot(vector, vector))
  return Float32Array.from(vector, (value) => value / norm)
}

/**
 * The weight as a matrix `[all axes but the last, last]` with orthonormal columns, or rows where there are fewer of them
 * (Saxe et al., arXiv 1312.6120). Gram–Schmidt in float64: the same as a QR factorisation whose R has a positive diagonal.
 */
function orthogonal(shape: readonly number[], random: RandomStream): Float32Array {
  const columns = shape.at(-1) ?? 1
  const rows = shapeSize(shape) / columns
  const long = Math.max(rows, columns)
  const basis: Float64Array[] = []
  for (let index = 0; index < Math.min(rows, columns); index++) {
    const vector = Float64Array.from({ length: long }, () => random.normal())
    for (const other of basis) {
      const overlap = dot(vector, other)
      for (let entry = 0; entry < long; entry++) vector[entry]! -= overlap * other[entry]!
    }
    const norm = Math.sqrt(dot(vector, vector))
    for (let entry = 0; entry < long; entry++) vector[entry]! /= norm
    basis.push(vector)
  }
  const tall = rows >= columns
  const values = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = tall ? basis[column]![row]! : basis[row]![column]!
    }
  }
  return values
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}
