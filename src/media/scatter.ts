/** @file Points on a square, drawn as pixels without a page: discs and lines with smooth edges, on white, so that the picture is legible anywhere. */
import { boundsOf } from '../lib/bounds'
import type { Picture } from './picture'

/** The part of the plane that is shown: `extent` from its middle to each side. */
export interface Square {
  center: readonly [number, number]
  extent: number
}

type Rgb = readonly [number, number, number]

const PAPER: Rgb = [255, 255, 255]
const REAL: Rgb = [150, 176, 222]
const FAKE: Rgb = [200, 74, 20]
const WAY: Rgb = [90, 98, 108]

/** Radii, and half the width of a line, as shares of the side. */
const DOT = 0.0065
const LARGE_DOT = 0.016
const LINE = 0.002

export interface Scatter {
  square: Square
  /** x, y pairs below all others; `null`: none. */
  real: Float32Array | null
  fake: Float32Array
  /** A line through x, y pairs. */
  way?: Float32Array | null
  /** So that each fake point can be followed. */
  large?: boolean
}

export function scatterOf({ square, real, fake, way = null, large = false }: Scatter, sidePx: number): Picture {
  const pixels = new Uint8ClampedArray(sidePx * sidePx * 4)
  for (let at = 0; at < pixels.length; at += 4) pixels.set([...PAPER, 255], at)
  const picture = { widthPx: sidePx, heightPx: sidePx, pixels }
  const places = (points: Float32Array) => placesOf(points, square, sidePx)
  const dot = (places: Float32Array, radiusPx: number, rgb: Rgb) => {
    for (let at = 0; at + 1 < places.length; at += 2) line(picture, places, at, at, radiusPx, rgb)
  }
  if (real) dot(places(real), DOT * sidePx, REAL)
  if (way) {
    const stops = places(way)
    for (let at = 0; at + 3 < stops.length; at += 2) line(picture, stops, at, at + 2, LINE * sidePx, WAY)
  }
  dot(places(fake), (large ? LARGE_DOT : DOT) * sidePx, FAKE)
  return picture
}

/** In pixels from the upper left corner. */
function placesOf(points: Float32Array, { center, extent }: Square, sidePx: number): Float32Array {
  return points.map((value, index) => {
    const share = (value - center[index % 2]!) / extent / 2
    return (index % 2 === 0 ? 0.5 + share : 0.5 - share) * sidePx
  })
}

/** From one place to another with round ends; a disc where both are the same. A pixel is covered by how far it lies within the edge. */
function line({ widthPx, heightPx, pixels }: Picture, places: Float32Array, a: number, b: number, r: number, rgb: Rgb) {
  const [ax, ay, bx, by] = [places[a]!, places[a + 1]!, places[b]!, places[b + 1]!]
  const [dx, dy] = [bx - ax, by - ay]
  const squared = dx * dx + dy * dy
  const reach = r + 1
  const [left, right] = [Math.max(0, Math.floor(Math.min(ax, bx) - reach)), Math.min(widthPx, Math.max(ax, bx) + reach)]
  const [top, bottom] = [
    Math.max(0, Math.floor(Math.min(ay, by) - reach)),
    Math.min(heightPx, Math.max(ay, by) + reach),
  ]
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay]
      const share = squared > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / squared)) : 0
      const covered = Math.min(1, r + 0.5 - Math.hypot(px - share * dx, py - share * dy))
      if (!(covered > 0)) continue
      const at = (y * widthPx + x) * 4
      for (let channel = 0; channel < 3; channel++)
        pixels[at + channel] = pixels[at + channel]! * (1 - covered) + rgb[channel]! * covered
    }
}

/** Data whose middle is off the origin by more than this part of its size is shown around its middle. */
const OFF_CENTER = 0.25

/** A square that holds all points with a margin, steady while the data stays the same. */
export function squareAround(points: Float32Array): Square {
  const [x, y] = boundsOf(points)
  const half = Math.max(x.maximum - x.minimum, y.maximum - y.minimum) / 2
  const middle = [(x.minimum + x.maximum) / 2, (y.minimum + y.maximum) / 2] as const
  const isOff = middle.some((coordinate) => Math.abs(coordinate) > OFF_CENTER * half)
  if (isOff && Number.isFinite(half)) return { center: middle, extent: half * 1.25 }
  let largest = 0
  for (const value of points) if (Math.abs(value) > largest) largest = Math.abs(value)
  return { center: [0, 0], extent: Math.max(largest, 0.5) * 1.25 }
}
