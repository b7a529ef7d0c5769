/**
 * @file Packing and unpacking with the platform's own streams, the same in a browser and in Node. The form is zlib's: its check sum
 * tells a damaged text from a whole one. What is unpacked is foreign, so its length is bounded while it is read.
 */
import { decompress } from '../lib/decompress'
import type { Result } from '../lib/result'

/** Little is foreign text, so little need ever wait. */
const PIECE_BYTES = 1024

/** The bytes in zlib's form. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** `damaged`: no zlib, cut short, or its check sum is wrong. `too long`: more than `maxBytes`; the rest was not unpacked. */
export const inflate = (
  packed: Uint8Array,
  maxBytes: number,
): Promise<Result<Uint8Array<ArrayBuffer>, 'damaged' | 'too long'>> =>
  decompress(packed, 'deflate', { maxBytes, pieceBytes: PIECE_BYTES })
