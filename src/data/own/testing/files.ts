/** @file Small archives, arrays and pictures made by hand, for tests. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { deflateRawSync } from 'node:zlib'
import encodeJpeg, { init } from '@jsquash/jpeg/encode.js'
import { encode } from 'fast-png'
import { crc32 } from '../../../lib/crc32'
import { joinBytes } from '../../../lib/join'

const text = (value: string) => new TextEncoder().encode(value)

/** Little-endian numbers as [value, bytes]. */
function numbers(...values: readonly (readonly [value: number, bytes: number])[]): Uint8Array {
  return Uint8Array.from(
    values.flatMap(([value, bytes]) =>
      Array.from({ length: bytes }, (_, byte) => Math.floor(value / 256 ** byte) % 256),
    ),
  )
}

interface Packed {
  path: string
  content: Uint8Array
  /** What the entry claims to unpack to; left out: the truth. */
  claimedBytes?: number
  encrypted?: true
}

/** A ZIP whose entries are deflated. */
export function zipOf(entries: readonly Packed[]): Uint8Array<ArrayBuffer> {
  const locals: Uint8Array[] = []
  const table: Uint8Array[] = []
  let offset = 0
  for (const { path, content, claimedBytes, encrypted } of entries) {
    const packed = deflateRawSync(content)
    const common = numbers(
      [20, 2],
      [encrypted ? 1 : 0, 2],
      [8, 2],
      [0, 4],
      [crc32(content), 4],
      [packed.length, 4],
      [claimedBytes ?? content.length, 4],
      [text(path).length, 2],
      [0, 2],
    )
    const local = joinBytes([numbers([0x04034b50, 4]), common, text(path), packed])
    table.push(
      joinBytes([
        numbers([0x02014b50, 4], [20, 2]),
        common,
        numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
        text(path),
      ]),
    )
    locals.push(local)
    offset += local.length
  }
  const directory = joinBytes(table)
  const end = numbers(
    [0x06054b50, 4],
    [0, 4],
    [entries.length, 2],
    [entries.length, 2],
    [directory.length, 4],
    [offset, 4],
    [0, 2],
  )
  return joinBytes([...locals, directory, end])
}

/** A PNG of one colour. */
export const pngOf = (width: number, height: number, colour: readonly number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    encode({
      width,
      height,
      channels: colour.length as 1 | 3 | 4,
      data: Uint8Array.from({ length: width * height * colour.length }, (_, index) => colour[index % colour.length]!),
    }),
  )

let jpegEncoder: Promise<void> | null = null

/** Of this colour at each place. */
export async function jpegOf(width: number, height: number, colour: (x: number, y: number) => readonly number[]) {
  jpegEncoder ??= init({
    wasmBinary: readFileSync(createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')),
  } as Parameters<typeof init>[0])
  await jpegEncoder
  const data = Uint8ClampedArray.from({ length: 4 * width * height }, (_, index) => {
    const place = Math.floor(index / 4)
    return colour(place % width, Math.floor(place / width))[index % 4] ?? 255
  })
  return new Uint8Array(await encodeJpeg({ width, height, data, colorSpace: 'srgb' }, { quality: 95 }))
}

/** The JPEG with an EXIF entry for the orientation. */
export function turnedBy(orientation: number, jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
  const exif = [...text('Exif\0\0'), ...text('MM'), 0, 42, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0]
  return joinBytes([jpeg.subarray(0, 2), Uint8Array.from([0xff, 0xe1, 0, exif.length + 2, ...exif]), jpeg.subarray(2)])
}

export function npyOf(descr: string, shape: readonly number[], bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const header = text(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${dimensions}), }\n`)
  return joinBytes([
    Uint8Array.from([0x93]),
    text('NUMPY'),
    Uint8Array.from([1, 0]),
    numbers([header.length, 2]),
    header,
    bytes,
  ])
}

export function idxOf(shape: readonly number[], bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const dimensions = shape.flatMap((dimension) => [...numbers([dimension, 4])].reverse())
  return joinBytes([Uint8Array.from([0, 0, 8, shape.length, ...dimensions]), bytes])
}
