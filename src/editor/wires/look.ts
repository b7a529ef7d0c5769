/** @file How a wire looks, given its way: its label, and its path with round corners. */
import { overlap, type Point, type Rect } from '../flow/geometry'
import type { WireEnds } from './path'

/** Width of a sign of a wire's label, px; with it a label needs no measuring. */
const SIGN_PX = 5.8
const LABEL_PADDING_PX = 8
export const LABEL_HEIGHT_PX = 16

/** How much larger labels are drawn that are seen from afar, as in wires.module.css. */
const FAR_LABEL_SCALE = 1.3

/** Middle of the label, relative to where the wire begins, px. */
export interface WireLabel extends Point {
  widthPx: number
  /** Whether it lies on no node. */
  fits: boolean
  /** Whether there is room for it at `FAR_LABEL_SCALE` as well. */
  mayGrow: boolean
}

/** In the middle of the longest level stretch that has room for it, else of the longest of all. */
export function labelOf(
  points: readonly Point[] | null,
  { from, to, source, target }: WireEnds,
  others: readonly Rect[],
  text: string,
): WireLabel {
  const widthPx = text.length * SIGN_PX + LABEL_PADDING_PX
  const corners = points ?? [
    { x: 0, y: 0 },
    { x: to.x - from.x, y: to.y - from.y },
  ]
  const stretches = corners.slice(1).map((end, index) => {
    const start = corners[index]!
    return {
      x: (start.x + end.x) / 2,
      y: (start.y + end.y) / 2,
      length: Math.hypot(end.x - start.x, end.y - start.y),
      isLevel: start.y === end.y,
    }
  })
  const fits = ({ x, y }: Point) => {
    const label = {
      x: from.x + x - widthPx / 2,
      y: from.y + y - LABEL_HEIGHT_PX / 2,
      width: widthPx,
      height: LABEL_HEIGHT_PX,
    }
    return !overlap(source, label) && !overlap(target, label) && !others.some((other) => overlap(other, label))
  }
  const sorted = stretches.sort((a, b) => Number(b.isLevel) - Number(a.isLevel) || b.length - a.length)
  const place = sorted.find((stretch) => (!stretch.isLevel || stretch.length >= widthPx) && fits(stretch))
  const { x, y } = place ?? sorted.reduce((longest, stretch) => (stretch.length > longest.length ? stretch : longest))
  const mayGrow = place?.isLevel === true && place.length >= widthPx * FAR_LABEL_SCALE + CORNER_RADIUS_PX
  return { x, y, widthPx, fits: place !== undefined, mayGrow }
}

/** Radius of the corners of a wire, px; half of a short stretch. */
const CORNER_RADIUS_PX = 12

/** The points as the path of an SVG, its corners round, `from` where the wire begins. */
export function pathOf(points: readonly Point[], from: Point): string {
  const at = ({ x, y }: Point) => `${from.x + x} ${from.y + y}`
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]]
      if (!before) return `M ${at(point)}`
      if (!after) return `L ${at(point)}`
      const radius = Math.min(CORNER_RADIUS_PX, distance(before, point) / 2, distance(point, after) / 2)
      return `L ${at(towards(point, before, radius))} Q ${at(point)} ${at(towards(point, after, radius))}`
    })
    .join(' ')
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

function towards(from: Point, to: Point, by: number): Point {
  const share = by / (distance(from, to) || 1)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}
