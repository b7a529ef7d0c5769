/**
 * @file The sliced Wasserstein-1 distance (Rabin et al. 2011): points are projected on lines, where W₁ is the mean distance of
 * the sorted values, and the lines' results are averaged.
 */
import type { MetricDefinition } from './metric'

const PROJECTIONS = 256

/**
 * Sliced W₁ of two sets of as many points [x, y]. The lines are evenly spread over the half circle, which in the plane is a
 * better rule than chance.
 */
export function slicedW1(a: Float32Array, b: Float32Array, projections = PROJECTIONS): number {
  const n = a.length / 2
  const left = new Float32Array(n)
  const right = new Float32Array(n)
  let sum = 0
  for (let line = 0; line < projections; line++) {
    const angle = (Math.PI * (line + 0.5)) / projections
    const x = Math.cos(angle)
    const y = Math.sin(angle)
    for (let index = 0; index < n; index++) {
      left[index] = a[2 * index]! * x + a[2 * index + 1]! * y
      right[index] = b[2 * index]! * x + b[2 * index + 1]! * y
    }
    left.sort()
    right.sort()
    for (let index = 0; index < n; index++) sum += Math.abs(left[index]! - right[index]!)
  }
  return sum / (n * projections)
}

export const slicedWasserstein: MetricDefinition = {
  name: 'sliced-wasserstein',
  title: 'Sliced Wasserstein distance',
  values: [
    {
      name: 'slicedW1',
      title: 'Sliced W₁',
      description:
        'Wasserstein-1 distance to the data on 256 lines, averaged (Rabin et al. 2011). Cheap enough for many points, so its floor is low; about 2/π of W₁ where all points are off by the same way. Best: the floor.',
      unit: 'number',
    },
  ],
  form: 'points',
  reads: 'values',
  sampleCount: { live: 2000, full: 10_000 },
  appliesTo: () => true,
  compute: ({ fake, real }) => ({ slicedW1: slicedW1(fake.values, real.values) }),
}
