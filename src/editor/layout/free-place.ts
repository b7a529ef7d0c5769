/** @file Room for a block among nodes that stay where they are. */
import { overlap, type Point, type Rect } from '../flow/geometry'

/** Between the block and what stays, px. */
const GAP_PX = 12
/** Of each way out, to the sides and up and down, only the nearest are tried together. */
const NEAREST = 40

/**
 * By how much `block` has to be moved so that it keeps clear of all `obstacles` and `fits` says yes: not at all if it may stay,
 * else the shortest way there is to the edge of an obstacle, or of two; `null` when none of them will do.
 * `edges` are more rectangles to go to the edges of, for the sake of `fits`.
 */
export function freeShift(
  block: Rect,
  obstacles: readonly Rect[],
  { fits = () => true, edges = [] }: { fits?: (shift: Point) => boolean; edges?: readonly Rect[] } = {},
): Point | null {
  const isFree = ({ x, y }: Point) => {
    const grown = {
      x: block.x + x - GAP_PX,
      y: block.y + y - GAP_PX,
      width: block.width + 2 * GAP_PX,
      height: block.height + 2 * GAP_PX,
    }
    return !obstacles.some((rect) => overlap(grown, rect)) && fits({ x, y })
  }
  const nearest = (shifts: number[]) =>
    [0, ...shifts.map(Math.round)].sort((a, b) => Math.abs(a) - Math.abs(b) || b - a).slice(0, NEAREST)
  const ways = [...obstacles, ...edges]
  const across = nearest(
    ways.flatMap((rect) => [rect.x + rect.width + GAP_PX - block.x, rect.x - GAP_PX - block.width - block.x]),
  )
  const down = nearest(
    ways.flatMap((rect) => [rect.y + rect.height + GAP_PX - block.y, rect.y - GAP_PX - block.height - block.y]),
  )
  const outside = beyond(block, obstacles)
  return (
    [...across.flatMap((x) => down.map((y) => ({ x, y }))), ...outside]
      .sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y))
      .find(isFree) ?? null
  )
}

/** Past all obstacles: below and to the right. */
function beyond(block: Rect, obstacles: readonly Rect[]): Point[] {
  const right = Math.max(...obstacles.map(({ x, width }) => x + width), block.x)
  const bottom = Math.max(...obstacles.map(({ y, height }) => y + height), block.y)
  return [
    { x: 0, y: Math.round(bottom + GAP_PX - block.y) },
    { x: Math.round(right + GAP_PX - block.x), y: 0 },
  ]
}
