/**
 * @file Directions in which a layer answers most: eigenvectors of W Wᵀ, W being what one more in each number of its input changes (closed-form
 * factorisation, Shen & Zhou 2021, arXiv 2007.06600). By block power iteration, since only a few are wanted of matrices of up to 512 × 512.
 */
import { randomStream } from '../lib/random'

const MOST_ROUNDS = 300
/** Directions turn by less than this in a round: they have settled. */
const SETTLED = 1e-7

/** `matrix`: size × size, row by row, symmetric, no eigenvalue below 0. Answers up to `count` unit vectors, the strongest first. */
export function principalDirections(matrix: Float32Array, size: number, count: number): Float32Array<ArrayBuffer>[] {
  const wanted = Math.min(count, size)
  let vectors = Array.from({ length: wanted }, (_, index) => {
    const random = randomStream('principal directions', index)
    return Float64Array.from({ length: size }, () => random.normal())
  })
  orthonormalise(vectors)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = vectors.map((vector) => times(matrix, vector))
    orthonormalise(next)
    const turned = Math.max(...next.map((vector, index) => 1 - Math.abs(dot(vector, vectors[index]!))))
    vectors = next
    if (turned < SETTLED) break
  }
  return vectors.filter((vector) => dot(vector, vector) > 0).map(upright)
}

function times(matrix: Float32Array, vector: Float64Array): Float64Array<ArrayBuffer> {
  const size = vector.length
  const product = new Float64Array(size)
  for (let row = 0; row < size; row++) {
    let sum = 0
    for (let column = 0; column < size; column++) sum += matrix[row * size + column]! * vector[column]!
    product[row] = sum
  }
  return product
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}

/** Gram and Schmidt, twice for accuracy. A vector that those before it already span becomes 0. */
function orthonormalise(vectors: readonly Float64Array[]) {
  for (const [index, vector] of vectors.entries()) {
    const before = Math.sqrt(dot(vector, vector))
    for (const other of [...vectors.slice(0, index), ...vectors.slice(0, index)]) {
      const along = dot(vector, other)
      for (let at = 0; at < vector.length; at++) vector[at]! -= along * other[at]!
    }
    const length = Math.sqrt(dot(vector, vector))
    const scale = length > 1e-9 * before ? 1 / length : 0
    for (let at = 0; at < vector.length; at++) vector[at]! *= scale
  }
}

/** An eigenvector has no sign of its own: its largest number becomes positive, so that a slider does the same each time. */
function upright(vector: Float64Array): Float32Array<ArrayBuffer> {
  let largest = 0
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value
  return Float32Array.from(vector, (value) => (largest < 0 ? -value : value))
}
