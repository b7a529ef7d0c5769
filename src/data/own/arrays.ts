/** @file Arrays of numbers in files: NumPy's NPY (format 1 to 3) and the IDX of MNIST. NPZ is a ZIP of NPY. */
import { fail, ok, type Result } from '../../lib/result'
import { shapeSize } from '../../tensor/shape'

export interface NumberArray {
  shape: readonly number[]
  values: Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array
  /** Whole numbers by their type. */
  whole: boolean
}

interface ElementType {
  bytes: number
  whole: boolean
  /** Of one element. */
  read(view: DataView, at: number, littleEndian: boolean): number
  make(count: number): NumberArray['values']
}

const type = (bytes: number, whole: boolean, make: ElementType['make'], read: ElementType['read']): ElementType => ({
  bytes,
  whole,
  make,
  read,
})

const TYPES: Readonly<Record<string, ElementType>> = {
  u1: type(
    1,
    true,
    (n) => new Uint8Array(n),
    (view, at) => view.getUint8(at),
  ),
  b1: type(
    1,
    true,
    (n) => new Uint8Array(n),
    (view, at) => view.getUint8(at),
  ),
  i1: type(
    1,
    true,
    (n) => new Int8Array(n),
    (view, at) => view.getInt8(at),
  ),
  u2: type(
    2,
    true,
    (n) => new Uint16Array(n),
    (view, at, little) => view.getUint16(at, little),
  ),
  i2: type(
    2,
    true,
    (n) => new Int16Array(n),
    (view, at, little) => view.getInt16(at, little),
  ),
  u4: type(
    4,
    true,
    (n) => new Uint32Array(n),
    (view, at, little) => view.getUint32(at, little),
  ),
  i4: type(
    4,
    true,
    (n) => new Int32Array(n),
    (view, at, little) => view.getInt32(at, little),
  ),
  u8: type(
    8,
    true,
    (n) => new Float64Array(n),
    (view, at, little) => Number(view.getBigUint64(at, little)),
  ),
  i8: type(
    8,
    true,
    (n) => new Float64Array(n),
    (view, at, little) => Number(view.getBigInt64(at, little)),
  ),
  f4: type(
    4,
    false,
    (n) => new Float32Array(n),
    (view, at, little) => view.getFloat32(at, little),
  ),
  f8: type(
    8,
    false,
    (n) => new Float64Array(n),
    (view, at, little) => view.getFloat64(at, little),
  ),
}

/** Reads the elements that follow at `start`; the file must hold exactly them. */
function elements(
  file: Uint8Array,
  start: number,
  shape: readonly number[],
  { bytes, whole, make, read }: ElementType,
  littleEndian: boolean,
): Result<NumberArray, string> {
  const count = shapeSize(shape)
  if (!Number.isSafeInteger(count) || file.length - start !== count * bytes)
    return fail(
      `is damaged: an array of [${shape.join(', ')}] takes ${(count * bytes).toLocaleString('en')} bytes, and it has ${(file.length - start).toLocaleString('en')}.`,
    )
  if (make(0) instanceof Uint8Array) return ok({ shape, whole, values: file.subarray(start) })
  const values = make(count)
  const view = new DataView(file.buffer, file.byteOffset + start, count * bytes)
  for (let index = 0, at = 0; index < count; index++, at += bytes) values[index] = read(view, at, littleEndian)
  return ok({ shape, whole, values })
}

const NPY_MAGIC = '\x93NUMPY'
/** Headers are a line of text; this is far more than any needs. */
const MAX_HEADER_BYTES = 65_536

export const isNpy = (file: Uint8Array): boolean =>
  [...NPY_MAGIC].every((character, index) => file[index] === character.charCodeAt(0))

/** The problem is a sentence without its subject. */
export function readNpy(file: Uint8Array): Result<NumberArray, string> {
  if (!isNpy(file) || file.length < 12) return fail('is no NPY array: its first bytes are not those of one.')
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const long = file[6] !== 1
  const headerBytes = long ? view.getUint32(8, true) : view.getUint16(8, true)
  const start = (long ? 12 : 10) + headerBytes
  if (headerBytes > MAX_HEADER_BYTES || start > file.length)
    return fail('is damaged: its header is longer than the file.')
  const header = new TextDecoder().decode(file.subarray(long ? 12 : 10, start))
  const descr = /'descr':\s*'([<>|=])([a-zA-Z]\d+)'/.exec(header)
  const dimensions = /'shape':\s*\(([\d,\sL]*)\)/.exec(header)
  if (!descr || !dimensions)
    return fail('is an array of objects or records, or its header is damaged. Save plain numbers.')
  const found = TYPES[descr[2]!]
  if (!found) return fail(`has numbers of type ${descr[2]}. Convert it: array.astype('uint8'), or 'float32'.`)
  const shape = (dimensions[1]!.match(/\d+/g) ?? []).map(Number)
  if (shape.length > 1 && /'fortran_order':\s*True/.test(header))
    return fail('is stored by columns. Save numpy.ascontiguousarray(array).')
  return elements(file, start, shape, found, descr[1] !== '>')
}

const IDX_TYPES: Readonly<Record<number, string>> = { 8: 'u1', 9: 'i1', 11: 'i2', 12: 'i4', 13: 'f4', 14: 'f8' }

export const isIdx = (file: Uint8Array): boolean =>
  file.length >= 8 &&
  file[0] === 0 &&
  file[1] === 0 &&
  Object.hasOwn(IDX_TYPES, file[2]!) &&
  file[3]! >= 1 &&
  file[3]! <= 4

/** The problem is a sentence without its subject. */
export function readIdx(file: Uint8Array): Result<NumberArray, string> {
  if (!isIdx(file)) return fail('is no IDX array: its first bytes are not those of one.')
  const rank = file[3]!
  const start = 4 + 4 * rank
  if (file.length < start) return fail('is damaged: its header is cut off.')
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis))
  return elements(file, start, shape, TYPES[IDX_TYPES[file[2]!]!]!, false)
}
