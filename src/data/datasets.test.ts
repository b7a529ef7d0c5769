/** @file One contract over all datasets, and the figures that each has to reproduce. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type RandomStream, randomStream } from '../lib/random'
import { shapeSize } from '../tensor/shape'
import { datasets, findDataset } from '.'
import type { DataFiles } from './dataset'
import { dataFiles } from './files'
import { nodeDataFiles } from './files-node'
import { GRID_SCALE } from './grid'
import { readLabelled } from './labelled-node'
import { RING_SCALE } from './ring'

const files = nodeDataFiles()

const load = (name: string) => findDataset(name)!.load(files)

function moments(values: Float32Array, axis: number): { mean: number; variance: number } {
  const column = values.filter((_, index) => index % 2 === axis)
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length
  return { mean, variance: column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length }
}

describe.each(datasets.map((dataset) => [dataset.name, dataset] as const))('%s', (name, dataset) => {
  test('declares itself', () => {
    expect(name).toMatch(/^[a-z0-9-]+$/)
    expect(findDataset(name)).toBe(dataset)
    for (const text of [dataset.title, dataset.summary, dataset.source, dataset.licence]) expect(text).not.toBe('')
    for (const field of Object.values(dataset.fields)) {
      if (field.form === 'points') expect(field).toMatchObject({ shape: [2], range: null })
      if (field.form === 'image') expect(field.shape).toHaveLength(3)
      if (field.form === 'label') expect(field.shape).toEqual([dataset.classes?.length])
      if (field.form === 'attributes') expect(field.shape).toEqual([dataset.attributes?.length])
    }
  })

  test('draws what it declares, the same again from the same stream', async () => {
    const loaded = await dataset.load(files)
    const batch = loaded.draw(64, randomStream('contract', name))
    expect(Object.keys(batch)).toEqual(Object.keys(dataset.fields))
    for (const [key, field] of Object.entries(dataset.fields)) {
      const values = batch[key]!
      expect(values).toHaveLength(64 * shapeSize(field.shape))
      expect(values.every(Number.isFinite)).toBe(true)
      if (field.range) {
        const [minimum, maximum] = field.range
        expect(values.every((value) => value >= minimum && value <= maximum)).toBe(true)
      }
      if (field.form === 'label') expect(values.reduce((sum, value) => sum + value, 0)).toBe(64)
      if (field.form === 'attributes') expect(values.every((value) => value === 0 || value === 1)).toBe(true)
    }
    expect(loaded.draw(64, randomStream('contract', name))).toEqual(batch)
    expect(loaded.draw(64, randomStream('contract', name, 1))).not.toEqual(batch)
  })

  test('tells the end of loading when it has files', async () => {
    const fractions: number[] = []
    await dataset.load(files, (fraction) => fractions.push(fraction))
    expect(fractions.at(-1)).toBe(dataset.files.length > 0 ? 1 : undefined)
  })
})

test('names are unique and an unknown one is null', () => {
  expect(new Set(datasets.map(({ name }) => name)).size).toBe(datasets.length)
  expect(findDataset('no-such-set')).toBeNull()
})

test.each(['ring', 'grid'])('%s is centred, of unit variance along each axis', async (name) => {
  const { point } = (await load(name)).draw(100_000, randomStream('moments'))
  for (const axis of [0, 1]) {
    const { mean, variance } = moments(point!, axis)
    expect(Math.abs(mean)).toBeLessThan(0.015)
    expect(Math.abs(variance - 1)).toBeLessThan(0.015)
  }
})

test('the ring has radius 1 and σ 0.01 before it is scaled, the grid spacing 2 and σ 0.05', () => {
  const ring = findDataset('ring')!.mixture!
  expect(ring.means).toHaveLength(8)
  for (const [x, y] of ring.means) expect(Math.hypot(x, y) * RING_SCALE).toBeCloseTo(1, 12)
  expect(ring.standardDeviation * RING_SCALE).toBeCloseTo(0.01, 12)
  const grid = findDataset('grid')!.mixture!
  expect(new Set(grid.means.map(([x, y]) => `${Math.round(x * GRID_SCALE)} ${Math.round(y * GRID_SCALE)}`)).size).toBe(
    25,
  )
  expect(grid.standardDeviation * GRID_SCALE).toBeCloseTo(0.05, 12)
})

test('two moons are centred, with a mean variance of 1', async () => {
  const { point } = (await load('two-moons')).draw(100_000, randomStream('moments'))
  const [x, y] = [moments(point!, 0), moments(point!, 1)]
  expect(Math.abs(x.mean)).toBeLessThan(0.015)
  expect(Math.abs(y.mean)).toBeLessThan(0.015)
  expect(Math.abs((x.variance + y.variance) / 2 - 1)).toBeLessThan(0.015)
})

test('the Swiss roll lies within its published extent', async () => {
  const { point } = (await load('swiss-roll')).draw(10_000, randomStream('extent'))
  const radius = Math.max(...Array.from({ length: 10_000 }, (_, i) => Math.hypot(point![2 * i]!, point![2 * i + 1]!)))
  expect(radius).toBeGreaterThan((4.5 * Math.PI) / 7.5 - 0.1)
  expect(radius).toBeLessThan((4.5 * Math.PI + 6 * 0.25) / 7.5)
})

/** A stream whose `integer` answers the given indices in turn. */
function indices(...values: number[]): RandomStream {
  let next = 0
  return { ...randomStream('unused'), integer: () => values[next++]! }
}

