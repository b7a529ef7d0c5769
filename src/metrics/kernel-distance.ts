/**
 * @file The kernel distance of Bińkowski et al. 2018 (KID): the unbiased squared maximum mean discrepancy of features under a
 * cubic kernel, averaged over subsets. Its expected value does not depend on the sample count; it may be below 0.
 */
import { invariant } from '../lib/assert'
import { dotProduct } from './dot-product'
import type { MetricDefinition } from './metric'

/**
 * Images of one subset, as in the paper. The subsets share none: samples come in a random order anyway, and so each is used once
 * instead of some often.
 */
const SUBSET_SIZE = 1000

/** Sum of (aᵀb/d + 1)³ over all pairs of rows, without those of a row with itself when both are the same. */
function kernelSum(a: Float32Array, b: Float32Array, d: number): number {
  const same = a === b
  let sum = 0
  for (let left = 0; left < a.length; left += d)
    for (let right = same ? left + d : 0; right < b.length; right += d) {
      const base = dotProduct(a, left, b, right, d) / d + 1
      sum += base * base * base
    }
  return same ? 2 * sum : sum
}

/** Unbiased MMD² with the kernel (aᵀb/d + 1)³ of vectors of length `d`, one after the other (Gretton et al. 2012, equation 3). */
export function cubicMmd(x: Float32Array, y: Float32Array, d: number): number {
  const m = x.length / d
  const n = y.length / d
  return kernelSum(x, x, d) / (m * (m - 1)) + kernelSum(y, y, d) / (n * (n - 1)) - (2 * kernelSum(x, y, d)) / (m * n)
}

export const kernelDistance: MetricDefinition = {
  name: 'kernel-distance',
  title: 'Kernel distance',
  values: [
    {
      name: 'kernelDistance',
      title: 'Kernel distance',
      description:
        'Squared maximum mean discrepancy of features under a cubic kernel, in subsets of at most 1,000 (KID, Bińkowski et al. 2018). Unbiased: fewer samples make it noisier, not larger, and it may be below 0. Best: 0.',
      unit: 'number',
    },
  ],
  form: 'image',
  reads: 'features',
  sampleCount: { live: 1000, full: 10_000 },
  appliesTo: () => true,
  compute({ fake, real }) {
    const { features } = fake
    invariant(features && real.features, 'the kernel distance needs features')
    const d = features.length / fake.count
    const size = Math.min(SUBSET_SIZE, fake.count)
    const subsets = Math.floor(fake.count / size)
    let sum = 0
    for (let index = 0; index < subsets; index++) {
      const part = (set: Float32Array) => set.subarray(index * size * d, (index + 1) * size * d)
      sum += cubicMmd(part(features), part(real.features), d)
    }
    return { kernelDistance: sum / subsets }
  },
}
