/** @file Decodes PNG by plain code, the same in Node and in every browser, so that the same files are the same data everywhere. */
import { convertIndexedToRgb, decode } from 'fast-png'
import type { Pixels } from './resample'

/** Throws with the reason when it cannot. */
export function decodePng(bytes: Uint8Array): Pixels {
  let png: ReturnType<typeof decode>
  try {
    png = decode(bytes, { checkCrc: true })
  } catch (error) {
    throw new Error(`it is damaged (${error instanceof Error ? error.message : error})`)
  }
  const { width, height, depth, palette, channels, data } = png
  if (palette) {
    const colours = convertIndexedToRgb(png)
    return { width, height, channels: colours.length / (width * height), bytes: colours }
  }
  if (depth < 8) return { width, height, channels: 1, bytes: unpacked(new Uint8Array(data), width, height, depth) }
  // Sixteen bits: the upper eight.
  const values = data instanceof Uint16Array ? Uint8Array.from(data, (value) => value >> 8) : new Uint8Array(data)
  return { width, height, channels, bytes: values }
}

/** Grey of 1, 2 or 4 bits a pixel, several in a byte and each row in bytes of its own, as 8: white is white in all. */
function unpacked(packed: Uint8Array, width: number, height: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8)
  const most = 2 ** depth - 1
  const values = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth
      const shift = 8 - depth - (bit % 8)
      values[y * width + x] = (((packed[y * rowBytes + (bit >> 3)]! >> shift) & most) * 255) / most
    }
  return values
}
