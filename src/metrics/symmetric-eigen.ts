/**
 * @file Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations, in float64 (Golub and Van Loan, Matrix
 * Computations, §8.5). For the 64 × 64 covariances of the Fréchet distance it needs a few milliseconds and no library.
 */

const MAX_SWEEPS = 60

export interface SymmetricEigen {
  values: Float64Array
  /** Column k is the eigenvector of `values[k]`; n × n, row by row. */
  vectors: Float64Array
}

/** `matrix`: n × n, row by row, symmetric. It is not changed. */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = matrix.slice()
  const vectors = new Float64Array(n * n)
  for (let index = 0; index < n; index++) vectors[index * n + index] = 1
  const total = a.reduce((sum, value) => sum + value * value, 0)
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let outside = 0
    for (let row = 0; row < n; row++)
      for (let column = row + 1; column < n; column++) outside += 2 * a[row * n + column]! ** 2
    if (!(outside > 1e-30 * total)) break
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q)
  }
  return { values: Float64Array.from({ length: n }, (_, index) => a[index * n + index]!), vectors }
}

/** One rotation that makes the entries (p, q) and (q, p) of `a` zero. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number) {
  const entry = a[p * n + q]!
  if (entry === 0) return
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * entry)
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const cosine = 1 / Math.hypot(tangent, 1)
  const sine = tangent * cosine
  const turn = (values: Float64Array, first: number, second: number) => {
    const left = values[first]!
    const right = values[second]!
    values[first] = cosine * left - sine * right
    values[second] = sine * left + cosine * right
  }
  for (let index = 0; index < n; index++) turn(a, index * n + p, index * n + q)
  for (let index = 0; index < n; index++) turn(a, p * n + index, q * n + index)
  for (let index = 0; index < n; index++) turn(vectors, index * n + p, index * n + q)
}
