/** @file The inner loop of all that compares features with each other. */

/** Product of two vectors of length `d` that begin at `aStart` and `bStart`. Four sums, so that none waits for the one before it. */
export function dotProduct(a: Float32Array, aStart: number, b: Float32Array, bStart: number, d: number): number {
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  let index = 0
  for (; index + 3 < d; index += 4) {
    const left = aStart + index
    const right = bStart + index
    first += a[left]! * b[right]!
    second += a[left + 1]! * b[right + 1]!
    third += a[left + 2]! * b[right + 2]!
    fourth += a[left + 3]! * b[right + 3]!
  }
  for (; index < d; index++) first += a[aStart + index]! * b[bStart + index]!
  return first + second + third + fourth
}
