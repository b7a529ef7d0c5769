/**
 * @file The shortest way across and down around rectangles, each corner counted as a detour: A* (Hart, Nilsson and Raphael 1968) on
 * the lines that pass the rectangles' edges at a distance; there is always a shortest way on these (orthogonal connector routing;
 * Wybrow, Marriott and Stuckey 2009).
 */
import { boundsOf, grown, type Point, type Rect } from '../flow/geometry'

/** A corner is worth this detour, px. */
const CORNER_PX = 48
/** How a crossing was reached: along its row or along its column. */
const ALONG_ROW = 0
const ALONG_COLUMN = 1

/** Lines by their places in ascending order, and which stretches between neighbouring crossings are cut by a wall. */
interface Grid {
  xs: readonly number[]
  ys: readonly number[]
  /** By crossing, row by row: the stretch to the next on the right; to the next below. */
  cutRight: Uint8Array
  cutDown: Uint8Array
}

/**
 * Corners of the cheapest way that leaves `from` and arrives at `to` to the right, both included, at least `clearancePx` from every
 * obstacle and inside `region`; `null` when there is none.
 */
export function shortestWay(
  { from, to }: { from: Point; to: Point },
  obstacles: readonly Rect[],
  { clearancePx, region }: { clearancePx: number; region: Rect | null },
): Point[] | null {
  const start = { x: from.x + clearancePx, y: from.y }
  const goal = { x: to.x - clearancePx, y: to.y }
  // A little less, so that the lines beside them are free.
  const walls = obstacles.map((rect) => grown(rect, clearancePx - 0.5))
  if (walls.some((wall) => isInside(start, wall) || isInside(goal, wall))) return null
  const all = boundsOf([...walls, { ...start, width: 0, height: 0 }, { ...goal, width: 0, height: 0 }])!
  const bounds = region ?? grown(all, clearancePx)
  const xs = places(
    [start.x, goal.x, ...obstacles.flatMap(({ x, width }) => [x - clearancePx, x + width + clearancePx])],
    bounds.x,
    bounds.x + bounds.width,
  )
  const ys = places(
    [start.y, goal.y, ...obstacles.flatMap(({ y, height }) => [y - clearancePx, y + height + clearancePx])],
    bounds.y,
    bounds.y + bounds.height,
  )
  const way = search(gridOf(xs, ys, walls), start, goal)
  return way && withoutStraight([from, ...way, to])
}

const isInside = ({ x, y }: Point, wall: Rect): boolean =>
  x > wall.x && x < wall.x + wall.width && y > wall.y && y < wall.y + wall.height

/** Values in order, each once, as far as they lie in the range. */
function places(values: number[], low: number, high: number): number[] {
  const sorted = values.filter((value) => value >= low && value <= high).sort((a, b) => a - b)
  return sorted.filter((value, index) => value !== sorted[index - 1])
}

function gridOf(xs: readonly number[], ys: readonly number[], walls: readonly Rect[]): Grid {
  const [columns, rows] = [xs.length, ys.length]
  const cutRight = new Uint8Array(columns * rows)
  const cutDown = new Uint8Array(columns * rows)
  for (const wall of walls) {
    const [right, bottom] = [wall.x + wall.width, wall.y + wall.height]
    const firstX = xs.findIndex((_, index) => (xs[index + 1] ?? Infinity) > wall.x)
    const firstY = ys.findIndex((_, index) => (ys[index + 1] ?? Infinity) > wall.y)
    for (let y = firstY; y < rows && ys[y]! < bottom; y++) {
      for (let x = firstX; x < columns && xs[x]! < right; x++) {
        if (ys[y]! > wall.y) cutRight[y * columns + x] = 1
        if (xs[x]! > wall.x) cutDown[y * columns + x] = 1
      }
    }
  }
  return { xs, ys, cutRight, cutDown }
}

/** Crossings from start to goal, which it reaches along a row. */
function search({ xs, ys, cutRight, cutDown }: Grid, start: Point, goal: Point): Point[] | null {
  const [columns, rows] = [xs.length, ys.length]
  const crossing = (point: Point) => {
    const [x, y] = [xs.indexOf(point.x), ys.indexOf(point.y)]
    return x < 0 || y < 0 ? -1 : y * columns + x
  }
  const [first, last] = [crossing(start), crossing(goal)]
  if (first < 0 || last < 0) return null
  const end = last * 2 + ALONG_ROW
  const cost = new Float64Array(columns * rows * 2).fill(Infinity)
  const cameFrom = new Int32Array(columns * rows * 2).fill(-1)
  const open = new Heap()
  const reach = (before: number, index: number, axis: number, sum: number) => {
    const state = index * 2 + axis
    if (sum >= cost[state]!) return
    cost[state] = sum
    cameFrom[state] = before
    const x = index % columns
    const across = Math.abs(xs[x]! - goal.x)
    const down = Math.abs(ys[(index - x) / columns]! - goal.y)
    // Whoever runs along a column, or has to change rows, has a corner yet to come.
    open.push(state, sum + across + down + (axis === ALONG_COLUMN || down > 0 ? CORNER_PX : 0))
  }
  reach(-1, first, ALONG_ROW, 0)
  for (let current = open.pop(); current !== null && current !== end; current = open.pop()) {
    const axis = current % 2
    const index = (current - axis) / 2
    const x = index % columns
    const y = (index - x) / columns
    const sum = cost[current]!
    reach(current, index, 1 - axis, sum + CORNER_PX)
    if (axis === ALONG_ROW) {
      if (x + 1 < columns && !cutRight[index]) reach(current, index + 1, axis, sum + xs[x + 1]! - xs[x]!)
      if (x > 0 && !cutRight[index - 1]) reach(current, index - 1, axis, sum + xs[x]! - xs[x - 1]!)
    } else {
      if (y + 1 < rows && !cutDown[index]) reach(current, index + columns, axis, sum + ys[y + 1]! - ys[y]!)
      if (y > 0 && !cutDown[index - columns]) reach(current, index - columns, axis, sum + ys[y]! - ys[y - 1]!)
    }
  }
  if (cost[end] === Infinity) return null
  const points: Point[] = []
  for (let current = end; current >= 0; current = cameFrom[current]!) {
    const index = Math.floor(current / 2)
    points.push({ x: xs[index % columns]!, y: ys[Math.floor(index / columns)]! })
  }
  return points.reverse()
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
