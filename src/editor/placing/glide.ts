/** @file How nodes get from one place to another so that the eye can follow: slow, quick, slow. Shown only; the document is there already. */
import type { GraphDocument, NodeId } from '../../graph/document'
import type { Point } from '../flow/geometry'

/** With more nodes than this on their way no eye follows, and no machine draws it smoothly. */
export const MOST_GLIDING = 400

export interface Way {
  from: Point
  to: Point
}

/** The ways of all nodes that lie elsewhere in the same frame. */
export function waysBetween(before: GraphDocument, after: GraphDocument): Map<NodeId, Way> {
  const ways = new Map<NodeId, Way>()
  for (const [id, { position: to, parent }] of Object.entries(after.nodes)) {
    const old = before.nodes[id]
    if (!old || old.parent !== parent || (old.position.x === to.x && old.position.y === to.y)) continue
    ways.set(id, { from: old.position, to })
  }
  return ways
}

/** Where everything is after this share of the time, 0 to 1. */
export function positionsAt(ways: ReadonlyMap<NodeId, Way>, share: number): Record<NodeId, Point> {
  const eased = share < 0.5 ? 4 * share ** 3 : 1 - (-2 * share + 2) ** 3 / 2
  const between = (from: number, to: number) => Math.round(from + (to - from) * eased)
  return Object.fromEntries(
    [...ways].map(([id, { from, to }]) => [id, { x: between(from.x, to.x), y: between(from.y, to.y) }]),
  )
}
