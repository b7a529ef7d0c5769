/** @file Mode coverage against samplers whose answer is known. */
import { describe, expect, test } from 'vitest'
import { findDataset } from '../data'
import type { DatasetDefinition } from '../data/dataset'
import { nodeDataFiles } from '../data/files-node'
import { randomStream } from '../lib/random'
import type { SampleSet } from './metric'
import { modes } from './modes'

const ring = findDataset('ring')!
const grid = findDataset('grid')!

async function trueSamples(dataset: DatasetDefinition, seed: number): Promise<Float32Array> {
  const loaded = await dataset.load(nodeDataFiles())
  return loaded.draw(modes.sampleCount.live, randomStream('truth', seed)).point!
}

function judge(values: Float32Array, dataset: DatasetDefinition) {
  const samples: SampleSet = { count: values.length / 2, values, features: null, probabilities: null }
  return modes.compute({ fake: samples, real: samples, dataset })
}

/** `count` samples that lie exactly on the modes that `modeOf` names. */
function onModes(dataset: DatasetDefinition, count: number, modeOf: (index: number) => number): Float32Array {
  const { means } = dataset.mixture!
  return Float32Array.from(Array.from({ length: count }, (_, index) => means[modeOf(index)]!).flat())
}

describe.each([
  { dataset: ring, count: 8 },
  { dataset: grid, count: 25 },
])('$dataset.title', ({ dataset, count }) => {
  test.each([0, 1, 2])('the data itself reaches the ceiling, seed %i', async (seed) => {
    const values = judge(await trueSamples(dataset, seed), dataset)
    expect(values.modesHit).toBe(count)
    expect(values.modesCovered).toBe(count)
    expect(Math.abs(values.highQualityShare! - (1 - Math.exp(-4.5)))).toBeLessThan(0.003)
    const expected = (count - 1) / (2 * modes.sampleCount.live)
    expect(values.reverseKl).toBeGreaterThan(0)
    expect(values.reverseKl).toBeLessThan(3 * expected)
  })

  test('a collapsed generator has one mode and the greatest divergence', () => {
    const values = judge(
      onModes(dataset, 1000, () => 3),
      dataset,
    )
    expect(values).toMatchObject({ modesHit: 1, modesCovered: 1, highQualityShare: 1 })
    expect(values.reverseKl).toBeCloseTo(Math.log(count), 6)
  })
})

test('a mode with less than a quarter of its fair share is hit and not covered', () => {
  const share = 1000 / 8
  const below = Math.ceil(0.25 * share) - 1
  const samples = onModes(ring, 1000, (index) => (index < below ? 0 : 1 + (index % 7)))
  expect(judge(samples, ring)).toMatchObject({ modesHit: 8, modesCovered: 7 })
})

test('a generator that stays at the origin answers finite numbers', () => {
  const values = judge(new Float32Array(2000), ring)
  expect(values).toEqual({ modesHit: 0, modesCovered: 0, highQualityShare: 0, reverseKl: Math.log(8) })
})

test('samples that are not finite count as bad', () => {
  const values = judge(new Float32Array(2000).fill(Number.NaN), ring)
  expect(values).toMatchObject({ modesHit: 0, highQualityShare: 0 })
})

test('the closed form of what the data itself gets is what it gets', async () => {
  const count = modes.sampleCount.live
  const floor = modes.floor!(count, ring)
  const mean = { ...floor, reverseKl: 0, highQualityShare: 0 }
  for (let seed = 0; seed < 10; seed++) {
    const values = judge(await trueSamples(ring, seed), ring)
    mean.reverseKl += values.reverseKl! / 10
    mean.highQualityShare += values.highQualityShare! / 10
    expect(values).toMatchObject({ modesHit: 8, modesCovered: 8 })
  }
  expect(mean.reverseKl / floor.reverseKl!).toBeGreaterThan(0.6)
  expect(mean.reverseKl / floor.reverseKl!).toBeLessThan(1.6)
  expect(mean.highQualityShare).toBeCloseTo(floor.highQualityShare!, 3)
})
