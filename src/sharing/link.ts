/**
 * @file A design as a link. All of it stands in the fragment (`#g1=…`), which browsers do not send to a server, so no server keeps it and
 * none can lose it. `g1` names the form: JSON, zlib, base64url. Forms are never taken away: the links in graphs/golden/links open for ever.
 */
import type { GraphDocument } from '../graph/document'
import { type LoadError, loadDocument, MAX_FILE_BYTES } from '../graph/load'
import { saveDocument } from '../graph/save'
import { fail, ok, type Result } from '../lib/result'
import { fromBase64Url, toBase64Url } from './base64url'
import { deflate, inflate } from './deflate'

/** The form that is written now. */
export const LINK_VERSION = 1

/**
 * Longest link that is offered. Browsers take more (Safari 80,000, Chrome 2,000,000), and so do most chats and mail programs, but some
 * cut at 32,768 letters.
 */
export const MAX_LINK_LENGTH = 32_000

/** Some chats take no longer message than this: Discord, for one. */
export const SHORT_LINK_LENGTH = 2_000

/** Longest fragment that is read: far above what is written, far below what could exhaust memory. */
const MAX_READ_LENGTH = 2_000_000

/** Some programs write `#` as `%23` and `=` as `%3D` when they make text into a link. */
const FRAGMENT = /(?:#|%23)g(\d{1,9})(?:=|%3D)([A-Za-z0-9_-]*)/i

/** A link, whole or only its fragment, in any text; `null` when there is none. What stands around it does not matter. */
export function findLink(text: string): string | null {
  if (text.length > MAX_READ_LENGTH) return null
  return FRAGMENT.exec(text)?.[0] ?? null
}

/** The link that opens this design in the page at `siteUrl`. It may be longer than `MAX_LINK_LENGTH`. */
export async function linkOf(document: GraphDocument, siteUrl: string): Promise<string> {
  // Without the spaces that make the file readable: they would make the link a tenth longer.
  const text = JSON.stringify(JSON.parse(saveDocument(document)))
  const packed = await deflate(new TextEncoder().encode(text))
  return `${siteUrl.replace(/#.*$/s, '')}#g${LINK_VERSION}=${toBase64Url(packed)}`
}

/** The design of a link, or why it has none. */
export async function readLink(link: string): Promise<Result<GraphDocument, LoadError[]>> {
  const [, version, payload = ''] = FRAGMENT.exec(link) ?? []
  if (version === undefined) return refuse('This link holds no design. One that does ends in “#g1=” and many letters.')
  if (Number(version) !== LINK_VERSION)
    return refuse(
      `This link is of form g${version}. This Ganvas reads form g${LINK_VERSION}; open the link with a newer one.`,
    )
  const packed = fromBase64Url(payload)
  if (!packed) return refuse(CUT)
  const bytes = await inflate(packed, MAX_FILE_BYTES)
  if (!bytes.ok) return refuse(bytes.problem === 'damaged' ? CUT : TOO_LONG)
  return loadDocument(new TextDecoder().decode(bytes.value))
}

const CUT =
  'The link is not whole: a part of it is missing or was changed on its way. Ask for it again, or for the file.'
const TOO_LONG = `The link unpacks to more than ${MAX_FILE_BYTES / 1e6} MB, which is more than a design may have.`

const refuse = (message: string): Result<never, LoadError[]> => fail([{ path: '$', message }])

/** Why a link is not offered, or not for everything; `null` when it goes everywhere. */
export function linkProblem(link: string): Result<string | null, string> {
  const letters = link.length.toLocaleString('en')
  if (link.length > MAX_LINK_LENGTH)
    return fail(
      `This design makes a link of ${letters} letters. More than ${MAX_LINK_LENGTH.toLocaleString('en')} do not survive most chats and mail programs. Send the file or the picture instead.`,
    )
  if (link.length > SHORT_LINK_LENGTH)
    return ok(`${letters} letters: too long for a message on Discord; other chats and mail programs take it.`)
  return ok(null)
}
