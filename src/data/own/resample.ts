/**
 * @file Crops and resizes pictures by plain arithmetic, so that the same picture gives the same bytes in every browser and in Node:
 * a triangle filter as wide as the reduction (as Pillow's BILINEAR), after averaging whole pixels where the picture is much too large.
 */

/** A picture of `channels` bytes a pixel, rows from the top. */
export interface Pixels {
  width: number
  height: number
  channels: number
  bytes: Uint8Array
}

/** `centre`: the largest square in the middle; `stretch`: all of it, squeezed into a square. */
export type Crop = 'centre' | 'stretch'

interface Part {
  left: number
  top: number
  width: number
  height: number
}

export function cropOf({ width, height }: Pixels, crop: Crop): Part {
  const side = Math.min(width, height)
  return crop === 'centre'
    ? { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), width: side, height: side }
    : { left: 0, top: 0, width, height }
}

/** For each target pixel the first source pixel that counts, and the weights from there on, which sum to 1. */
function weightsFor(from: number, to: number): { start: number; weights: Float64Array }[] {
  const scale = from / to
  const support = Math.max(1, scale)
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * scale
    const start = Math.max(0, Math.floor(centre - support))
    const end = Math.min(from, Math.ceil(centre + support))
    const weights = Float64Array.from({ length: end - start }, (_, offset) =>
      Math.max(0, 1 - Math.abs(start + offset + 0.5 - centre) / support),
    )
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return { start, weights: weights.map((weight) => weight / sum) }
  })
}

const known = new Map<string, ReturnType<typeof weightsFor>>()

function weights(from: number, to: number): ReturnType<typeof weightsFor> {
  const key = `${from} ${to}`
  const made = known.get(key) ?? weightsFor(from, to)
  // Of a folder of photographs most have the same size; of thousands of sizes none is worth keeping.
  if (known.size > 64) known.clear()
  known.set(key, made)
  return made
}

/** Averages blocks of `factor` × `factor` pixels of a part; what is left over at the right and the bottom is dropped. */
function reduced({ width: rowWidth, channels, bytes }: Pixels, part: Part, factor: number): Pixels {
  const [width, height] = [Math.floor(part.width / factor), Math.floor(part.height / factor)]
  const result = new Uint8Array(width * height * channels)
  const area = factor * factor
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0
        for (let row = 0; row < factor; row++) {
          let source = ((part.top + y * factor + row) * rowWidth + part.left + x * factor) * channels + channel
          for (let column = 0; column < factor; column++, source += channels) sum += bytes[source]!
        }
        result[(y * width + x) * channels + channel] = Math.round(sum / area)
      }
  return { width, height, channels, bytes: result }
}

/** The cropped picture, `side` × `side`, with as many channels as it had. */
export function resample(picture: Pixels, side: number, crop: Crop): Uint8Array {
  let source = picture
  let part = cropOf(picture, crop)
  const factor = Math.floor(Math.min(part.width, part.height) / side / 3)
  if (factor > 1) {
    source = reduced(picture, part, factor)
    part = { left: 0, top: 0, width: source.width, height: source.height }
  }
  const { channels, bytes, width: rowWidth } = source
  const result = new Uint8Array(side * side * channels)
  if (part.width === side && part.height === side) {
    for (let y = 0; y < side; y++) {
      const start = ((part.top + y) * rowWidth + part.left) * channels
      result.set(bytes.subarray(start, start + side * channels), y * side * channels)
    }
    return result
  }
  const across = weights(part.width, side)
  const down = weights(part.height, side)
  const narrow = new Float64Array(part.height * side * channels)
  for (let y = 0; y < part.height; y++)
    for (let x = 0; x < side; x++) {
      const { start, weights: row } = across[x]!
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0
        let at = ((part.top + y) * rowWidth + part.left + start) * channels + channel
        for (let index = 0; index < row.length; index++, at += channels) sum += row[index]! * bytes[at]!
        narrow[(y * side + x) * channels + channel] = sum
      }
    }
  const rowLength = side * channels
  for (let y = 0; y < side; y++) {
    const { start, weights: column } = down[y]!
    for (let at = 0; at < rowLength; at++) {
      let sum = 0
      for (let index = 0; index < column.length; index++)
        sum += column[index]! * narrow[(start + index) * rowLength + at]!
      result[y * rowLength + at] = Math.min(255, Math.max(0, Math.round(sum)))
    }
  }
  return result
}

/** Grey (1) or colour (3) from grey, grey with alpha, colour or colour with alpha. What is transparent lies on white. */
export function withChannels(bytes: Uint8Array, from: number, to: 1 | 3): Uint8Array {
  if (from === to) return bytes
  const count = bytes.length / from
  const hasAlpha = from === 2 || from === 4
  const result = new Uint8Array(count * to)
  for (let pixel = 0; pixel < count; pixel++) {
    const at = pixel * from
    const alpha = hasAlpha ? bytes[at + from - 1]! : 255
    const on = (value: number) => (alpha === 255 ? value : Math.round((value * alpha) / 255 + 255 - alpha))
    const red = on(bytes[at]!)
    const [green, blue] = from > 2 ? [on(bytes[at + 1]!), on(bytes[at + 2]!)] : [red, red]
    // ITU-R BT.601 in integers.
    if (to === 1) result[pixel] = (77 * red + 150 * green + 29 * blue + 128) >> 8
    else {
      result[3 * pixel] = red
      result[3 * pixel + 1] = green
      result[3 * pixel + 2] = blue
    }
  }
  return result
}
