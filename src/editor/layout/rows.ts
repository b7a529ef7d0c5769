/**
 * @file The canvas outside the networks, in rows as people explain a GAN: noise and its generators; below them data, critics and what
 * is minimised. Each row runs from left to right. One row is best, unless two show everything larger.
 */
import type { NodeId } from '../../graph/document'
import { boundsOf, type Point, type Rect } from '../flow/geometry'
import type { Box, Link } from './layered'
import { unfitness } from './lines'

/** Between rows, px: room for the wires that lead from one to the next. */
const BETWEEN_ROWS_PX = 72
/** More divisions than this many stages allow are not tried; the stages beyond share the last row. */
const MOST_STAGES = 5

export interface RowNode {
  box: Box
  /** A network: what a row is made for. */
  isNetwork: boolean
}

/** Sets one row: boxes of consecutive stages, and the wires among them that lead on. */
export type SetRow = (boxes: readonly Box[], links: readonly Link[]) => Promise<Map<NodeId, Point>>

/** Where every box lies, the upper left corner of all at 0, 0. */
export async function inRows(
  nodes: readonly RowNode[],
  links: readonly Link[],
  aspect: number,
  setRow: SetRow,
): Promise<Map<NodeId, Point>> {
  const stages = stagesOf(nodes, links)
  const count = Math.max(0, ...stages.values()) + 1
  const networks = new Set(nodes.filter(({ isNetwork }) => isNetwork).map(({ box }) => box.id))
  const boxes = new Map(nodes.map(({ box }) => [box.id, box]))
  // Networks that feed each other stand one below the other, as if they did not.
  const forward = links.filter(
    ({ source, target }) => !networks.has(source) || !networks.has(target) || stages.get(source)! < stages.get(target)!,
  )
  const set = new Map<string, Promise<Row>>()
  const row = (from: number, to: number) => {
    const key = `${from} ${to}`
    const members = nodes.filter(({ box }) => stages.get(box.id)! >= from && stages.get(box.id)! < to)
    const own = new Set(members.map(({ box }) => box.id))
    const among = forward.filter(({ source, target }) => own.has(source) && own.has(target))
    const made =
      set.get(key) ??
      setRow(
        members.map(({ box }) => box),
        among,
      ).then((at) => rowOf(at, boxes, networks))
    set.set(key, made)
    return made
  }
  let best: { rows: Row[]; cost: number } | null = null
  for (const starts of divisions(count)) {
    const rows = await Promise.all(starts.map((from, index) => row(from, starts[index + 1] ?? count)))
    const cost = unfitness(boundsOf(stack(rows))!, rows.length - 1, aspect)
    if (!best || cost < best.cost) best = { rows, cost }
  }
  const placed = new Map<NodeId, Point>()
  const rects = best ? stack(best.rows) : []
  const left = Math.min(...rects.map(({ x }) => x))
  best?.rows.forEach(({ rects: own, bounds }, index) => {
    const shift = { x: rects[index]!.x - bounds.x - left, y: rects[index]!.y - bounds.y }
    for (const [id, { x, y }] of own) placed.set(id, { x: x + shift.x, y: y + shift.y })
  })
  return placed
}

interface Row {
  rects: ReadonlyMap<NodeId, Rect>
  bounds: Rect
  /** Left edge of its first network; of the first box, without networks. */
  indent: number
}

function rowOf(at: ReadonlyMap<NodeId, Point>, boxes: ReadonlyMap<NodeId, Box>, networks: ReadonlySet<NodeId>): Row {
  const rects = new Map(
    [...at].map(([id, point]) => [id, { ...point, width: boxes.get(id)!.width, height: boxes.get(id)!.height }]),
  )
  const bounds = boundsOf([...rects.values()]) ?? { x: 0, y: 0, width: 0, height: 0 }
  const first = [...rects].filter(([id]) => networks.has(id)).map(([, { x }]) => x)
  return { rects, bounds, indent: (first.length > 0 ? Math.min(...first) : bounds.x) - bounds.x }
}

/** Bounds of the rows, one below the other, their first networks in line. */
function stack(rows: readonly Row[]): Rect[] {
  let top = 0
  return rows.map(({ bounds, indent }) => {
    const rect = { ...bounds, x: -indent, y: top }
    top += bounds.height + BETWEEN_ROWS_PX
    return rect
  })
}

/** All ways to divide stages 0 … count − 1 into consecutive rows, fewer rows first; each way as the first stage of every row. */
function divisions(count: number): number[][] {
  const cuts = Math.min(count, MOST_STAGES) - 1
  const all = Array.from({ length: 2 ** Math.max(0, cuts) }, (_, bits) => [
    0,
    ...Array.from({ length: Math.max(0, cuts) }, (_, cut) => cut + 1).filter((cut) => (bits >> (cut - 1)) & 1),
  ])
  return all.sort((a, b) => a.length - b.length)
}

/**
 * How many networks, one feeding the next, come before a node: generators 0, their critics 1. Networks that feed each other
 * (CycleGAN's generators) share a stage. What feeds networks stands with most of those that it feeds; the rest with what feeds it.
 */
function stagesOf(nodes: readonly RowNode[], links: readonly Link[]): Map<NodeId, number> {
  const next = new Map<NodeId, Set<NodeId>>(nodes.map(({ box }) => [box.id, new Set()]))
  for (const { source, target } of links) next.get(source)!.add(target)
  const reach = new Map(nodes.map(({ box }) => [box.id, reachable(box.id, next)]))
  const networks = nodes.filter(({ isNetwork }) => isNetwork).map(({ box }) => box.id)
  const upstream = (id: NodeId) => networks.filter((other) => other !== id && reach.get(other)!.has(id))
  const stages = new Map<NodeId, number>()
  const stageOf = (id: NodeId): number => {
    const known = stages.get(id)
    if (known !== undefined) return known
    // Networks upstream that are downstream as well feed each other; they count no stage.
    const before = upstream(id).filter((other) => !reach.get(id)!.has(other))
    const stage = Math.max(-1, ...before.map(stageOf)) + 1
    stages.set(id, stage)
    return stage
  }
  for (const id of networks) stageOf(id)
  for (const { box, isNetwork } of nodes) {
    if (isNetwork) continue
    const before = upstream(box.id)
    if (before.length > 0) stages.set(box.id, Math.max(...before.map(stageOf)))
  }
  const staged = new Map(stages)
  for (const { box } of nodes) {
    if (staged.has(box.id)) continue
    const fed = links.filter(({ source }) => source === box.id).flatMap(({ target }) => staged.get(target) ?? [])
    const farther = [...reach.get(box.id)!].flatMap((id) => staged.get(id) ?? [])
    stages.set(box.id, fed.length > 0 ? mostFrequent(fed) : Math.min(...farther, Infinity))
  }
  for (const [id, stage] of stages) if (stage === Infinity) stages.set(id, 0)
  return stages
}

function reachable(from: NodeId, next: ReadonlyMap<NodeId, ReadonlySet<NodeId>>): Set<NodeId> {
  const seen = new Set<NodeId>()
  const open = [from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of next.get(id)!) {
      if (seen.has(other)) continue
      seen.add(other)
      open.push(other)
    }
  }
  return seen
}

/** The first of those that occur most often; 0 of none. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const sorted = [...counts].sort(([a, many], [b, others]) => others - many || a - b)
  return sorted[0]?.[0] ?? 0
}
