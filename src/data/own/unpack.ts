/** @file Unpacks what is compressed in own data, with words for what is wrong with it. */
import { decompress } from '../../lib/decompress'

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
  const unpacked = await decompress(packed, form, { maxBytes: limitBytes, pieceBytes: PIECE_BYTES })
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
