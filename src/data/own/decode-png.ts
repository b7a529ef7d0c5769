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
  if (depth < 8) throw new Error(`it is a grey PNG of ${depth} bits a pixel; save it with 8`)
  // Sixteen bits: the upper eight.
  const values = data instanceof Uint16Array ? Uint8Array.from(data, (value) => value >> 8) : new Uint8Array(data)
  return { width, height, channels, bytes: values }
}
