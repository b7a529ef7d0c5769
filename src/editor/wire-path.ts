/**
 * @file A wire's way around what lies between its ends. A wire that has a clear view bows to the right; any other runs across and down,
 * as on a circuit board, along the shortest way with few corners: A* (Hart, Nilsson and Raphael 1968) on the lines that pass the
 * edges of the obstacles at a distance (orthogonal connector routing; Wybrow, Marriott and Stuckey 2009).
 */
import { boundsOf, overlap, type Point, type Rect } from './flow-geometry'

/** From the middle of a port to where its wire begins: the radius of the port, px. */
export const PORT_RADIUS_PX = 6
/** How far wires keep from nodes: as far as there is room for. */
const CLEARANCES_PX = [18, 10, 4] as const
/** A corner is worth this detour, px. */
const CORNER_PX = 48
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

export const grown = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
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

/** What a way within `marginPx` of the nodes at the ends has to do with, the two left out. */
export function regionAround({ source, target }: Pick<WireEnds, 'source' | 'target'>, marginPx: number): Rect {
  return grown(boundsOf([source, target])!, marginPx)
}

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
    const corners = shortest(ends, walls, clearancePx, region)
    if (corners) return centred(corners, walls, clearancePx, lanePx)
  }
  return null
}

// --- search --------------------------------------------------------------------------------------------------------

/** How a point was reached: along its row or along its column. */
const ALONG_ROW = 0
const ALONG_COLUMN = 1

/** Values in order, each once, as far as they lie in the range. */
function lines(values: number[], low: number, high: number): number[] {
  const sorted = values.filter((value) => value >= low && value <= high).sort((a, b) => a - b)
  return sorted.filter((value, index) => value !== sorted[index - 1])
}

