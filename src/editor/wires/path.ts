/**
 * @file A wire's way around what lies between its ends. A wire that has a clear view bows to the right; any other runs across and down,
 * as on a circuit board, along the shortest way with few corners, in the middle of the gaps between nodes.
 */
import { boundsOf, grown, overlap, type Point, type Rect } from '../flow/geometry'
import { shortestWay } from './search'

/** From the middle of a port to where its wire begins: the radius of the port, px. */
export const PORT_RADIUS_PX = 6
/** How far wires keep from nodes: as far as there is room for. */
const CLEARANCES_PX = [18, 10, 4] as const
/** Where there is room, a wire moves this far at most towards the middle of it, px. */
const CENTRING_PX = 40
/** A bow keeps this far from nodes, px. */
const BOW_CLEARANCE_PX = 4
const BOW_SAMPLES = 24

export interface WireEnds {
  from: Point
  to: Point
  /** The nodes at the ends. */
  source: Rect
  target: Rect
}

/** The control points of the bow, as React Flow draws it: half the way, level. */
function bow(from: Point, to: Point): [Point, Point, Point, Point] {
  const half = (to.x - from.x) / 2
  return [from, { x: from.x + half, y: from.y }, { x: to.x - half, y: to.y }, to]
}

/** Points on the bow from `from` to `to`. */
function bowPoints(from: Point, to: Point): Point[] {
  const [a, b, c, d] = bow(from, to)
  return Array.from({ length: BOW_SAMPLES + 1 }, (_, index) => {
    const t = index / BOW_SAMPLES
    const s = 1 - t
    const mix = (p: number, q: number, r: number, v: number) =>
      s * s * s * p + 3 * s * s * t * q + 3 * s * t * t * r + t * t * t * v
    return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) }
  })
}

const between = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
})

/** Whether a bow can be drawn that leads on and runs behind no node. */
export function hasClearView({ from, to }: Pick<WireEnds, 'from' | 'to'>, obstacles: readonly Rect[]): boolean {
  if (to.x <= from.x) return false
  const around = grown(between(from, to), BOW_CLEARANCE_PX)
  const near = obstacles.filter((rect) => overlap(rect, around))
  if (near.length === 0) return true
  const points = bowPoints(from, to)
  return !points
    .slice(1)
    .some((point, index) => near.some((rect) => overlap(rect, grown(between(points[index]!, point), BOW_CLEARANCE_PX))))
}

/** Farther out than this nothing is in anybody's way, px. */
const EVERYWHERE_PX = 4_000_000

/** What lies within `marginPx` of the nodes at the ends. */
export const regionAround = ({ source, target }: Pick<WireEnds, 'source' | 'target'>, marginPx: number): Rect =>
  grown(boundsOf([source, target])!, Math.min(marginPx, EVERYWHERE_PX))

/**
 * The way around `obstacles` and the nodes at the ends; `null` when there is none: the ends are covered, or lie in each other. It
 * does not leave `region`, and `obstacles` are all that overlap it. `lanePx` is how far off the middle of a gap it runs, so that
 * wires of one gap do not lie on each other. Corners from end to end, both included.
 */
export function wayAround(
  ends: WireEnds,
  obstacles: readonly Rect[],
  { region = null, lanePx = 0 }: { region?: Rect | null; lanePx?: number } = {},
): Point[] | null {
  const walls = [...obstacles, ends.source, ends.target]
  for (const clearancePx of CLEARANCES_PX) {
    const corners = shortestWay(ends, walls, { clearancePx, region })
    if (corners) return centred(corners, walls, clearancePx, lanePx)
  }
  return null
}

/** Moves what lies between the first and the last stretch towards the middle of the gaps that it runs through. */
function centred(corners: readonly Point[], obstacles: readonly Rect[], clearancePx: number, lanePx: number): Point[] {
  const points = corners.map((point) => ({ ...point }))
  for (let index = 1; index + 2 < points.length; index++) {
    const [a, b] = [points[index]!, points[index + 1]!]
    const axis = a.x === b.x ? 'x' : 'y'
    const extent = axis === 'x' ? 'width' : 'height'
    const here = a[axis]
    const corridor = grown(between(a, b), clearancePx - 1)
    const reach = {
      ...corridor,
      [axis]: here - 2 * CENTRING_PX - clearancePx,
      [extent]: 4 * CENTRING_PX + 2 * clearancePx,
    }
    let [low, high] = [here - 2 * CENTRING_PX, here + 2 * CENTRING_PX]
    let [lowIsWall, highIsWall] = [false, false]
    for (const rect of obstacles) {
      if (!overlap(rect, reach)) continue
      if (rect[axis] + rect[extent] <= here && rect[axis] + rect[extent] > low) {
        low = rect[axis] + rect[extent]
        lowIsWall = true
      }
      if (rect[axis] >= here && rect[axis] < high) {
        high = rect[axis]
        highIsWall = true
      }
    }
    const wanted = (lowIsWall && highIsWall ? (low + high) / 2 : here) + lanePx
    const kept = Math.min(Math.max(wanted, low + 4, here - CENTRING_PX), high - 4, here + CENTRING_PX)
    a[axis] = kept
    b[axis] = kept
  }
  return isFree(points, obstacles) ? points : [...corners]
}

/** Whether a way runs behind no obstacle and nowhere back on itself. */
export function isFree(points: readonly Point[], obstacles: readonly Rect[]): boolean {
  return points.slice(1).every((point, index) => {
    const stretch = between(points[index]!, point)
    return !obstacles.some(
      (rect) =>
        stretch.x < rect.x + rect.width &&
        rect.x < stretch.x + stretch.width &&
        stretch.y < rect.y + rect.height &&
        rect.y < stretch.y + stretch.height,
    )
  })
}
