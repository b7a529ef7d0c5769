/**
 * @file Reads ZIP archives (PKWARE's APPNOTE 6.3) entry by entry, without holding the archive in memory. An archive is untrusted: entries
 * that claim more than their bytes can hold, that share bytes with others or that are too many are refused before anything is unpacked,
 * and their names are only looked at, never used as places.
 */
import { crc32 } from '../../lib/crc32'
import { fail, ok, type Result } from '../../lib/result'
import { unpack } from './unpack'

export interface ZipEntry {
  path: string
  /** Unpacked. */
  sizeBytes: number
  /** Throws with the reason when the entry cannot be had or has more than `limitBytes`. */
  read(limitBytes: number): Promise<Uint8Array<ArrayBuffer>>
}

export const MAX_ZIP_ENTRIES = 200_000
/** Of all entries together. */
export const MAX_ZIP_TOTAL_BYTES = 8e9
const MAX_DIRECTORY_BYTES = 64e6
/** DEFLATE cannot do better: 258 bytes for two bits. */
const MAX_RATIO = 1032

const END_BYTES = 22
const END_SIGNATURE = 0x06054b50
const MAX_COMMENT_BYTES = 0xffff
const LOCATOR_BYTES = 20
const LOCATOR_SIGNATURE = 0x07064b50
const END64_BYTES = 56
const END64_SIGNATURE = 0x06064b50
const ENTRY_BYTES = 46
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_BYTES = 30
const LOCAL_SIGNATURE = 0x04034b50
const STORED = 0
const DEFLATED = 8
const EVERYTHING_ELSEWHERE = 0xffffffff

async function view(zip: Blob, start: number, length: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await zip.slice(start, start + length).arrayBuffer())
}

/** Entries lie one after the other, and each reading of a file on the disk is a message to another process: many are read at once. */
const WINDOW_BYTES = 4_000_000

/** Reads parts of an archive; keeps the last piece that was read. */
function windowed(zip: Blob): (start: number, length: number) => Promise<Uint8Array<ArrayBuffer>> {
  let held: { start: number; end: number; bytes: Promise<ArrayBuffer> } | null = null
  return async (start, length) => {
    if (start >= zip.size) return new Uint8Array(0)
    const end = Math.min(zip.size, start + length)
    if (!held || start < held.start || end > held.end) {
      const heldEnd = Math.min(zip.size, start + Math.max(length, WINDOW_BYTES))
      held = { start, end: heldEnd, bytes: zip.slice(start, heldEnd).arrayBuffer() }
    }
    const { start: from, bytes } = held
    return new Uint8Array(await bytes, start - from, end - start)
  }
}

/** The files in an archive, in its order; or why it cannot be read. */
export async function readZip(zip: Blob): Promise<Result<ZipEntry[], string>> {
  const directory = await findDirectory(zip)
  if (!directory.ok) return directory
  const { count, offset, sizeBytes } = directory.value
  if (count > MAX_ZIP_ENTRIES)
    return fail(
      `It claims ${count.toLocaleString('en')} entries; at most ${MAX_ZIP_ENTRIES.toLocaleString('en')} are read.`,
    )
  if (sizeBytes > MAX_DIRECTORY_BYTES || offset + sizeBytes > zip.size)
    return fail('It is damaged: its table of contents lies outside of it.')
  const table = await view(zip, offset, sizeBytes)
  const part = windowed(zip)
  const entries: ZipEntry[] = []
  let [at, packedTotal, total] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const entry = readEntry(part, table, at)
    if (!entry) return fail(`It is damaged: entry ${index + 1} of its table of contents cannot be read.`)
    at = entry.next
    packedTotal += entry.packedBytes
    total += entry.sizeBytes
    if (!entry.path.endsWith('/')) entries.push(entry)
  }
  // Entries that share their bytes are how a small archive becomes a large one.
  if (packedTotal > zip.size) return fail('Its entries claim more bytes than it has: it was made to harm.')
  if (total > MAX_ZIP_TOTAL_BYTES)
    return fail(`It would unpack to ${(total / 1e9).toFixed(1)} GB; at most ${MAX_ZIP_TOTAL_BYTES / 1e9} GB are read.`)
  return ok(entries)
}

interface Directory {
  count: number
  offset: number
  sizeBytes: number
}

