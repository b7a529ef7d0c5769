/**
 * @file What React Flow says, as the editor understands it: a move to commit, a position to show meanwhile, a selection, or
 * nothing; and where dragged nodes land. (Splitting changes in view state and edits is tldraw's and React Flow's own idea.)
 */
import type { EdgeChange, NodeChange } from '@xyflow/react'
import type { NodeId } from '../graph/document'
import { kindOf } from '../graph/kinds'
import type { Role } from '../graph/queries'
import { assertNever } from '../lib/assert'
import { type CanvasEdge, type CanvasNode, documentPosition, type Flow } from './flow'
import { absolutePosition, CARD_WIDTH_PX, centreOf, contains, type Point } from './flow-geometry'

/** Frames' own rectangle counts as inside this far beyond its border: a child near it makes it grow instead of leaving. */
const LEAVE_MARGIN_PX = 48

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

/** The frame under a point of the canvas. */
export function frameAt(flow: Flow, point: Point, marginPx = 0): NodeId | null {
  const { document } = flow.input
  for (const [id, rect] of flow.layout.frames) {
    const position = document.nodes[id]!.position
    if (contains({ ...rect, x: rect.x + position.x, y: rect.y + position.y }, point, marginPx)) return id
  }
  return null
}

/** What letting go of dragged nodes does: some only move, some change their frame as well. */
export interface Landings {
  /** Relative to the parent, which stays. */
  moved: Record<NodeId, Point>
  /** On the canvas, with the frame that each belongs to from now on. */
  reparented: { node: NodeId; parent: NodeId | null; position: Point }[]
}

/**
 * Where dragged nodes land: in the frame under their middle, else on the canvas. Frames themselves lie nowhere else, and
 * the boundary nodes of a network have no meaning outside it. A node that did not move is not in the answer.
 */
export function landingsOf(flow: Flow, dropped: Readonly<Record<NodeId, Point>>): Landings {
  const { document } = flow.input
  const landings: Landings = { moved: {}, reparented: [] }
  for (const [id, position] of Object.entries(dropped)) {
    const node = document.nodes[id]
    if (!node || (node.position.x === position.x && node.position.y === position.y)) continue
    const { role } = kindOf(node)
    const absolute = absolutePosition(document, position, node.parent)
    const centre = centreOf({ ...absolute, ...flow.layout.sizes.get(id)! })
    const stays = role !== 'layer' || (node.parent !== undefined && isOver(flow, node.parent, centre))
    const parent = stays ? (node.parent ?? null) : frameAt(flow, centre)
    if (parent === (node.parent ?? null)) landings.moved[id] = position
    else landings.reparented.push({ node: id, parent, position: absolute })
  }
  return landings
}

/** Layers live in networks; what gives data, measures or shows stands outside. */
export const mayLieInFrame = (role: Role): boolean => role === 'layer' || role === 'input' || role === 'output'

function isOver(flow: Flow, frame: NodeId, point: Point): boolean {
  const rect = flow.layout.frames.get(frame)
  const node = flow.input.document.nodes[frame]
  if (!rect || !node) return false
  return contains({ ...rect, x: rect.x + node.position.x, y: rect.y + node.position.y }, point, LEAVE_MARGIN_PX)
}

/** Where a new node's corner has to be for its middle to lie under `point`. */
export const cornerFor = (point: Point): Point => ({
  x: Math.round(point.x - CARD_WIDTH_PX / 2),
  y: Math.round(point.y - 24),
})
