/** @file Room for one node more in a row: what follows in the same frame moves to the right. Frames make way for each other (making-way.ts). */
import type { GraphDocument, NodeId } from '../../graph/document'
import { moveNodes } from '../../graph/edits'
import { type Flow, rectOf } from '../flow/flow'

/** Moves `from`, and its neighbours that begin no farther left, by so many px. */
export function makeRoom(
  draft: GraphDocument,
  flow: Flow,
  { from, byPx, except = [] }: { from: NodeId; byPx: number; except?: readonly NodeId[] },
): void {
  if (byPx <= 0) return
  const { document } = flow.input
  const { x: left } = rectOf(flow, from)!
  const { parent } = document.nodes[from]!
  const followers = Object.keys(document.nodes).filter(
    (id) => document.nodes[id]!.parent === parent && !except.includes(id) && rectOf(flow, id)!.x >= left,
  )
  moveNodes(
    draft,
    Object.fromEntries(
      followers.map((id) => {
        const { x, y } = draft.nodes[id]!.position
        return [id, { x: x + byPx, y }]
      }),
    ),
  )
}