/** Corners of the cheapest way that leaves and arrives to the right. */
function shortest(
  { from, to }: WireEnds,
  obstacles: readonly Rect[],
  clearancePx: number,
  region: Rect | null,
): Point[] | null {
  const start = { x: from.x + clearancePx, y: from.y }
  const goal = { x: to.x - clearancePx, y: to.y }
  const walls = obstacles.map((rect) => grown(rect, clearancePx - 0.5))
  const bounds = region ?? grown(boundsOf([...walls, { ...start, width: 0, height: 0 }])!, 2 * clearancePx)
  const xs = lines(
    [start.x, goal.x, ...obstacles.flatMap(({ x, width }) => [x - clearancePx, x + width + clearancePx])],
    bounds.x,
    bounds.x + bounds.width,
  )
  const ys = lines(
    [start.y, goal.y, ...obstacles.flatMap(({ y, height }) => [y - clearancePx, y + height + clearancePx])],
    bounds.y,
    bounds.y + bounds.height,
  )
  const [columns, rows] = [xs.length, ys.length]
  const at = (x: number, y: number) => y * columns + x
  /** Whether the line to the next point on the right, or below, is cut. */
  const cutRight = new Uint8Array(columns * rows)
  const cutDown = new Uint8Array(columns * rows)
  for (const wall of walls) {
    const [right, bottom] = [wall.x + wall.width, wall.y + wall.height]
    const firstX = xs.findIndex((_, index) => (xs[index + 1] ?? Infinity) > wall.x)
    const firstY = ys.findIndex((_, index) => (ys[index + 1] ?? Infinity) > wall.y)
    if (firstX < 0 || firstY < 0) continue
    for (let y = firstY; y < rows && ys[y]! < bottom; y++) {
      for (let x = firstX; x < columns && xs[x]! < right; x++) {
        if (ys[y]! > wall.y) cutRight[at(x, y)] = 1
        if (xs[x]! > wall.x) cutDown[at(x, y)] = 1
      }
    }
  }
  const isCovered = (point: Point) =>
    walls.some(
      (wall) => point.x > wall.x && point.x < wall.x + wall.width && point.y > wall.y && point.y < wall.y + wall.height,
    )
  if (isCovered(start) || isCovered(goal)) return null

  const [startX, startY] = [xs.indexOf(start.x), ys.indexOf(start.y)]
  const [goalX, goalY] = [xs.indexOf(goal.x), ys.indexOf(goal.y)]
  if (startX < 0 || startY < 0 || goalX < 0 || goalY < 0) return null
  const cost = new Float64Array(columns * rows * 2).fill(Infinity)
  const cameFrom = new Int32Array(columns * rows * 2).fill(-1)
  const open = new Heap()
  const reach = (from: number, x: number, y: number, axis: number, sum: number) => {
    const state = at(x, y) * 2 + axis
    if (sum >= cost[state]!) return
    cost[state] = sum
    cameFrom[state] = from
    const [across, down] = [Math.abs(xs[x]! - goal.x), Math.abs(ys[y]! - goal.y)]
    const corner = axis === ALONG_COLUMN || down > 0 ? CORNER_PX : 0
    open.push(state, sum + across + down + corner)
  }
  const last = at(goalX, goalY) * 2 + ALONG_ROW
  reach(-1, startX, startY, ALONG_ROW, 0)
  for (let current = open.pop(); current !== null && current !== last; current = open.pop()) {
    const axis = current % 2
    const point = (current - axis) / 2
    const x = point % columns
    const y = (point - x) / columns
    const sum = cost[current]!
    reach(current, x, y, 1 - axis, sum + CORNER_PX)
    if (axis === ALONG_ROW) {
      if (x + 1 < columns && !cutRight[point]) reach(current, x + 1, y, axis, sum + xs[x + 1]! - xs[x]!)
      if (x > 0 && !cutRight[point - 1]) reach(current, x - 1, y, axis, sum + xs[x]! - xs[x - 1]!)
    } else {
      if (y + 1 < rows && !cutDown[point]) reach(current, x, y + 1, axis, sum + ys[y + 1]! - ys[y]!)
      if (y > 0 && !cutDown[point - columns]) reach(current, x, y - 1, axis, sum + ys[y]! - ys[y - 1]!)
    }
  }
  if (cost[last] === Infinity) return null
  const points: Point[] = [to]
  for (let current = last; current >= 0; current = cameFrom[current]!) {
    const index = Math.floor(current / 2)
    points.push({ x: xs[index % columns]!, y: ys[Math.floor(index / columns)]! })
  }
  points.push(from)
  return withoutStraight(points.reverse())
}

/** Only the ends and the corners. */
function withoutStraight(points: readonly Point[]): Point[] {
  const kept: Point[] = []
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)]
    if (last && last.x === point.x && last.y === point.y) continue
    const straight =
      before && last && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    if (straight) kept.pop()
    kept.push(point)
  }
  return kept
}

/** Numbers by priority, the least first. */
class Heap {
  readonly #values: number[] = []
  readonly #priorities: number[] = []

  push(value: number, priority: number): void {
    const [values, priorities] = [this.#values, this.#priorities]
    let index = values.length
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (priorities[parent]! <= priority) break
      values[index] = values[parent]!
      priorities[index] = priorities[parent]!
      index = parent
    }
    values[index] = value
    priorities[index] = priority
  }

  pop(): number | null {
    const [values, priorities] = [this.#values, this.#priorities]
    const top = values[0]
    const value = values.pop()
    const priority = priorities.pop()
    if (top === undefined || value === undefined || priority === undefined) return null
    const count = values.length
    if (count === 0) return top
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= count) break
      if (child + 1 < count && priorities[child + 1]! < priorities[child]!) child++
      if (priorities[child]! >= priority) break
      values[index] = values[child]!
      priorities[index] = priorities[child]!
      index = child
    }
    values[index] = value
    priorities[index] = priority
    return top
  }
}

// --- looks ---------------------------------------------------------------------------------------------------------

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