test('MNIST begins with the five that everyone knows', async () => {
  const { image, label } = (await load('mnist')).draw(2, indices(0, 59_999))
  const five = image!.subarray(0, 784)
  // Row 5 of the first image of the original file.
  const row = Array.from(five.subarray(5 * 28 + 12, 5 * 28 + 24), (value) => Math.round((value + 1) * 127.5))
  expect(row).toEqual([3, 18, 18, 18, 126, 136, 175, 26, 166, 255, 247, 127])
  expect(Array.from(label!).flatMap((value, index) => (value ? [index] : []))).toEqual([5, 10 + 8])
})

test('digits begin with a zero, and white is 1', async () => {
  const { image, label } = (await load('digits')).draw(1, indices(0))
  // First row of scikit-learn's first digit: 0 0 5 13 9 1 0 0, of 16.
  expect(Array.from(image!.subarray(0, 8), (value) => (value + 1) * 8)).toEqual([0, 0, 5, 13, 9, 1, 0, 0])
  expect(label!.indexOf(1)).toBe(0)
})

/** Draws every sample once, in the order of the files. */
async function drawAll(name: string) {
  const { count, fields } = findDataset(name)!
  const all = (await load(name)).draw(count!, indices(...Array.from({ length: count! }, (_, index) => index)))
  const imageSize = shapeSize(fields.image!.shape)
  const images = Array.from({ length: count! }, (_, index) =>
    all.image!.subarray(index * imageSize, (index + 1) * imageSize),
  )
  return { images, label: all.label!, attributes: all.attributes }
}

function classCounts(label: Float32Array, classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0)
  label.forEach((value, index) => {
    counts[index % classCount]! += value
  })
  return counts
}

const distinct = (images: readonly Float32Array[]) =>
  new Set(images.map((image) => createHash('sha256').update(image).digest('hex'))).size

test('Fashion-MNIST is the test part: an ankle boot first, 1,000 of each kind', async () => {
  const { label } = await drawAll('fashion-mnist')
  expect(findDataset('fashion-mnist')!.classes![label.indexOf(1)]).toBe('Ankle boot')
  expect(classCounts(label, 10)).toEqual(new Array(10).fill(1000))
})

test('the classifier scripts read both parts, and are told where to get what is missing', async () => {
  const { pixels, labels } = await readLabelled('fashion-mnist', 'test')
  expect([pixels.length, labels.length]).toEqual([10_000 * 784, 10_000])
  expect((await readLabelled('mnist', 'test')).labels[0]).toBe(7)
  await expect(readLabelled('fashion-mnist', 'train', '/nowhere')).rejects.toThrow(
    /train-images-idx3-ubyte.*apt-get install dataset-fashion-mnist/,
  )
})

