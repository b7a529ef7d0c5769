/** @file Pictures and films as bytes: where samples stand in a sheet, what a scatter covers, what a GIF says of itself. */
import { expect, test } from 'vitest'
import { GifFilm } from './gif'
import { enlarged, type Images, type Picture, sheetOf, squareColumns } from './picture'
import { scatterOf } from './scatter'
import { gifFacts } from './testing/gif'

/** Images of 2 × 1 pixels; the first channel numbers all of them. */
function images(count: number): Images {
  const pixels = new Uint8ClampedArray(count * 2 * 4)
  for (let pixel = 0; pixel < count * 2; pixel++) pixels.set([pixel + 1, 0, 0, 255], pixel * 4)
  return { form: 'image', widthPx: 2, heightPx: 1, count, pixels }
}
/** First channel, row by row. */
const rows = ({ widthPx, heightPx, pixels }: Picture): number[][] =>
  Array.from({ length: heightPx }, (_, y) => Array.from({ length: widthPx }, (_, x) => pixels[(y * widthPx + x) * 4]!))

test('a sheet is as square as it can be, with gaps between images only', () => {
  expect([1, 2, 4, 5, 9, 10].map(squareColumns)).toEqual([1, 2, 2, 3, 3, 4])
  expect(rows(sheetOf(images(3), 2))).toEqual([
    [1, 2, 3, 4],
    [5, 6, 0, 0],
  ])
  expect(rows(sheetOf(images(3), 2, 1))).toEqual([
    [1, 2, 0, 3, 4],
    [0, 0, 0, 0, 0],
    [5, 6, 0, 0, 0],
  ])
})

test('an enlarged picture has each pixel as a square', () => {
  const { pixels, ...size } = enlarged(sheetOf(images(1), 1), 2)
  expect(size).toEqual({ widthPx: 4, heightPx: 2 })
  expect(rows({ pixels, ...size })).toEqual([
    [1, 1, 2, 2],
    [1, 1, 2, 2],
  ])
})

test('points are drawn where they are, y upwards, and outside of the square not at all', () => {
  const square = { center: [1, 0], extent: 2 } as const
  const at = (fake: number[]) => {
    const { pixels } = scatterOf({ square, real: null, fake: Float32Array.from(fake), large: true }, 100)
    const dark = Array.from({ length: 10_000 }, (_, pixel) => pixel).filter((pixel) => pixels[pixel * 4 + 2]! < 128)
    const mean = (of: (pixel: number) => number) => dark.reduce((sum, pixel) => sum + of(pixel), 0) / dark.length
    return dark.length === 0 ? null : [Math.round(mean((p) => p % 100)), Math.round(mean((p) => Math.floor(p / 100)))]
  }
  expect(at([1, 0])).toEqual([50, 50])
  expect(at([2, 1])).toEqual([75, 25])
  expect(at([9, 9])).toBeNull()
  expect(at([Number.NaN, 0])).toBeNull()
})

test('a GIF has its frames, their size and how long they are shown, and repeats', () => {
  const film = new GifFilm(50, 4)
  for (let frame = 0; frame < 3; frame++) film.add(sheetOf(images(2), 2))
  expect(gifFacts(film.finish())).toEqual({
    widthPx: 16,
    heightPx: 4,
    repeats: 0,
    frames: Array.from({ length: 3 }, () => ({ delay: 2, widthPx: 16, heightPx: 4 })),
  })
})
