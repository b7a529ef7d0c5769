/** @file Where dragged nodes land: in which frame, or on the canvas; and what is to be said of it while they are still in the air. */
import type { NodeId } from '../../graph/document'
import { kindOf } from '../../graph/kinds'
import type { Role } from '../../graph/queries'
import type { DraggedPositions, Flow } from './flow'
import { absolutePosition, centreOf, contains, type Point, type Rect } from './geometry'
import type { Layout } from './layout'

/** Frames' own rectangle counts as inside this far beyond its border: a child near it makes it grow instead of leaving. */
const LEAVE_MARGIN_PX = 48

/** Frames count where they are in the document: one that grew after what is dragged in it would never let it out. */
type Ground = { document: Flow['input']['document']; layout: Layout }

const groundOf = ({ input, layout }: Pick<Flow, 'input' | 'layout'>): Ground => ({ document: input.document, layout })

/** Layers live in networks; what gives data, measures or shows stands outside. */
export const mayLieInFrame = (role: Role): boolean => role === 'layer' || role === 'input' || role === 'output'

/** The open frame under a point of the canvas. Inside a network all of the canvas is its frame. */
export function frameAt(flow: Pick<Flow, 'input' | 'layout'>, point: Point, marginPx = 0): NodeId | null {
  return flow.input.entered ?? openFrameAt(groundOf(flow), point, marginPx)
}

function openFrameAt({ document, layout }: Ground, point: Point, marginPx = 0): NodeId | null {
  for (const [id, rect] of layout.frames) {
    const { position, collapsed } = document.nodes[id]!
    if (collapsed !== true && contains(shifted(rect, position), point, marginPx)) return id
  }
  return null
}

const shifted = (rect: Rect, by: Point): Rect => ({ ...rect, x: rect.x + by.x, y: rect.y + by.y })

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
export function landingsOf(flow: Pick<Flow, 'input' | 'layout'>, dropped: DraggedPositions): Landings {
  const ground = groundOf(flow)
  const { document } = ground
  const landings: Landings = { moved: {}, reparented: [] }
  for (const [id, position] of Object.entries(dropped)) {
    const node = document.nodes[id]
    if (!node || (node.position.x === position.x && node.position.y === position.y)) continue
    const parent = flow.input.entered ?? frameFor(ground, id, position)
    if (parent === (node.parent ?? null)) landings.moved[id] = position
    else landings.reparented.push({ node: id, parent, position: absolutePosition(document, position, node.parent) })
  }
  return landings
}

function frameFor(ground: Ground, id: NodeId, position: Point): NodeId | null {
  const node = ground.document.nodes[id]!
  const own = node.parent ?? null
  const centre = middleAt(ground, id, position)
  if (kindOf(node).role !== 'layer' || (own !== null && isOver(ground, own, centre))) return own
  return openFrameAt(ground, centre)
}

const middleAt = ({ document, layout }: Ground, id: NodeId, position: Point): Point =>
  centreOf({ ...absolutePosition(document, position, document.nodes[id]!.parent), ...layout.sizes.get(id)! })

function isOver({ document, layout }: Ground, frame: NodeId, point: Point): boolean {
  const rect = layout.frames.get(frame)
  const node = document.nodes[frame]
  return rect !== undefined && node !== undefined && contains(shifted(rect, node.position), point, LEAVE_MARGIN_PX)
}

/** Dragged nodes that are no longer in the frame that they belong to. */
export const leavingNodes = (ground: Ground, dragged: DraggedPositions): ReadonlySet<NodeId> =>
  new Set(
    Object.entries(dragged).flatMap(([id, position]) => {
      const parent = ground.document.nodes[id]?.parent
      return parent !== undefined && frameFor(ground, id, position) !== parent ? [id] : []
    }),
  )

/** What becomes of a dragged node if it is let go: it enters a frame, leaves one, or may not enter the one under it. */
export interface DropTarget {
  frame: NodeId
  verdict: 'enters' | 'leaves' | 'refused'
  /** For people, in a sentence. */
  text: string
}

/** Of the first dragged node that would change its frame, or would want to. */
export function dropTargetOf(flow: Pick<Flow, 'input' | 'layout'>, dragged: DraggedPositions): DropTarget | null {
  if (flow.input.entered !== null) return null
  const ground = groundOf(flow)
  const { document } = ground
  const nameOf = (network: NodeId) => String(document.nodes[network]?.params.name ?? network)
  for (const [id, position] of Object.entries(dragged)) {
    const node = document.nodes[id]
    if (!node) continue
    const { title, role } = kindOf(node)
    const target = frameFor(ground, id, position)
    if (target !== (node.parent ?? null)) {
      if (target !== null) return { frame: target, verdict: 'enters', text: `${title} goes into ${nameOf(target)}.` }
      return { frame: node.parent!, verdict: 'leaves', text: `${title} leaves ${nameOf(node.parent!)}.` }
    }
    if (mayLieInFrame(role) || role === 'network') continue
    const under = openFrameAt(ground, middleAt(ground, id, position))
    if (under !== null) {
      const text = `${title} stays outside: a network holds only layers, inputs and outputs.`
      return { frame: under, verdict: 'refused', text }
    }
  }
  return null
}
