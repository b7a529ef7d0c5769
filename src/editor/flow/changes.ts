/**
 * @file What React Flow says, as the editor understands it: a move to commit, a position to show meanwhile, a selection, or
 * nothing. (Splitting changes in view state and edits is tldraw's and React Flow's own idea.)
 */
import type { EdgeChange, NodeChange } from '@xyflow/react'
import type { NodeId } from '../../graph/document'
import { assertNever } from '../../lib/assert'
import { type CanvasEdge, type CanvasNode, documentPosition, type Flow } from './flow'
import { CARD_WIDTH_PX, type Point } from './geometry'

/** What a batch of React Flow's changes means to the editor. */
export interface ChangeOutcome {
  /** Where nodes are shown while they are dragged. */
  dragged: Record<NodeId, Point>
  /** Where nodes were let go: one edit. */
  moved: Record<NodeId, Point>
  selected: Map<string, boolean>
}

/** Positions in the outcome are the document's. */
export function readNodeChanges(changes: readonly NodeChange<CanvasNode>[], flow: Flow): ChangeOutcome {
  const outcome: ChangeOutcome = { dragged: {}, moved: {}, selected: new Map() }
  for (const change of changes) {
    switch (change.type) {
      case 'position':
        if (!change.position || !flow.input.document.nodes[change.id]) break
        outcome[change.dragging ? 'dragged' : 'moved'][change.id] = documentPosition(flow, change.id, change.position)
        break
      case 'select':
        outcome.selected.set(change.id, change.selected)
        break
      // Sizes follow from the ports, and nodes come and go by edits only.
      case 'dimensions':
      case 'remove':
      case 'add':
      case 'replace':
        break
      default:
        assertNever(change)
    }
  }
  return outcome
}

export function readEdgeChanges(changes: readonly EdgeChange<CanvasEdge>[]): Map<string, boolean> {
  const selected = new Map<string, boolean>()
  for (const change of changes) {
    switch (change.type) {
      case 'select':
        selected.set(change.id, change.selected)
        break
      case 'remove':
      case 'add':
      case 'replace':
        break
      default:
        assertNever(change)
    }
  }
  return selected
}

/** A selection after React Flow's changes of it. */
export function changedSelection(before: ReadonlySet<string>, changes: ReadonlyMap<string, boolean>): Set<string> {
  const after = new Set(before)
  for (const [id, selected] of changes) {
    if (selected) after.add(id)
    else after.delete(id)
  }
  return after
}

/** Where a new node's corner has to be for its middle to lie under `point`. */
export const cornerFor = (point: Point): Point => ({
  x: Math.round(point.x - CARD_WIDTH_PX / 2),
  y: Math.round(point.y - 24),
})
