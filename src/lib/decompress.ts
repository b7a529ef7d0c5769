/**
 * @file Unpacks what is compressed with the platform's own streams, the same in a browser and in Node, and never further than was asked
 * for: a few bytes can claim to be terabytes.
 */
import { joinBytes } from './join'
import { fail, ok, type Result } from './result'

interface Limits {
  /** Most that may come out. */
  maxBytes: number
  /** Of what is packed, handed on at once: it gives at most 1,032 times as many, and no more is ever waiting. */
  pieceBytes: number
}

/** `damaged`: not of this form, cut short, or its check sum is wrong. `too long`: more than `maxBytes`; the rest was not unpacked. */
export async function decompress(
  packed: Blob | Uint8Array,
  form: CompressionFormat,
  { maxBytes, pieceBytes }: Limits,
): Promise<Result<Uint8Array<ArrayBuffer>, 'damaged' | 'too long'>> {
  const stream = packed instanceof Blob ? packed.stream() : pieces(packed, pieceBytes)
  const reader = stream.pipeThrough(new DecompressionStream(form)).getReader()
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return ok(joinBytes(parts))
      length += value.length
      if (length > maxBytes) {
        await reader.cancel().catch(() => undefined)
        return fail('too long')
      }
      parts.push(value)
    }
  } catch {
    await reader.cancel().catch(() => undefined)
    return fail('damaged')
  }
}

/** A stream of our own: that of a Blob would cost a message to another process for each piece. */
function pieces(bytes: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = 0
  return new ReadableStream(
    {
      pull(controller) {
        if (position >= bytes.length) controller.close()
        else controller.enqueue(new Uint8Array(bytes.subarray(position, position + pieceBytes)))
        position += pieceBytes
      },
    },
    { highWaterMark: 0 },
  )
}