async function findDirectory(zip: Blob): Promise<Result<Directory, string>> {
  const tailStart = Math.max(0, zip.size - END_BYTES - MAX_COMMENT_BYTES - LOCATOR_BYTES)
  const tail = await view(zip, tailStart, zip.size - tailStart)
  let end = tail.byteLength - END_BYTES
  while (end >= 0 && tail.getUint32(end, true) !== END_SIGNATURE) end--
  if (end < 0) return fail('It is no ZIP archive, or its end is missing: download or pack it again.')
  const directory = {
    count: tail.getUint16(end + 10, true),
    sizeBytes: tail.getUint32(end + 12, true),
    offset: tail.getUint32(end + 16, true),
  }
  const locator = end - LOCATOR_BYTES
  if (locator < 0 || tail.getUint32(locator, true) !== LOCATOR_SIGNATURE) return ok(directory)
  const place = Number(tail.getBigUint64(locator + 8, true))
  if (!(place + END64_BYTES <= zip.size)) return fail('It is damaged: its end points outside of it.')
  const end64 = await view(zip, place, END64_BYTES)
  if (end64.getUint32(0, true) !== END64_SIGNATURE) return fail('It is damaged: its end is not where it should be.')
  return ok({
    count: Number(end64.getBigUint64(32, true)),
    sizeBytes: Number(end64.getBigUint64(40, true)),
    offset: Number(end64.getBigUint64(48, true)),
  })
}

/** In UTF-8; old packers wrote others, which are read as one character a byte, so that different names stay different. */
function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function readEntry(part: ReturnType<typeof windowed>, table: DataView<ArrayBuffer>, at: number) {
  if (at + ENTRY_BYTES > table.byteLength || table.getUint32(at, true) !== ENTRY_SIGNATURE) return null
  const flags = table.getUint16(at + 8, true)
  const method = table.getUint16(at + 10, true)
  const crc = table.getUint32(at + 16, true)
  let packedBytes = table.getUint32(at + 20, true)
  let sizeBytes = table.getUint32(at + 24, true)
  let offset = table.getUint32(at + 42, true)
  const [name, extra, comment] = [28, 30, 32].map((place) => table.getUint16(at + place, true)) as [
    number,
    number,
    number,
  ]
  const next = at + ENTRY_BYTES + name + extra + comment
  if (next > table.byteLength) return null
  const path = nameOf(new Uint8Array(table.buffer, at + ENTRY_BYTES, name))
  // ZIP64 moves numbers that do not fit in 32 bits to an extra field, in this order.
  let [field, extraEnd] = [at + ENTRY_BYTES + name, at + ENTRY_BYTES + name + extra]
  while (field + 4 <= extraEnd) {
    const [id, length] = [table.getUint16(field, true), table.getUint16(field + 2, true)]
    let place = field + 4
    const large = (value: number): number => {
      if (value !== EVERYTHING_ELSEWHERE || place + 8 > Math.min(extraEnd, field + 4 + length)) return value
      place += 8
      return Number(table.getBigUint64(place - 8, true))
    }
    if (id === 1) {
      sizeBytes = large(sizeBytes)
      packedBytes = large(packedBytes)
      offset = large(offset)
    }
    field += 4 + length
  }
  const read = async (limitBytes: number): Promise<Uint8Array<ArrayBuffer>> => {
    if (flags & 1) throw new Error('it is encrypted')
    if (method !== STORED && method !== DEFLATED)
      throw new Error(`it is packed by method ${method}; only stored and deflated entries are read`)
    if (sizeBytes > limitBytes)
      throw new Error(
        `it has ${sizeBytes.toLocaleString('en')} bytes; at most ${limitBytes.toLocaleString('en')} are read`,
      )
    if (sizeBytes > packedBytes * MAX_RATIO + 64) throw new Error('it claims to be larger than its bytes can hold')
    const head = await part(offset, LOCAL_BYTES)
    const local = new DataView(head.buffer, head.byteOffset, head.byteLength)
    if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL_SIGNATURE)
      throw new Error('it is damaged: it is not where the table of contents says')
    const start = offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true)
    const packed = await part(start, packedBytes)
    if (packed.length !== packedBytes) throw new Error('it is cut off')
    const content = method === STORED ? packed.slice() : await unpack(packed, 'deflate-raw', sizeBytes, sizeBytes)
    if (content.length !== sizeBytes || crc32(content) !== crc) throw new Error('it is damaged: its check sum is wrong')
    return content
  }
  return { path, sizeBytes, packedBytes, read, next }
}
