/** @file PNG as a list of chunks (PNG specification, third edition, §5): length, type, data, CRC. Pixels are left to others. */

import { crc32 } from '../lib/crc32'
import { joinBytes } from '../lib/join'
import { fail, ok, type Result } from '../lib/result'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Length and type before the data, CRC behind it. */
const FRAME_BYTES = 12

/** More than any encoder writes; each costs a look. */
const MAX_CHUNKS = 100_000

export interface Chunk {
  /** Four ASCII letters. */
  type: string
  data: Uint8Array
}

/** A view into the file: nothing was copied, and its CRC not looked at. */
export interface FoundChunk extends Chunk {
  isWhole(): boolean
}

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, index) => bytes[index] === byte)

/** The chunks up to IEND, or up to where the file is cut. A file that is no PNG is a problem. */
export function readChunks(file: Uint8Array): Result<{ chunks: FoundChunk[]; isWhole: boolean }, string> {
  if (!isPng(file)) return fail('This is no PNG.')
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const chunks: FoundChunk[] = []
  let position = SIGNATURE.length
  while (position + FRAME_BYTES <= file.length && chunks.length < MAX_CHUNKS) {
    const length = view.getUint32(position)
    const typeAt = position + 4
    const dataAt = typeAt + 4
    if (length > file.length - position - FRAME_BYTES) break
    const type = String.fromCharCode(...file.subarray(typeAt, dataAt))
    const crc = view.getUint32(dataAt + length)
    chunks.push({
      type,
      data: file.subarray(dataAt, dataAt + length),
      isWhole: () => crc32(file.subarray(typeAt, dataAt + length)) === crc,
    })
    if (type === 'IEND') return ok({ chunks, isWhole: true })
    position = dataAt + length + 4
  }
  return ok({ chunks, isWhole: false })
}

/** The file of a list of chunks. */
export function writeChunks(chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  return joinBytes([
    Uint8Array.from(SIGNATURE),
    ...chunks.map(({ type, data }) => {
      const bytes = new Uint8Array(FRAME_BYTES + data.length)
      const view = new DataView(bytes.buffer)
      view.setUint32(0, data.length)
      bytes.set(new TextEncoder().encode(type), 4)
      bytes.set(data, 8)
      view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
      return bytes
    }),
  ])
}
