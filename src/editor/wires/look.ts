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

/** Where along a level stretch its label may stand, as shares of its length; the middle is best. */
const SHARES = [0.5, 0.25, 0.75, 0.125, 0.875] as const

/**
 * Where the label may stand, the best place first: in the middle of the longest level stretch that has room for it, beside the middle, on
 * another one. Where there is no room at all, the middle of the longest stretch, which does not fit.
 */
export function labelPlaces(
  points: readonly Point[] | null,
  { from, to, source, target }: WireEnds,
  others: readonly Rect[],
  text: string,
): WireLabel[] {
  const widthPx = text.length * SIGN_PX + LABEL_PADDING_PX
  const corners = points ?? [
    { x: 0, y: 0 },
    { x: to.x - from.x, y: to.y - from.y },
  ]
  const stretches = corners.slice(1).map((end, index) => {
    const start = corners[index]!
    return { start, end, length: Math.hypot(end.x - start.x, end.y - start.y), isLevel: start.y === end.y }
  })
  const fits = (place: Point) => {
    const label = labelBox(from, { ...place, widthPx })
    return !overlap(source, label) && !overlap(target, label) && !others.some((other) => overlap(other, label))
  }
  const sorted = stretches.sort((a, b) => Number(b.isLevel) - Number(a.isLevel) || b.length - a.length)
  const places = sorted.flatMap(({ start, end, length, isLevel }): WireLabel[] => {
    if (isLevel && length < widthPx) return []
    /** Whether a label at that share of the way stays on the stretch when it is drawn larger. */
    const mayGrowAt = (share: number) =>
      isLevel && 2 * Math.min(share, 1 - share) * length >= widthPx * FAR_LABEL_SCALE + CORNER_RADIUS_PX
    const shares = isLevel ? SHARES.filter((share) => Math.min(share, 1 - share) * length >= widthPx / 2) : [0.5]
    return shares
      .map((share) => ({
        x: start.x + (end.x - start.x) * share,
        y: start.y + (end.y - start.y) * share,
        widthPx,
        fits: true,
        mayGrow: mayGrowAt(share),
      }))
      .filter(fits)
  })
  if (places.length > 0) return places
  const { start, end } = sorted.reduce((longest, stretch) => (stretch.length > longest.length ? stretch : longest))
  return [{ x: (start.x + end.x) / 2, y: (start.y + end.y) / 2, widthPx, fits: false, mayGrow: false }]
}

/** What a label covers, for a wire that begins at `from`. */
export const labelBox = (from: Point, { x, y, widthPx }: Pick<WireLabel, 'x' | 'y' | 'widthPx'>): Rect => ({
  x: from.x + x - widthPx / 2,
  y: from.y + y - LABEL_HEIGHT_PX / 2,
  width: widthPx,
  height: LABEL_HEIGHT_PX,
})

/** For wires of one level, one after the other: the best place that no label before has taken; with none, it is shown only when asked for. */
export function spreadLabels(wires: readonly { from: Point; places: readonly WireLabel[] }[]): WireLabel[] {
  const taken: Rect[] = []
  return wires.map(({ from, places }) => {
    const isFree = (place: WireLabel) => !taken.some((other) => overlap(other, labelBox(from, place)))
    const [best] = places
    const place = places.find((candidate) => candidate.fits && isFree(candidate))
    if (place) taken.push(labelBox(from, place))
    return place ?? { ...best!, fits: false }
  })
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
