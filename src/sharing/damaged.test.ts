/**
 * @file Two hundred damaged pictures, links and files: bits flipped, cut, pieces swapped, lengths that lie, bombs. Each is answered with an
 * error that says something, or with the very design that was sent; never with another one, and never by taking memory without bound.
 */
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { type LoadError, loadDocument } from '../graph/load'
import { saveDocument } from '../graph/save'
import { joinBytes } from '../lib/join'
import { type RandomStream, randomStream } from '../lib/random'
import { fail, ok, type Result } from '../lib/result'
import { readForeign } from './foreign'
import { linkOf, readLink } from './link'
import { embed } from './picture'
import { readChunks, writeChunks } from './png-chunks'
import { readDesign, smallPng } from './testing'

const document = readDesign('templates/dcgan-mnist.json')
const whole = saveDocument(document)
const weights = Uint8Array.from({ length: 4000 }, (_, index) => index % 251)

/** As the page opens whatever it is given. */
async function open(bytes: Uint8Array): Promise<Result<GraphDocument, LoadError[]>> {
  const foreign = await readForeign(bytes)
  if (!foreign.ok) return foreign
  if (foreign.value.kind === 'link') return readLink(foreign.value.link)
  if (foreign.value.kind === 'text') return loadDocument(foreign.value.text)
  if (foreign.value.kind === 'image') return fail([{ path: '$', message: foreign.value.why }])
  const { picture } = foreign.value
  if (picture.weights?.some((byte, index) => byte !== weights[index]))
    return fail([{ path: '$', message: 'OTHER WEIGHTS' }])
  return ok(picture.document)
}

const flipped = (bytes: Uint8Array, random: RandomStream) => {
  const copy = Uint8Array.from(bytes)
  for (let flip = random.integer(4); flip >= 0; flip--) {
    const at = random.integer(copy.length)
    copy[at] = copy[at]! ^ (1 << random.integer(8))
  }
  return copy
}
const cut = (bytes: Uint8Array, random: RandomStream) => bytes.slice(0, random.integer(bytes.length))
const swapped = (bytes: Uint8Array, random: RandomStream) => {
  const [first, second] = [random.integer(bytes.length), random.integer(bytes.length)].sort((a, b) => a - b)
  return joinBytes([bytes.subarray(first, second), bytes.subarray(0, first), bytes.subarray(second)])
}
const zeroed = (bytes: Uint8Array, random: RandomStream) => {
  const start = random.integer(bytes.length)
  return Uint8Array.from(bytes).fill(0, start, start + 1 + random.integer(64))
}
const doubled = (bytes: Uint8Array, random: RandomStream) => {
  const start = random.integer(bytes.length)
  return joinBytes([bytes.subarray(0, start), bytes.subarray(Math.max(0, start - random.integer(200)))])
}

test('each is answered with a clear error or with the same design', async () => {
  const random = randomStream('damaged')
  const embedded = await embed(smallPng(), {
    document,
    run: { of: 'samples', output: null, step: 3, seed: 0 },
    weights,
  })
  if (!embedded.ok) throw new Error(embedded.problem)
  const encode = (text: string) => new TextEncoder().encode(text)
  const sources = {
    picture: embedded.value,
    link: encode(await linkOf(document, 'https://example.org/')),
    file: encode(whole),
  }
  const damages = { flipped, cut, swapped, zeroed, doubled }
  const cases: [string, Uint8Array][] = []
  for (let round = 0; round < 13; round++)
    for (const [source, bytes] of Object.entries(sources))
      for (const [damage, apply] of Object.entries(damages))
        cases.push([`${source} ${damage} ${round}`, apply(bytes, random)])

  // What chance would not find.
  const read = readChunks(embedded.value)
  const plain = readChunks(smallPng())
  if (!read.ok || !plain.ok) throw new Error('the pictures are whole')
  const withText = (data: Uint8Array) => {
    const [header, ...rest] = plain.value.chunks
    return writeChunks([header!, { type: 'iTXt', data }, ...rest])
  }
  const bomb = deflateSync(new Uint8Array(30_000_000))
  const withLength = (at: number, length: number) => {
    const copy = Uint8Array.from(embedded.value)
    new DataView(copy.buffer).setUint32(at, length)
    return copy
  }
  cases.push(
    ['picture of chunks in reverse', writeChunks([...read.value.chunks].reverse())],
    ['picture without an end', writeChunks(read.value.chunks.slice(0, -1))],
    ['picture with a bomb', withText(joinBytes([encode('ganvas\0\x01\0\0\0'), bomb]))],
    ['picture with an unpacked bomb', withText(encode(`ganvas\0\0\0\0\0${' '.repeat(6_000_000)}`))],
    ['picture with an unknown packing', withText(encode('ganvas\0\x01\x07\0\0abc'))],
    ['picture with no text', withText(encode('ganvas\0'))],
    ['picture of a chunk of 4 GB', withLength(8, 0xffffffff)],
    ['picture of a text of 2 GB', withLength(33, 0x7fffffff)],
    ['picture of nothing but its first bytes', embedded.value.slice(0, 8)],
    ['link with a bomb', encode(`#g1=${bomb.toString('base64url')}`)],
    ['link of zeros', encode(`#g1=${'A'.repeat(100_000)}`)],
    ['link of three million letters', encode(`#g1=${'A'.repeat(3_000_000)}`)],
    ['file of spaces', encode(' '.repeat(6_000_000))],
    ['file of brackets', encode('['.repeat(1_000_000))],
    ['file of nothing', new Uint8Array()],
  )
  expect(cases.length).toBeGreaterThan(200)

  const before = process.memoryUsage().rss
  const wrong: string[] = []
  let errors = 0
  for (const [name, bytes] of cases) {
    const opened = await open(bytes)
    if (opened.ok) {
      const text = saveDocument(opened.value)
      // A letter of a title or of a number in a file may change and nobody can know: plain text has no check sum.
      if (text !== whole && !name.startsWith('file')) wrong.push(`${name} opened as another design`)
    } else {
      errors++
      if (opened.problem.some(({ message }) => message.length < 20 || message === 'OTHER WEIGHTS'))
        wrong.push(`${name}: ${opened.problem.map(({ message }) => message).join(' ')}`)
    }
  }
  expect(wrong).toEqual([])
  expect(errors).toBeGreaterThan(100)
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000)
})
