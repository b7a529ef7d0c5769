/** @file Unpacks what is compressed, never further than was asked for: a few bytes can claim to be terabytes. */

const PIECE_BYTES = 65_536

/**
 * The content of a stream in this form; throws when it is damaged or has more than `limitBytes`. `sizeBytes`: as much as is to be
 * expected, where that is known.
 */
export async function unpack(
  packed: Blob | Uint8Array<ArrayBuffer>,
  form: 'deflate-raw' | 'gzip',
  limitBytes: number,
  sizeBytes: number | null = null,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = packed instanceof Blob ? packed.stream() : pieces(packed)
  const reader = stream.pipeThrough(new DecompressionStream(form)).getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > limitBytes) throw new TooLong(limitBytes)
      chunks.push(value)
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined)
    if (error instanceof TooLong) throw error
    throw new Error('it is damaged: what is compressed in it cannot be unpacked')
  }
  if (sizeBytes !== null && length !== sizeBytes)
    throw new Error(`it is damaged: it unpacks to ${length} bytes and should have ${sizeBytes}`)
  const content = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    content.set(chunk, offset)
    offset += chunk.length
  }
  return content
}

/** Small pieces: one unpacks to at most 1,032 times as many bytes, and no more is ever waiting. A Blob would cost a message to another process. */
function pieces(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream(
    {
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + PIECE_BYTES))
        else controller.close()
        at += PIECE_BYTES
      },
    },
    { highWaterMark: 0 },
  )
}

class TooLong extends Error {
  constructor(limitBytes: number) {
    super(`it unpacks to more than ${limitBytes.toLocaleString('en')} bytes`)
  }
}
