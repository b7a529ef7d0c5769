/** @file Pictures: every design comes back as the same file, weights come back as the same bytes, and the picture stays a picture. */
import { decode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { saveDocument } from '../graph/save'
import { readForeign } from './foreign'
import { embed, type PictureRun, readPicture } from './picture'
import { readChunks, writeChunks } from './png-chunks'
import { designs, readDesign, smallPng } from './testing'

const run: PictureRun = { of: 'samples', output: 'Generator.image', step: 1200, seed: 7 }

async function made(path = 'templates/gaussian-ring.json', weights: Uint8Array | null = null) {
  const embedded = await embed(smallPng(), { document: readDesign(path), run, weights })
  if (!embedded.ok) throw new Error(embedded.problem)
  return embedded.value
}

test.each(designs)('%s comes back as the same file', async (path) => {
  const read = await readPicture(await made(path))
  expect(read.ok && read.value && saveDocument(read.value.document)).toBe(saveDocument(readDesign(path)))
})

test('what run it shows and the weights come back, and every pixel stays', async () => {
  const weights = Uint8Array.from({ length: 1000 }, (_, index) => index * 7)
  const file = await made(undefined, weights)
  const read = await readPicture(file)
  expect(read.ok && read.value?.run).toEqual(run)
  expect(read.ok && read.value?.weights).toEqual(weights)
  expect(decode(file).data).toEqual(decode(smallPng()).data)
})

test('where the weights are damaged or cut off the design is opened, and what is lost is said', async () => {
  const file = await made(undefined, new Uint8Array(1000))
  const flipped = file.slice()
  // In front of the weights' check sum and the last chunk.
  flipped[file.length - 20]! ^= 1
  const design = { document: { name: '8 Gaussians' }, weights: null }
  expect(await readPicture(flipped)).toMatchObject({ value: { ...design, lost: expect.stringContaining('check sum') } })
  const cut = file.slice(0, file.length - 500)
  expect(await readPicture(cut)).toMatchObject({ value: { ...design, lost: expect.stringContaining('cut short') } })
  expect(await readPicture(await made())).toMatchObject({ value: { ...design, lost: null } })
})

test('a picture that is made into another keeps only the new design', async () => {
  const first = await made(undefined, new Uint8Array(10))
  const second = await embed(first, { document: readDesign('templates/wgan-mnist.json'), run, weights: null })
  const read = second.ok ? await readPicture(second.value) : second
  expect(read.ok && read.value).toMatchObject({ document: { name: 'WGAN · MNIST' }, weights: null })
  expect(second.ok && second.value.length).toBeLessThan(first.length + 1000)
})

test('an untouched picture, one from elsewhere and a text are told apart', async () => {
  expect(await readPicture(smallPng())).toEqual({ ok: true, value: null })
  const problem = async (bytes: Uint8Array) => {
    const read = await readForeign(bytes)
    if (!read.ok) return read.problem[0]?.message
    return read.value.kind === 'image' ? read.value.why : read.value.kind
  }
  expect(await problem(smallPng())).toContain('carries no design')
  expect(await problem(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toContain('A JPEG carries no design')
  expect(await problem(new TextEncoder().encode('{"format":"ganvas"}'))).toBe('text')
  expect(await problem(new TextEncoder().encode('see https://a.b/#g1=eJwD'))).toBe('link')
  expect(await problem(await made())).toBe('picture')
})

describe('the text', () => {
  test('may stand unpacked, as other programs write it', async () => {
    const document = readDesign('templates/gaussian-ring.json')
    const read = readChunks(smallPng())
    if (!read.ok) throw new Error(read.problem)
    const [header, ...rest] = read.value.chunks
    const data = new TextEncoder().encode(`ganvas\0\0\0en\0ganvas\0${saveDocument(document)}`)
    const file = writeChunks([header!, { type: 'iTXt', data }, ...rest])
    const opened = await readPicture(file)
    expect(opened.ok && opened.value && saveDocument(opened.value.document)).toBe(saveDocument(document))
  })

  test('of a later version of what a picture shows is passed over', async () => {
    const read = readChunks(await made())
    if (!read.ok) throw new Error(read.problem)
    const later = new TextEncoder().encode(`ganvas-run\0\0\0\0\0{"version":2,"of":"film"}`)
    const chunks = read.value.chunks.map((chunk, index) => (index === 2 ? { type: 'iTXt', data: later } : chunk))
    expect(await readPicture(writeChunks(chunks))).toMatchObject({ ok: true, value: { run: null } })
  })
})
