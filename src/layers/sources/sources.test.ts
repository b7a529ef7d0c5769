/** @file Sources: shapes, ranges, and distributions of what they draw. */
import { describe, expect, it } from 'vitest'
import { datasets } from '../../data'
import type { AnyKind } from '../../graph/kinds'
import { checkParams } from '../../graph/params'
import { randomStream } from '../../lib/random'
import { resolveSchedules } from '../../lib/schedule'
import { shapeSize } from '../../tensor/shape'
import type { SourceDefinition } from '../layer'
import { dataset } from './dataset'
import { labels } from './labels'
import { latent } from './latent'

function draw(source: SourceDefinition, given: object, batchSize: number, seed = 1) {
  const params = source.params.parse(given)
  const random = randomStream(seed)
  return source.draw({ params: resolveSchedules(params, 0), batchSize, random, dataset: null })
}

describe.each(['normal', 'uniform', 'sphere', 'truncated'])('latent, %s', (distribution) => {
  const source = latent as unknown as SourceDefinition
  const params = { shape: [5, 20], distribution }
  const values = draw(source, params, 100).out!

  it('gives what it declares', () => {
    const { shape, range } = source.outputs(source.params.parse(params)).out!
    expect(values).toHaveLength(100 * shapeSize(shape))
    if (distribution === 'normal') expect(range).toBeNull()
    for (const value of range ? values : []) {
      expect(value).toBeGreaterThanOrEqual(range![0])
      expect(value).toBeLessThanOrEqual(range![1])
    }
  })

  it('has mean 0 and the variance of its distribution', () => {
    const variance = { normal: 1, uniform: 1 / 3, sphere: 1, truncated: 0.7737 }[distribution]!
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(square / variance - 1)).toBeLessThan(0.04)
  })

  it('repeats itself from the same seed only', () => {
    expect(draw(source, params, 100).out).toEqual(values)
    expect(draw(source, params, 100, 2).out).not.toEqual(values)
  })
})

it('latent on a sphere has samples of length √size', () => {
  const values = draw(latent as unknown as SourceDefinition, { shape: [9], distribution: 'sphere' }, 4).out!
  for (let sample = 0; sample < 4; sample++) {
    expect(Math.hypot(...values.subarray(sample * 9, sample * 9 + 9))).toBeCloseTo(3, 5)
  }
})

it('labels are one-hot and reach every class about equally', () => {
  const values = draw(labels as unknown as SourceDefinition, { classes: 4 }, 2000).out!
  const counts = [0, 0, 0, 0]
  for (let sample = 0; sample < 2000; sample++) {
    const row = [...values.subarray(sample * 4, sample * 4 + 4)]
    expect(row.filter((value) => value === 1)).toHaveLength(1)
    expect(row.filter((value) => value === 0)).toHaveLength(3)
    counts[row.indexOf(1)]!++
  }
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(75)
})

it('dataset offers every dataset with the fields that it declares, and no other', () => {
  for (const definition of datasets) {
    const params = dataset.params.parse({ dataset: definition.name })
    expect(dataset.outputs(params)).toEqual(definition.fields)
    expect(dataset.dataset!(params)).toBe(definition)
  }
  expect(dataset.params.safeParse({ dataset: 'no such thing' }).success).toBe(false)
})

it('dataset takes own data by its reference, and says what is wrong with one', () => {
  const own = {
    own: 'pets',
    sha256: '0'.repeat(64),
    sizeBytes: 100,
    form: 'images',
    shape: [2, 2, 3],
    count: 5,
    classes: ['cats', 'dogs'],
  }
  const outputs = dataset.outputs(dataset.params.parse({ dataset: own }))
  expect(Object.entries(outputs).map(([port, { shape }]) => [port, shape])).toEqual([
    ['image', [2, 2, 3]],
    ['label', [2]],
  ])
  const wrong = checkParams(dataset as unknown as AnyKind, { dataset: { ...own, count: 0 } })
  expect(wrong).toMatchObject({ ok: false, problem: [{ path: 'dataset.count' }] })
  const unknown = checkParams(dataset as unknown as AnyKind, { dataset: 'mnits' })
  expect(unknown).toMatchObject({ ok: false, problem: [{ message: expect.stringContaining('nearest is "mnist"') }] })
})

it('dataset draws from the loaded dataset', async () => {
  const ring = datasets.find((definition) => definition.files.length === 0)!
  const loaded = await ring.load({ read: () => Promise.reject(new Error('it needs no file')) })
  const params = dataset.params.parse({ dataset: ring.name })
  const batch = dataset.draw({ params, batchSize: 8, random: randomStream(3), dataset: loaded })
  expect(batch).toEqual(loaded.draw(8, randomStream(3)))
})
