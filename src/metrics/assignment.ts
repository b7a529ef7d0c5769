/**
 * @file The cheapest pairing of as many rows as columns: shortest augmenting paths with potentials (Jonker and Volgenant 1987),
 * O(n³) at worst. 1,024 points take about a third of a second.
 */

/**
 * `cost`: n × n, row by row, finite. Answers for each column the row that it is paired with, at the least total cost.
 */
export function assign(cost: Float64Array, n: number): Int32Array {
  // Column n stands for "no column yet": the row that looks for one begins there.
  const rowOf = new Int32Array(n + 1).fill(-1)
  const rowPotential = new Float64Array(n)
  const columnPotential = new Float64Array(n + 1)
  const shortest = new Float64Array(n)
  const previous = new Int32Array(n)
  const settled = new Uint8Array(n + 1)
  for (let row = 0; row < n; row++) {
    rowOf[n] = row
    shortest.fill(Number.POSITIVE_INFINITY)
    settled.fill(0)
    let column = n
    do {
      settled[column] = 1
      const from = rowOf[column]!
      const offset = from * n
      const base = rowPotential[from]!
      let least = Number.POSITIVE_INFINITY
      let next = -1
      for (let other = 0; other < n; other++) {
        if (settled[other] === 1) continue
        const reduced = cost[offset + other]! - base - columnPotential[other]!
        if (reduced < shortest[other]!) {
          shortest[other] = reduced
          previous[other] = column
        }
        if (shortest[other]! < least) {
          least = shortest[other]!
          next = other
        }
      }
      for (let other = 0; other <= n; other++) {
        if (settled[other] === 1) {
          rowPotential[rowOf[other]!]! += least
          columnPotential[other]! -= least
        } else shortest[other]! -= least
      }
      column = next
    } while (rowOf[column]! !== -1)
    while (column !== n) {
      const before = previous[column]!
      rowOf[column] = rowOf[before]!
      column = before
    }
  }
  return rowOf.subarray(0, n)
}
