/** @file A few samples of own data, to be looked at before it is used. */
import type { OwnContent } from './content'

/** Samples of one class, or of all where there are none. */
export interface SheetRow {
  /** Name of the class; `null` where there are none. */
  title: string | null
  count: number
  /** Pictures one after the other, as in the content; empty for points. */
  pixels: Uint8Array<ArrayBuffer>
  /** Of pairs, the second pictures. */
  pairPixels: Uint8Array<ArrayBuffer>
  /** x, y, x, y, … */
  points: Float32Array<ArrayBuffer>
}

const PICTURES_IN_ALL = 48
const PICTURES_OF_CLASS = 8
/** Of more classes only the first are shown, with all of their counts. */
const MOST_PICTURED_CLASSES = 12
const MOST_POINTS = 3000

/** Samples spread evenly over each class, in the order of the data. */
export function sheetOf(content: OwnContent): SheetRow[] {
  const { classes, labels, count } = content
  if (!labels) return [rowOf(content, null, count, content.form === 'points' ? MOST_POINTS : PICTURES_IN_ALL)]
  const byClass: number[][] = classes.map(() => [])
  for (let index = 0; index < count; index++) byClass[labels[index]!]!.push(index)
  return byClass.map((indices, index) => {
    const pictures = index < MOST_PICTURED_CLASSES ? PICTURES_OF_CLASS : 0
    const most = content.form === 'points' ? Math.ceil(MOST_POINTS / classes.length) : pictures
    return rowOf(content, classes[index]!, indices.length, most, indices)
  })
}

function rowOf(
  content: OwnContent,
  title: string | null,
  count: number,
  most: number,
  indices?: readonly number[],
): SheetRow {
  const shown = Math.min(count, most)
  const chosen = Array.from({ length: shown }, (_, place) => {
    const at = Math.floor((place * count) / shown)
    return indices ? indices[at]! : at
  })
  const gather = (from: Uint8Array, size: number) => {
    const result = new Uint8Array(shown * size)
    chosen.forEach((index, place) => {
      result.set(from.subarray(index * size, (index + 1) * size), place * size)
    })
    return result
  }
  const sizeOf = (shape: readonly number[]) => shape.reduce((size, dimension) => size * dimension, 1)
  const none = new Uint8Array(0)
  return {
    title,
    count,
    pixels: content.form === 'points' ? none : gather(content.pixels, sizeOf(content.shape)),
    pairPixels: content.form === 'pairs' ? gather(content.pairPixels, sizeOf(content.pairShape)) : none,
    points: Float32Array.from(
      content.form === 'points'
        ? chosen.flatMap((index) => [content.points[2 * index]!, content.points[2 * index + 1]!])
        : [],
    ),
  }
}
