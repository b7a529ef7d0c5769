/** @file Own data in a document, as bytes, and drawn from. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../lib/random'
import type { DataFiles } from '../dataset'
import { decodeContent, encodeContent, type OwnContent } from './content'
import { describeWanted, type OwnReference, ownDataset, ownReferenceSchema } from './reference'

const images: OwnContent = {
  form: 'images',
  shape: [2, 1, 3],
  count: 3,
  classes: ['cats', 'dogs'],
  labels: Uint8Array.from([0, 1, 1]),
  pixels: Uint8Array.from({ length: 18 }, (_, index) => Math.floor(index / 6) * 100),
}
const pairs: OwnContent = {
  form: 'pairs',
  shape: [1, 1, 1],
  pairShape: [1, 2, 1],
  count: 2,
  classes: [],
  labels: null,
  pixels: Uint8Array.from([0, 255]),
  pairPixels: Uint8Array.from([0, 0, 255, 255]),
}
const points: OwnContent = {
  form: 'points',
  count: 2,
  classes: [],
  labels: null,
  points: Float32Array.from([0.5, -1, 3, 4]),
}

function referenceTo(content: OwnContent, bytes: Uint8Array): OwnReference {
  return ownReferenceSchema.parse({
    own: 'pets',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
    form: content.form,
    shape: content.form === 'points' ? [2] : content.shape,
    ...(content.form === 'pairs' && { pairShape: content.pairShape }),
    count: content.count,
    classes: content.classes,
  })
}

const giving = (bytes: Uint8Array): DataFiles => ({ read: async () => bytes })

describe.each([
  ['images', images],
  ['pairs', pairs],
  ['points', points],
] as const)('%s', (_, content) => {
  const bytes = encodeContent(content)

  test('are the same after writing and reading, and the same bytes every time', () => {
    expect(decodeContent(bytes)).toEqual({ ok: true, value: content })
    expect(encodeContent(structuredClone(content))).toEqual(bytes)
  })

  test('are drawn as declared, the same again from the same stream', async () => {
    const dataset = ownDataset(referenceTo(content, bytes))
    const loaded = await dataset.load(giving(bytes))
    const batch = loaded.draw(16, randomStream(1))
    expect(Object.keys(batch)).toEqual(Object.keys(dataset.fields))
    for (const [key, { shape }] of Object.entries(dataset.fields))
      expect(batch[key]).toHaveLength(16 * shape.reduce((a, b) => a * b, 1))
    expect(loaded.draw(16, randomStream(1))).toEqual(batch)
  })

  test('that the document describes wrongly are refused', async () => {
    const dataset = ownDataset({ ...referenceTo(content, bytes), count: content.count + 1 })
    await expect(dataset.load(giving(bytes))).rejects.toThrow(/says .* but it is/)
  })

  test('that are damaged are refused, wherever they are cut', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(decodeContent(bytes.subarray(0, length)).ok, `${length} bytes`).toBe(false)
  })
})

test('samples, labels and pairs belong together', async () => {
  const ofImages = await ownDataset(referenceTo(images, encodeContent(images))).load(giving(encodeContent(images)))
  const { image, label } = ofImages.draw(50, randomStream(2))
  for (let sample = 0; sample < 50; sample++) {
    const isCat = label![2 * sample] === 1
    expect(isCat).toBe(label![2 * sample + 1] === 0)
    expect(image![6 * sample]! === -1).toBe(isCat)
  }
  const ofPairs = await ownDataset(referenceTo(pairs, encodeContent(pairs))).load(giving(encodeContent(pairs)))
  const batch = ofPairs.draw(50, randomStream(2))
  expect(new Set(batch.image)).toEqual(new Set([-1, 1]))
  for (let sample = 0; sample < 50; sample++) expect(batch.pair![2 * sample]).toBe(batch.image![sample])
})

test('a reference says what is wanted, and what is wrong in one is refused', () => {
  const reference = referenceTo(images, encodeContent(images))
  expect(describeWanted(reference)).toMatch(/^pets, 3 pictures of 2 × 1 × 3 in 2 classes, SHA-256 [0-9a-f]{12}…$/)
  const wrong: Partial<Record<keyof OwnReference, unknown>>[] = [
    { sha256: 'ABC' },
    { form: 'points' },
    { pairShape: [2, 2, 1] },
    { shape: [2, 1, 9] },
    { shape: [4000, 4000, 3] },
    { count: 0 },
    { sizeBytes: 1e12 },
    { own: '' },
  ]
  for (const change of wrong) expect(ownReferenceSchema.safeParse({ ...reference, ...change }).success).toBe(false)
})
