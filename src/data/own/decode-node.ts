/** @file Decodes pictures for the command line. Node only: PNG, without a browser's codecs. */
import { convertIndexedToRgb, decode } from 'fast-png'
import { pictureSize } from './picture-size'
import type { Pixels } from './resample'

/** Throws with the reason when it cannot. */
export async function decodeInNode(bytes: Uint8Array): Promise<Pixels> {
  const format = pictureSize(bytes)?.format
  if (format !== 'PNG')
    throw new Error(
      `the command line reads PNG only, and this is ${format ?? 'something else'}. Import it in the page, save the data there as a file and give that`,
    )
  let png: ReturnType<typeof decode>
  try {
    png = decode(bytes, { checkCrc: true })
  } catch (error) {
    throw new Error(`it is damaged (${error instanceof Error ? error.message : error})`)
  }
  const { width, height, depth, palette } = png
  if (palette) {
    const data = convertIndexedToRgb(png)
    return { width, height, channels: data.length / (width * height), bytes: data }
  }
  if (depth < 8) throw new Error(`it is a grey PNG of ${depth} bits a pixel; save it with 8`)
  const data = png.data
  // Sixteen bits: the upper eight.
  const values = data instanceof Uint16Array ? Uint8Array.from(data, (value) => value >> 8) : new Uint8Array(data)
  return { width, height, channels: png.channels, bytes: values }
}