test('stacked MNIST carries in each channel the digit that its label names', async () => {
  const single = (await load('mnist')).draw(6, indices(0, 1, 2, 3, 4, 5))
  const { image, red, green, blue } = (await load('stacked-mnist')).draw(2, indices(0, 1, 2, 3, 4, 5))
  for (const [channel, label] of [red!, green!, blue!].entries()) {
    expect(image!.filter((_, index) => index % 3 === channel)).toEqual(
      single.image!.subarray(channel * 2 * 784, (channel + 1) * 2 * 784),
    )
    expect(label).toEqual(single.label!.subarray(channel * 20, (channel + 1) * 20))
  }
})

test('emoji are 1,581, all different, none blank, on white', async () => {
  const { images, label } = await drawAll('emoji')
  expect(distinct(images)).toBe(1581)
  expect(images.every((image) => new Set(image).size > 1)).toBe(true)
  const whiteCorners = images.filter((image) => image.subarray(0, 3).every((value) => value === 1))
  expect(whiteCorners.length).toBeGreaterThan(1500)
  expect(classCounts(label, 8)).toEqual([86, 152, 136, 260, 342, 168, 220, 217])
})

test('faces are 8,000, all different, with every combination of hair, glasses and smile equally often', async () => {
  const { images, label, attributes } = await drawAll('faces')
  expect(distinct(images)).toBe(8000)
  expect(classCounts(label, 8)).toEqual(new Array(8).fill(1000))
  const { classes, attributes: names } = findDataset('faces')!
  for (const index of [0, 1, 2, 6, 7, 1234]) {
    const name = classes![label.subarray(index * 8, index * 8 + 8).indexOf(1)]!
    for (const [place, attribute] of names!.slice(0, 3).entries())
      expect(attributes![index * 5 + place]).toBe(name.includes(attribute) ? 1 : 0)
  }
  // Hats on a tenth, beards on a fifth of the short-haired half.
  expect(classCounts(attributes!, 5)).toEqual([4000, 4000, 4000, 800, 800])
})

/** Mean and standard deviation along each axis, worked out from the published constants. */
test.each([
  ['gan-lab-line', [0.425, 0.75], [0.75 / Math.sqrt(12), 0.3 / Math.sqrt(12)], 0.01],
  ['gan-lab-ring', [0.5, 0.45], [0.3 / Math.SQRT2, 0.25 / Math.SQRT2], 0.025],
  ['gan-lab-gaussians', [0.5, 0.55], [Math.sqrt(0.04 + 0.00625), Math.sqrt(0.0225 + 0.025)], 0],
  ['gan-lab-disjoint', [0.51667, 0.56667], [0.16997, 0.16499], 0.025],
] as const)('%s has the published mean and spread', async (name, mean, spread, noise) => {
  const { point } = (await load(name)).draw(100_000, randomStream('moments'))
  for (const axis of [0, 1]) {
    const measured = moments(point!, axis)
    expect(measured.mean).toBeCloseTo(mean[axis]!, 2)
    expect(Math.sqrt(measured.variance)).toBeCloseTo(Math.hypot(spread[axis]!, noise), 2)
  }
  const [minimum, maximum] = findDataset(name)!.square!
  const inside = point!.filter((value) => value >= minimum && value <= maximum).length / point!.length
  expect(inside).toBeGreaterThan(0.98)
})

describe('files on the disk', () => {
  test('a wrong hash is told with both hashes and what to do', async () => {
    const read: DataFiles['read'] = files.read
    await expect(read({ ...dataFiles.digits, sha256: 'abc' })).rejects.toThrow(
      /"digits\/samples".*116805 bytes with SHA-256 68aea0.*expected 116805 with abc\. Restore it with git/,
    )
    await expect(read({ ...dataFiles.mnistLabels, sizeBytes: 7 })).rejects.toThrow(/expected 7 with.*npm install/)
  })

  test('an unknown name is told with those known', async () => {
    await expect(files.read({ ...dataFiles.digits, name: 'no-such-file' })).rejects.toThrow(
      /^No data file is named "no-such-file"\. Those known: digits\/samples, .*mnist\/train-labels\.$/,
    )
  })
})
