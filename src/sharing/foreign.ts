/** @file What a file from anywhere is, by what it holds and not by its name: a picture, a text with a link, or text for the loader. */
import type { LoadError } from '../graph/load'
import { ok, type Result } from '../lib/result'
import { findLink } from './link'
import { type Picture, readPicture } from './picture'
import { isPng } from './png-chunks'

export type Foreign =
  | { kind: 'picture'; picture: Picture }
  | { kind: 'link'; link: string }
  /** A picture without a design in it, which may still be data. `why` says so. */
  | { kind: 'image'; why: string }
  /** JSON of a graph or of a piece of one, or anything else: the loader says what is wrong with it. */
  | { kind: 'text'; text: string }

/** How files of pictures begin that cannot carry a design. */
const OTHER_PICTURES: readonly [name: string, pattern: RegExp][] = [
  ['JPEG', /^\u00ff\u00d8\u00ff/],
  ['GIF', /^GIF8/],
  ['WebP', /^RIFF[\s\S]{4}WEBP/],
  ['AVIF', /^[\s\S]{4}ftypavi/],
  ['BMP', /^BM[\s\S]{4}\0\0\0\0/],
]

/** Says what the bytes are and reads them if they are a picture. */
export async function readForeign(bytes: Uint8Array): Promise<Result<Foreign, LoadError[]>> {
  if (isPng(bytes)) {
    const read = await readPicture(bytes)
    if (!read.ok) return read
    return ok(read.value ? { kind: 'picture', picture: read.value } : { kind: 'image', why: NO_DESIGN })
  }
  const head = String.fromCharCode(...bytes.subarray(0, 16))
  const other = OTHER_PICTURES.find(([, pattern]) => pattern.test(head))
  if (other)
    return ok({
      kind: 'image',
      why: `A ${other[0]} carries no design, so it is taken as data: only a PNG that Ganvas has made holds one.`,
    })
  const text = new TextDecoder().decode(bytes)
  const link = /^\s*\{/.test(text) ? null : findLink(text)
  return ok(link === null ? { kind: 'text', text } : { kind: 'link', link })
}

const NO_DESIGN =
  'This picture carries no design, so it is taken as data. Only a PNG that Ganvas has made does, and many chats and copied images drop what is not seen: if it should hold one, ask for the file itself.'
