/** @file Unpacks what is compressed in own data, with words for what is wrong with it. */
import { inflateSync } from 'fflate'
import { decompress } from '../../lib/decompress'
import { fail, ok, type Result } from '../../lib/result'

const PIECE_BYTES = 65_536
/** A stream for each of thousands of small pictures costs more than what it unpacks. Above this it is the faster, and can be given up midway. */
const MOST_AT_ONCE_BYTES = 65_536

/** As `decompress`. What is beyond `maxBytes` is counted and not kept; few packed bytes cannot hold it up for long. */
function inflateAtOnce(packed: Uint8Array, maxBytes: number): Result<Uint8Array<ArrayBuffer>, 'damaged' | 'too long'> {
  try {
    const room = new Uint8Array(Math.min(maxBytes, packed.length * 1032) + 1)
    const { length } = inflateSync(packed, { out: room })
    return length > maxBytes ? fail('too long') : ok(room.subarray(0, length))
  } catch (error) {
    // A block that is stored and does not fit in the room.
    return fail(error instanceof RangeError ? 'too long' : 'damaged')
  }
}

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
  const isSmall = packed instanceof Uint8Array && packed.length <= MOST_AT_ONCE_BYTES
  const unpacked =
    isSmall && form === 'deflate-raw'
      ? inflateAtOnce(packed, limitBytes)
      : await decompress(packed, form, { maxBytes: limitBytes, pieceBytes: PIECE_BYTES })
  if (!unpacked.ok)
    throw new Error(
      unpacked.problem === 'too long'
        ? `it unpacks to more than ${limitBytes.toLocaleString('en')} bytes`
        : 'it is damaged: what is compressed in it cannot be unpacked',
    )
  const { length } = unpacked.value
  if (sizeBytes !== null && length !== sizeBytes)
    throw new Error(`it is damaged: it unpacks to ${length} bytes and should have ${sizeBytes}`)
  return unpacked.value
}
