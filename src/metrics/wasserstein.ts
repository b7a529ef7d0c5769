/** @file The Wasserstein-1 distance of two samples of points, exactly: the mean way of the cheapest pairing. */
import { assign } from './assignment'
import type { MetricDefinition } from './metric'

/** W₁ of two sets of as many points [x, y]; NaN when a coordinate is not finite. */
export function exactWasserstein(a: Float32Array, b: Float32Array): number {
  const n = a.length / 2
  const cost = new Float64Array(n * n)
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      const distance = Math.hypot(a[2 * row]! - b[2 * column]!, a[2 * row + 1]! - b[2 * column + 1]!)
      if (!Number.isFinite(distance)) return Number.NaN
      cost[row * n + column] = distance
    }
  const rowOf = assign(cost, n)
  let sum = 0
  for (let column = 0; column < n; column++) sum += cost[rowOf[column]! * n + column]!
  return sum / n
}

export const wasserstein: MetricDefinition = {
  name: 'wasserstein',
  title: 'Wasserstein distance',
  values: [
    {
      name: 'w1',
      title: 'W₁',
      description:
        'Wasserstein-1 distance to the data: how far the points would have to be moved, on average, to become a sample of it. Computed by an exact assignment of a few hundred points, so that its floor is far above 0. Best: the floor.',
      unit: 'number',
    },
  ],
  form: 'points',
  reads: 'values',
  sampleCount: { live: 256, full: 1024 },
  appliesTo: () => true,
  compute: ({ fake, real }) => ({ w1: exactWasserstein(fake.values, real.values) }),
}
