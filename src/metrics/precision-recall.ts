/**
 * @file Fidelity and diversity apart: precision and recall of Kynkäänniemi et al. 2019, density and coverage of Naeem et al. 2020.
 * Around every sample lies a ball that reaches to its k-th neighbour of the same set; the balls of a set stand for its support.
 */
import { invariant } from '../lib/assert'
import { dotProduct } from './dot-product'
import type { MetricDefinition } from './metric'

/** Neighbours for precision and recall, as in the paper; for density and coverage, as in theirs. */
const SMALL = 3
const LARGE = 5

function squaredNorms(features: Float32Array, d: number): Float64Array {
  return Float64Array.from({ length: features.length / d }, (_, row) => {
    let sum = 0
    for (let index = row * d; index < (row + 1) * d; index++) sum += features[index]! ** 2
    return sum
  })
}

/** Calls `visit` with the squared distance of every pair of rows; of a set with itself each pair once. */
function eachPair(
  a: Float32Array,
  b: Float32Array,
  d: number,
  visit: (left: number, right: number, squared: number) => void,
) {
  const same = a === b
  const aNorms = squaredNorms(a, d)
  const bNorms = same ? aNorms : squaredNorms(b, d)
  for (let left = 0; left < aNorms.length; left++)
    for (let right = same ? left + 1 : 0; right < bNorms.length; right++) {
      const dot = dotProduct(a, left * d, b, right * d, d)
      visit(left, right, Math.max(0, aNorms[left]! + bNorms[right]! - 2 * dot))
    }
}

/** For each row its squared distances to its nearest `k` others, in order: [count, k]. */
function nearestSquared(features: Float32Array, d: number, k: number): Float64Array {
  const nearest = new Float64Array((features.length / d) * k).fill(Number.POSITIVE_INFINITY)
  const note = (row: number, squared: number) => {
    let place = (row + 1) * k - 1
    if (!(squared < nearest[place]!)) return
    for (; place > row * k && nearest[place - 1]! > squared; place--) nearest[place] = nearest[place - 1]!
    nearest[place] = squared
  }
  eachPair(features, features, d, (left, right, squared) => {
    note(left, squared)
    note(right, squared)
  })
  return nearest
}

export interface Fidelity {
  precision: number
  recall: number
  density: number
  coverage: number
}

/** `small`: neighbours of precision and recall; `large`: of density and coverage. Vectors of length `d`, one after the other. */
export function fidelityOf(fake: Float32Array, real: Float32Array, d: number, small = SMALL, large = LARGE): Fidelity {
  const most = Math.max(small, large)
  const realNearest = nearestSquared(real, d, most)
  const fakeNearest = nearestSquared(fake, d, most)
  const fakeCount = fake.length / d
  const realCount = real.length / d
  const isPrecise = new Uint8Array(fakeCount)
  const isRecalled = new Uint8Array(realCount)
  const isCovered = new Uint8Array(realCount)
  let inBalls = 0
  eachPair(real, fake, d, (left, right, squared) => {
    if (squared < realNearest[left * most + small - 1]!) isPrecise[right] = 1
    if (squared < fakeNearest[right * most + small - 1]!) isRecalled[left] = 1
    if (squared < realNearest[left * most + large - 1]!) {
      inBalls++
      isCovered[left] = 1
    }
  })
  const share = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0) / flags.length
  return {
    precision: share(isPrecise),
    recall: share(isRecalled),
    density: inBalls / (large * fakeCount),
    coverage: share(isCovered),
  }
}

export const precisionRecall: MetricDefinition = {
  name: 'precision-recall',
  title: 'Precision and recall',
  values: [
    {
      name: 'precision',
      title: 'Precision',
      description:
        'Generated images that lie within reach (third neighbour) of a real one: are the pictures good? (Kynkäänniemi et al. 2019.) Not 100 % for the data itself: see the floor.',
      unit: 'share',
    },
    {
      name: 'recall',
      title: 'Recall',
      description:
        'Real images that lie within reach (third neighbour) of a generated one: are all pictures there? (Kynkäänniemi et al. 2019.) Not 100 % for the data itself: see the floor.',
      unit: 'share',
    },
    {
      name: 'density',
      title: 'Density',
      description:
        'How many real images reach (fifth neighbour) a generated one, against what would be expected: precision that one outlier cannot spoil (Naeem et al. 2020). The data itself has about 1; more means only the commonest pictures.',
      unit: 'number',
    },
    {
      name: 'coverage',
      title: 'Coverage',
      description:
        'Real images with a generated one within reach (fifth neighbour): recall that no generated outlier can raise (Naeem et al. 2020). Best: the floor, near 100 %.',
      unit: 'share',
    },
  ],
  form: 'image',
  reads: 'features',
  sampleCount: { live: 1000, full: 2000 },
  appliesTo: () => true,
  compute({ fake, real }) {
    invariant(fake.features && real.features, 'precision and recall need features')
    return { ...fidelityOf(fake.features, real.features, real.features.length / real.count) }
  },
}
