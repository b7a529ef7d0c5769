/** @file Own data on the command line: the folder that the page took gives the same hash, and other data is refused by name. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { encodeContent } from '../data/own/content'
import { decodeInNode } from '../data/own/decode-node'
import { DEFAULT_OPTIONS, prepareOwn } from '../data/own/prepare'
import { referTo } from '../data/own/refer'
import { pngOf, zipOf } from '../data/own/testing/files'
import { addNode } from '../graph/edits'
import { emptyDocument } from '../graph/schema'
import { ownDataFor } from './own-data'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-own-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('data is found by its hash in a folder, a zip or a file, and named when it is missing or other', async () => {
  const pictures = ['cats/1', 'cats/2', 'dogs/1'].map((path, index) => ({
    path: `${path}.png`,
    content: pngOf(9, 6, [100 * index, 50, 0]),
  }))
  for (const { path, content } of pictures) {
    mkdirSync(join(folder, 'pets', path, '..'), { recursive: true })
    writeFileSync(join(folder, 'pets', path), content)
  }
  const zip = zipOf(pictures)
  writeFileSync(join(folder, 'pets.zip'), zip)
  const prepared = await prepareOwn(
    [{ path: 'pets.zip', blob: new Blob([zip]) }],
    { ...DEFAULT_OPTIONS, side: 32, crop: 'stretch' },
    { decode: decodeInNode },
  )
  if (!prepared.ok) throw new Error(prepared.problem.message)
  const bytes = encodeContent(prepared.value.content)
  writeFileSync(join(folder, 'pets.safetensors'), bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const document = emptyDocument()
  addNode(document, {
    id: 'data',
    kind: 'dataset',
    params: { dataset: referTo(prepared.value.content, 'pets', sha256, bytes.length) },
    position: { x: 0, y: 0 },
  })
  for (const name of ['pets', 'pets.zip', 'pets.safetensors'])
    expect(await ownDataFor(document, join(folder, name))).toEqual({ ok: true, value: new Map([[sha256, bytes]]) })

  const missing = await ownDataFor(document, undefined)
  expect(missing.ok ? '' : missing.problem).toMatch(/wants pets, 3 pictures .* Give it with --data/)
  writeFileSync(join(folder, 'pets', 'dogs', '2.png'), pngOf(9, 6, [0, 0, 0]))
  const other = await ownDataFor(document, join(folder, 'pets'))
  expect(other.ok ? '' : other.problem).toMatch(/not what --data names.*gives SHA-256/)
})
