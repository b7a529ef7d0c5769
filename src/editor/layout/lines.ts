/**
 * @file A long network is set like text: lines from left to right, one below the other. It is broken where a single output is all that
 * the rest needs from what came before, so that blocks stay whole; a U-Net, which has no such place, where its arms are thin.
 */
import type { NodeId } from '../../graph/document'
import { boundsOf, type Point, type Rect, type Size } from '../flow/geometry'
import type { Box, Link } from './layered'

/** Between lines, px: room for the wire that runs back to the left. */
const BETWEEN_LINES_PX = 56
/** A network no wider than this stays in one line, px. */
const SHORT_PX = 1500
/** Blocks are torn only where lines would be longer than this without, px. */
const LONG_PX = 3600
/** No line ends where more outputs than this are needed further on. */
const MOST_TORN = 8
/** A wire that is broken costs the eye as much as this share of the size. */
const BREAK_COST = 0.1

/**
 * How large something of this size looks in a view `aspect` times as wide as high, less being better: the zoom at which it just fits
 * is in inverse proportion. `breaks` is how often the eye has to go back to the left.
 */
export const unfitness = ({ width, height }: Size, breaks: number, aspect: number): number =>
  Math.max(width / aspect, height) * (1 + BREAK_COST * breaks)

interface Column {
  ids: NodeId[]
  left: number
  right: number
}

/** Nodes that share a range of x, from left to right. */
function columnsOf(rects: ReadonlyMap<NodeId, Rect>): Column[] {
  const columns: Column[] = []
  for (const [id, { x, width }] of [...rects].sort(([, a], [, b]) => a.x - b.x)) {
    const last = columns.at(-1)
    if (last && x < last.right) {
      last.ids.push(id)
      last.right = Math.max(last.right, x + width)
    } else columns.push({ ids: [id], left: x, right: x + width })
  }
  return columns
}

/** From how many outputs wires lead from what stands before a column to it and what follows. */
function outputsAcross(columns: readonly Column[], links: readonly Link[]): number[] {
  const columnOf = new Map(columns.flatMap(({ ids }, index) => ids.map((id) => [id, index] as const)))
  const outputs = columns.map(() => new Set<string>())
  for (const link of links) {
    const [from, to] = [columnOf.get(link.source)!, columnOf.get(link.target)!]
    for (let before = from + 1; before <= to; before++) outputs[before]!.add(`${link.source} ${link.sourceHandle}`)
  }
  return outputs.map(({ size }) => size)
}

/** First columns of `count` lines whose longest is as short as can be; `null` when there are not so many places to break. */
function split(columns: readonly Column[], breaks: readonly number[], count: number): number[] | null {
  if (breaks.length < count - 1) return null
  const starts = [0, ...breaks]
  const widthFrom = (start: number, end: number) =>
    columns[(starts[end] ?? columns.length) - 1]!.right - columns[starts[start]!]!.left
  // best[i]: the longest line, and where the next begins, when what follows from starts[i] is set in the lines that are left.
  let best = starts.map((_, start) => ({ width: widthFrom(start, starts.length), firsts: [start] }))
  for (let lines = 2; lines <= count; lines++) {
    best = starts.map((_, start) => {
      let found = { width: Infinity, firsts: [start] }
      for (let next = start + 1; next < starts.length; next++) {
        const rest = best[next]!
        const width = Math.max(widthFrom(start, next), rest.width)
        if (width < found.width) found = { width, firsts: [start, ...rest.firsts] }
      }
      return found
    })
  }
  return Number.isFinite(best[0]!.width) ? best[0]!.firsts.map((first) => starts[first]!) : null
}

/** Breaks a level that `layered` has set in one line into as many as make it fit best into a view of this aspect. */
export function inLines(
  positions: ReadonlyMap<NodeId, Point>,
  boxes: readonly Box[],
  links: readonly Link[],
  aspect: number,
): Map<NodeId, Point> {
  const rects = new Map(
    boxes.map((box) => [box.id, { ...positions.get(box.id)!, width: box.width, height: box.height }]),
  )
  const columns = columnsOf(rects)
  if ((columns.at(-1)?.right ?? 0) <= SHORT_PX) return new Map(positions)
  const outputs = outputsAcross(columns, links)
  let best = { positions: new Map(positions), cost: Infinity, width: Infinity }
  for (let torn = 1; torn <= MOST_TORN && best.width > LONG_PX; torn++) {
    const breaks = columns.flatMap((_, index) => (index > 0 && outputs[index]! <= torn ? [index] : []))
    for (let count = 1; count <= breaks.length + 1; count++) {
      const firsts = split(columns, breaks, count)
      if (!firsts) break
      const lines = firsts.map((first, line) => columns.slice(first, firsts[line + 1]).flatMap(({ ids }) => ids))
      const placed = stacked(lines, rects)
      const size = boundsOf([...placed].map(([id, point]) => ({ ...rects.get(id)!, ...point })))
      if (!size) return best.positions
      const broken = firsts.slice(1).reduce((sum, first) => sum + Math.max(1, outputs[first]!), 0)
      const cost = unfitness(size, broken, aspect)
      if (cost < best.cost) best = { positions: placed, cost, width: size.width }
      // More lines make it higher still.
      if (size.height > best.cost) break
    }
  }
  return best.positions
}

/** Lines one below the other, each from the left. */
function stacked(lines: readonly NodeId[][], rects: ReadonlyMap<NodeId, Rect>): Map<NodeId, Point> {
  const placed = new Map<NodeId, Point>()
  let top = 0
  for (const ids of lines) {
    const bounds = boundsOf(ids.map((id) => rects.get(id)!))!
    for (const id of ids) {
      const { x, y } = rects.get(id)!
      placed.set(id, { x: x - bounds.x, y: y - bounds.y + top })
    }
    top += bounds.height + BETWEEN_LINES_PX
  }
  return placed
}
