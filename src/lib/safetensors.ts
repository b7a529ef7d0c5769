/** @file Named tensors in one file, in the safetensors format: 8 bytes of header length, a JSON header, raw little-endian data. */
import { fail, ok, type Result } from './result'

export interface NamedTensor {
  name: string
  shape: readonly number[]
  values: Float32Array
  /** How the values stand in the file; left out: `F32`. `I8` is for whole numbers from −128 to 127. */
  storage?: 'F32' | 'I8'
}

/** A tensor as its bytes, little-endian. */
export interface RawTensor {
  name: string
  /** As the format names types: `F32`, `I8`, `U8`. */
  dtype: string
  shape: readonly number[]
  bytes: Uint8Array
}

const BYTES_PER_VALUE: Readonly<Record<string, number>> = { F32: 4, I8: 1, U8: 1 }

/** Longest header that is read: far above any network here, far below what could exhaust memory. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024

interface Entry {
  dtype: string
  shape: number[]
  data_offsets: [number, number]
}

/** `metadata` maps strings to strings, as the format demands. */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  return encodeRawTensors(
    tensors.map(({ name, shape, values, storage = 'F32' }) => ({
      name,
      shape,
      dtype: storage,
      bytes:
        storage === 'I8'
          ? new Uint8Array(Int8Array.from(values).buffer)
          : new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    })),
    metadata,
  )
}

/** Tensors that are bytes already, in the order in which they come. Equal contents give equal files. */
export function encodeRawTensors(
  tensors: readonly RawTensor[],
  metadata: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, Entry | Record<string, string>> = { __metadata__: metadata }
  let offset = 0
  for (const { name, dtype, shape, bytes } of tensors) {
    const end = offset + bytes.length
    header[name] = { dtype, shape: [...shape], data_offsets: [offset, end] }
    offset = end
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  // Data must start at a multiple of eight bytes; the format pads the header with spaces.
  const padding = (8 - (json.length % 8)) % 8
  const file = new Uint8Array(8 + json.length + padding + offset)
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length + padding), true)
  file.set(json, 8)
  file.fill(0x20, 8 + json.length, 8 + json.length + padding)
  let position = 8 + json.length + padding
  for (const { bytes } of tensors) {
    file.set(bytes, position)
    position += bytes.length
  }
  return file
}

export interface Safetensors {
  tensors: NamedTensor[]
  metadata: Record<string, string>
}

/** Reads what `encodeSafetensors` writes; anything damaged or of another type is refused with the reason. */
export function decodeSafetensors(file: Uint8Array): Result<Safetensors, string> {
  const raw = decodeRawTensors(file)
  if (!raw.ok) return raw
  const tensors: NamedTensor[] = []
  for (const { name, dtype, shape, bytes } of raw.value.tensors) {
    if (dtype !== 'F32' && dtype !== 'I8')
      return fail(`Tensor "${name}" has type ${dtype}; only F32 and I8 are read here.`)
    // A copy by hand: `slice` of Node's Buffer is a view of all that the Buffer was cut from.
    const copy = new Uint8Array(bytes.length)
    copy.set(bytes)
    const { buffer } = copy
    if (dtype === 'F32') tensors.push({ name, shape, values: new Float32Array(buffer) })
    else tensors.push({ name, shape, values: Float32Array.from(new Int8Array(buffer)), storage: dtype })
  }
  return ok({ tensors, metadata: raw.value.metadata })
}

/** The tensors as views of the file's bytes: nothing is copied. */
export function decodeRawTensors(
  file: Uint8Array,
): Result<{ tensors: RawTensor[]; metadata: Record<string, string> }, string> {
  if (file.length < 8)
    return fail(`A safetensors file begins with 8 bytes of length; this one has ${file.length} bytes.`)
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const headerBytes = Number(view.getBigUint64(0, true))
  if (headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > file.length)
    return fail(`The header claims ${headerBytes} bytes, more than the file of ${file.length} bytes can hold.`)
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(8, 8 + headerBytes)))
  } catch {
    return fail('The header is not JSON: the file is damaged or no safetensors file.')
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    return fail('The header is not an object.')
  const tensors: RawTensor[] = []
  /** A header may name the same bytes again and again: what is read is no more than the file holds. */
  let readBytes = 0
  let metadata: Record<string, string> = {}
  for (const [name, entry] of Object.entries(header as Record<string, unknown>)) {
    if (name === '__metadata__') {
      metadata = Object.fromEntries(
        Object.entries(Object(entry) as Record<string, unknown>).filter(
          (pair): pair is [string, string] => typeof pair[1] === 'string',
        ),
      )
      continue
    }
    const { dtype, shape, data_offsets: offsets } = Object(entry) as Partial<Entry>
    if (typeof dtype !== 'string' || !Object.hasOwn(BYTES_PER_VALUE, dtype))
      return fail(
        `Tensor "${name}" has type ${String(dtype)}; only ${Object.keys(BYTES_PER_VALUE).join(', ')} are read.`,
      )
    if (!Array.isArray(shape) || !shape.every((dimension) => Number.isInteger(dimension) && dimension >= 0))
      return fail(`Tensor "${name}" has no proper shape.`)
    const [begin, end] = Array.isArray(offsets) ? offsets : [-1, -1]
    const sizeBytes = BYTES_PER_VALUE[dtype]! * shape.reduce((product, dimension) => product * dimension, 1)
    if (!(Number.isInteger(begin) && begin >= 0 && end - begin === sizeBytes && 8 + headerBytes + end <= file.length))
      return fail(`Tensor "${name}" of shape [${shape.join(', ')}] does not fit the bytes ${begin} to ${end}.`)
    readBytes += sizeBytes
    if (readBytes > file.length - 8 - headerBytes) return fail(`Tensor "${name}" lies in the bytes of another one.`)
    const start = 8 + headerBytes + begin
    tensors.push({ name, dtype, shape, bytes: file.subarray(start, start + sizeBytes) })
  }
  return ok({ tensors, metadata })
}
