/** @file What the tests of sharing need: all designs that are shipped, and a small picture. */
import { readdirSync, readFileSync } from 'node:fs'
import { encode } from 'fast-png'
import type { GraphDocument } from '../graph/document'
import { loadDocument } from '../graph/load'
import { invariant } from '../lib/assert'

const ROOT = new URL('../../', import.meta.url)

export function readDesign(path: string): GraphDocument {
  const loaded = loadDocument(readFileSync(new URL(path, ROOT), 'utf8'))
  invariant(loaded.ok, `${path} loads`)
  return loaded.value
}

/** Paths of the templates, of the nets of papers and of the golden files, from the root of the repository. */
export const designs = ['templates/', 'graphs/', 'graphs/published/', 'graphs/golden/v1/'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.json'))
    .map((name) => folder + name),
)

/** Eight by eight pixels in grey steps. */
export const smallPng = (): Uint8Array =>
  encode({ width: 8, height: 8, channels: 1, data: Uint8Array.from({ length: 64 }, (_, index) => index * 4) })
