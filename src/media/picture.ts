/** @file Pictures as plain pixels, so that the page and the command line make the same ones: single samples, sheets of them, enlargements. */
import type { PlaySamples } from '../train/play'

/** Rows of RGBA from the top. */
export interface Picture {
  widthPx: number
  heightPx: number
  pixels: Uint8ClampedArray<ArrayBuffer>
}

export type Images = Extract<PlaySamples, { form: 'image' }>

/** One image of several: a window on its pixels, no copy. */
export function pictureOf({ widthPx, heightPx, pixels }: Images, index: number): Picture {
  const size = widthPx * heightPx * 4
  return { widthPx, heightPx, pixels: pixels.subarray(index * size, (index + 1) * size) }
}

/** As square as it can be, and no row more than needed. */
export const squareColumns = (count: number): number => Math.max(1, Math.ceil(Math.sqrt(count)))

/** Images in rows of `columns`, `gapPx` apart. What no image covers stays transparent. */
export function sheetOf(images: Images, columns: number, gapPx = 0): Picture {
  const { widthPx, heightPx, count, pixels } = images
  const rows = Math.ceil(count / columns)
  const sheetWidthPx = columns * widthPx + (columns - 1) * gapPx
  const sheetHeightPx = rows * heightPx + Math.max(0, rows - 1) * gapPx
  const sheet = new Uint8ClampedArray(sheetWidthPx * sheetHeightPx * 4)
  for (let row = 0; row < count * heightPx; row++) {
    const image = Math.floor(row / heightPx)
    const x = (image % columns) * (widthPx + gapPx)
    const y = Math.floor(image / columns) * (heightPx + gapPx) + (row % heightPx)
    sheet.set(pixels.subarray(row * widthPx * 4, (row + 1) * widthPx * 4), (y * sheetWidthPx + x) * 4)
  }
  return { widthPx: sheetWidthPx, heightPx: sheetHeightPx, pixels: sheet }
}

/** Each pixel as a square of `scale` × `scale`. */
export function enlarged({ widthPx, heightPx, pixels }: Picture, scale: number): Picture {
  const colours = new Uint32Array(pixels.slice().buffer)
  const large = enlargedValues(colours, widthPx, heightPx, scale)
  return { widthPx: widthPx * scale, heightPx: heightPx * scale, pixels: new Uint8ClampedArray(large.buffer) }
}

/** The same for one number a pixel. */
export function enlargedValues<Values extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(
  values: Values,
  width: number,
  height: number,
  scale: number,
): Values {
  const large = new (values.constructor as new (length: number) => Values)(width * height * scale * scale)
  for (let y = 0; y < height; y++) {
    const start = y * scale * width * scale
    for (let x = 0; x < width; x++) {
      const at = start + x * scale
      large.fill(values[y * width + x]!, at, at + scale)
    }
    for (let copy = 1; copy < scale; copy++)
      large.copyWithin(start + copy * width * scale, start, start + width * scale)
  }
  return large
}
