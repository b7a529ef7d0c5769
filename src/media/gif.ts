/**
 * @file Frames → an animated GIF, one after the other, so that nothing but the file itself grows. A frame of at most 256 colours keeps each of
 * them exactly, as all grey images do; others get the 256 that stand for theirs best.
 */
import { applyPalette, GIFEncoder, quantize } from 'gifenc/dist/gifenc.esm.js'
import { enlargedValues, type Picture } from './picture'

/** What a table of colours holds. */
const MOST_COLOURS = 256

/** GIF counts hundredths of a second, and most programs show a frame no shorter than two of them. */
export const GIF_RATES = [5, 10, 20, 25, 50] as const

export class GifFilm {
  private readonly encoder = GIFEncoder()
  private readonly delayMs: number

  constructor(
    framesPerSecond: number,
    /** Each pixel becomes a square of so many. */
    private readonly scale = 1,
  ) {
    this.delayMs = 1000 / framesPerSecond
  }

  /** All frames are as large as the first. Transparent pixels become black. */
  add({ widthPx, heightPx, pixels }: Picture): void {
    const { palette, index } = indexed(pixels)
    const { scale, delayMs } = this
    const large = scale === 1 ? index : enlargedValues(index, widthPx, heightPx, scale)
    this.encoder.writeFrame(large, widthPx * scale, heightPx * scale, { palette, delay: delayMs, repeat: 0 })
  }

  /** The file, after the last frame. It repeats for ever. */
  finish(): Uint8Array<ArrayBuffer> {
    this.encoder.finish()
    return this.encoder.bytes()
  }
}

interface Indexed {
  palette: readonly (readonly number[])[]
  /** Place in the palette, for each pixel. */
  index: Uint8Array<ArrayBuffer>
}

function indexed(pixels: Uint8ClampedArray<ArrayBuffer>): Indexed {
  return exactly(pixels) ?? nearly(pixels)
}

/** `null` when there are too many colours. */
function exactly(pixels: Uint8ClampedArray): Indexed | null {
  const places = new Map<number, number>()
  const palette: number[][] = []
  const index = new Uint8Array(pixels.length / 4)
  for (let at = 0; at < index.length; at++) {
    const [red, green, blue] = [pixels[4 * at]!, pixels[4 * at + 1]!, pixels[4 * at + 2]!]
    const colour = (red << 16) | (green << 8) | blue
    let place = places.get(colour)
    if (place === undefined) {
      if (palette.length === MOST_COLOURS) return null
      place = palette.length
      places.set(colour, place)
      palette.push([red, green, blue])
    }
    index[at] = place
  }
  return { palette, index }
}

function nearly(pixels: Uint8ClampedArray<ArrayBuffer>): Indexed {
  // The encoder reads the whole buffer behind what it is given.
  const own = pixels.slice()
  const palette = quantize(own, MOST_COLOURS)
  return { palette, index: Uint8Array.from(applyPalette(own, palette)) }
}
