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

/** Height of what has to be seen of a label: wires beside it may run along its edge, px. */
const LABEL_CORE_PX = 8

export interface LabelledWire {
  from: Point
  points: readonly Point[] | null
  places: readonly WireLabel[]
}

/**
 * For wires of one level, in the order in which they are drawn: the best place that no other label has taken and no wire above runs
 * through. Where there is none, the label is shown only when it is asked for.
 */
export function spreadLabels(wires: readonly LabelledWire[]): WireLabel[] {
  const taken = strips()
  const lines = strips()
  const labels = wires.toReversed().map(({ from, points, places }) => {
    const isFree = (place: WireLabel) => {
      const box = labelBox(from, place)
      const core = { ...box, y: from.y + place.y - LABEL_CORE_PX / 2, height: LABEL_CORE_PX }
      return !taken.meets(box) && !lines.meets(core)
    }
    const place = places.find((candidate) => candidate.fits && isFree(candidate))
    if (place) taken.add(labelBox(from, place))
    for (const [index, end] of (points ?? []).entries()) {
      const start = points![index - 1]
      if (start) lines.add(boundsOfLine(from, start, end))
    }
    return place ?? { ...places[0]!, fits: false }
  })
  return labels.reverse()
}

/** Of the strips by which rectangles are found, px. */
const STRIP_PX = 64

/** Rectangles by the level strips that they lie in. */
function strips() {
  const rects = new Map<number, Rect[]>()
  const stripsOf = ({ y, height }: Rect): number[] => {
    const first = Math.floor(y / STRIP_PX)
    return Array.from({ length: Math.floor((y + height) / STRIP_PX) - first + 1 }, (_, index) => first + index)
  }
  return {
    add(rect: Rect): void {
      for (const strip of stripsOf(rect)) {
        const there = rects.get(strip)
        if (there) there.push(rect)
        else rects.set(strip, [rect])
      }
    },
    meets: (rect: Rect): boolean =>
      stripsOf(rect).some((strip) => rects.get(strip)?.some((other) => overlap(other, rect)) ?? false),
  }
}

const boundsOfLine = (from: Point, a: Point, b: Point): Rect => ({
  x: from.x + Math.min(a.x, b.x),
  y: from.y + Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
})

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
