/**
 * @file Packing and unpacking with the platform's own streams, the same in a browser and in Node. The form is zlib's: its check sum
 * tells a damaged text from a whole one. What is unpacked is foreign, so its length is bounded while it is read.
 */
import { fail, ok, type Result } from '../lib/result'

/** Packed bytes are handed on in pieces of this size: one piece gives at most 1,032 times as many, and no more is ever waiting. */
const PIECE_BYTES = 1024

/** The bytes in zlib's form. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** `damaged`: no zlib, cut short, or its check sum is wrong. `too long`: more than `maxBytes`; the rest was not unpacked. */
export async function inflate(
  packed: Uint8Array,
  maxBytes: number,
): Promise<Result<Uint8Array<ArrayBuffer>, 'damaged' | 'too long'>> {
  const reader = pieces(packed).pipeThrough(new DecompressionStream('deflate')).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > maxBytes) {
        await reader.cancel().catch(() => undefined)
        return fail('too long')
      }
      parts.push(value)
    }
  } catch {
    return fail('damaged')
  }
  return ok(joined(parts))
}

function pieces(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = 0
  return new ReadableStream(
    {
      pull(controller) {
        if (position >= bytes.length) controller.close()
        else controller.enqueue(Uint8Array.from(bytes.subarray(position, position + PIECE_BYTES)))
        position += PIECE_BYTES
      },
    },
    { highWaterMark: 0 },
  )
}

/** All parts, one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let position = 0
  for (const part of parts) {
    whole.set(part, position)
    position += part.length
  }
  return whole
}
