/**
 * @file Where what is moved comes to rest: on the grid, or level with its neighbours. Pure arithmetic in px of the document.
 * Guides at edges and middles are those of drawing tools (OmniGraffle, Figma, Excalidraw); that a straight wire counts too is ours.
 */
import { overlap, type Rect } from '../flow/geometry'

/** Distance of the grid's lines, as the dots of the canvas are drawn. */
export const GRID_PX = 20

/** The nearest line of the grid. */
export const onGrid = (value: number): number => Math.round(value / GRID_PX) * GRID_PX || 0

/** So many lines of the grid further, from wherever it is: what lies between two lines goes to the next one first. */
export function gridStep(value: number, steps: number): number {
  if (steps === 0) return value
  const line = steps > 0 ? Math.floor(value / GRID_PX) : Math.ceil(value / GRID_PX)
  return (line + steps) * GRID_PX || 0
}

/** A line along which things lie level, drawn from the first of them to the last. */
export interface Guide {
  /** `x` is an upright line at that x, `y` a level one. */
  axis: 'x' | 'y'
  at: number
  from: number
  to: number
}

export interface Alignment {
  /** What has to be added to the place for it to lie level. */
  dx: number
  dy: number
  guides: Guide[]
}

/** A wire that would run level if the moved end went from `y` to `toY`. Drawn between its two ends. */
export interface LevelWire {
  y: number
  toY: number
  fromX: number
  toX: number
}

/** Left, middle and right of a rectangle; or top, middle and bottom. */
const lines = (start: number, length: number): [number, number, number] => [start, start + length / 2, start + length]

interface Candidate {
  by: number
  at: number
}

/** The smallest move within reach that makes two lines one; `null` when none does. Earlier ones win a tie. */
function nearest(candidates: readonly Candidate[], reachPx: number): Candidate | null {
  let best: Candidate | null = null
  for (const candidate of candidates) {
    if (Math.abs(candidate.by) <= reachPx && (best === null || Math.abs(candidate.by) < Math.abs(best.by) - 1e-6))
      best = candidate
  }
  return best
}

/** Closer than this two lines are one: documents round to whole px. */
const SAME_PX = 0.75

/** Pairs of lines of the same sort: edges line up with edges, middles with middles. */
function pairs(own: readonly number[], other: readonly number[]): Candidate[] {
  const [left, middle, right] = own as [number, number, number]
  const [start, centre, end] = other as [number, number, number]
  return [
    [left, start],
    [right, end],
    [middle, centre],
    [left, end],
    [right, start],
  ].map(([mine, theirs]) => ({ by: theirs! - mine!, at: theirs! }))
}

/**
 * How what is dragged has to move to lie level with a neighbour, and the guides that show with which. Across and down are judged each
 * for itself. A reach of 0 moves nothing and shows only what lies level already.
 */
export function alignmentOf(
  moving: Rect,
  others: readonly Rect[],
  wires: readonly LevelWire[],
  reachPx: number,
): Alignment {
  const across = nearest(
    others.flatMap((other) => pairs(lines(moving.x, moving.width), lines(other.x, other.width))),
    Math.max(reachPx, SAME_PX),
  )
  const level = nearest(
    [
      ...wires.map(({ y, toY }) => ({ by: toY - y, at: toY })),
      ...others.flatMap((other) => pairs(lines(moving.y, moving.height), lines(other.y, other.height))),
    ],
    Math.max(reachPx, SAME_PX),
  )
  const dx = reachPx > 0 ? (across?.by ?? 0) : 0
  const dy = reachPx > 0 ? (level?.by ?? 0) : 0
  const placed = { ...moving, x: moving.x + dx, y: moving.y + dy }
  return {
    dx,
    dy,
    guides: [
      ...(across ? guidesAlong('x', placed, others) : []),
      ...(level ? [...guidesAlong('y', placed, others), ...wireGuides(wires, dy)] : []),
    ],
  }
}

/** One guide for each line of what was placed on which neighbours lie too. */
function guidesAlong(axis: 'x' | 'y', placed: Rect, others: readonly Rect[]): Guide[] {
  const linesOf = (rect: Rect) => (axis === 'x' ? lines(rect.x, rect.width) : lines(rect.y, rect.height))
  const spanOf = (rect: Rect): [number, number] =>
    axis === 'x' ? [rect.y, rect.y + rect.height] : [rect.x, rect.x + rect.width]
  const guides = linesOf(placed).map((at): Guide | null => {
    const level = others.filter((other) => linesOf(other).some((line) => Math.abs(line - at) < SAME_PX))
    if (level.length === 0) return null
    const spans = [placed, ...level].map(spanOf)
    return { axis, at, from: Math.min(...spans.map(([from]) => from)), to: Math.max(...spans.map(([, to]) => to)) }
  })
  const [first, middle, last] = guides
  // Where both edges are level the middles are as well, which says nothing more.
  return [first, first && last ? null : middle, last].filter((guide) => guide !== null && guide !== undefined)
}

const wireGuides = (wires: readonly LevelWire[], dy: number): Guide[] =>
  wires
    .filter(({ y, toY }) => Math.abs(toY - y - dy) < SAME_PX)
    .map(({ toY, fromX, toX }) => ({ axis: 'y', at: toY, from: Math.min(fromX, toX), to: Math.max(fromX, toX) }))

/** Those that are near enough for a guide to them to be understood: in the same rows or columns, or hardly a screen away. */
export function neighboursOf(moving: Rect, others: readonly Rect[], withinPx: number): Rect[] {
  const around = {
    x: moving.x - withinPx,
    y: moving.y - withinPx,
    width: moving.width + 2 * withinPx,
    height: moving.height + 2 * withinPx,
  }
  return others.filter((other) => overlap(around, other))
}
