/** @file Copy, paste and duplicate: a piece of a document as plain data, and how it is put into one. */
import {
  type Endpoint,
  type EndpointParts,
  formatEndpoint,
  type GraphDocument,
  type GraphNode,
  type NodeId,
  parseEndpoint,
} from './document'
import { refuseIf } from './edit-error'
import { normaliseFrame, type Position, tidyPosition } from './frame'
import { kindOf } from './kinds'
import { childrenOf, freshIds, freshPortName, nodeOf, portNameOf } from './queries'
import { MAX_NODES, MAX_WIRES, placeProblem, wireProblem } from './structure'

export interface Fragment {
  /**
   * By the ids they had. A node whose parent is not in the fragment is one of its roots: its position is on the canvas, and
   * its parent, if any, is the frame it came from.
   */
  nodes: Record<NodeId, GraphNode>
  /** Wires between nodes of the fragment. */
  wires: Record<Endpoint, Endpoint>
  /** Wires that reached it from nodes that are not in it. */
  incoming: Record<Endpoint, Endpoint>
}

/** Whether the node hangs on nothing else of the fragment. */
export const isRoot = (fragment: Fragment, node: GraphNode): boolean =>
  node.parent === undefined || !Object.hasOwn(fragment.nodes, node.parent)

/** The nodes, all that lies in their frames, and the wires among them. Unknown ids are passed over. */
export function copyFragment(document: GraphDocument, ids: readonly NodeId[]): Fragment {
  const wanted = new Set(ids.flatMap((id) => (nodeOf(document, id) ? [id, ...childrenOf(document, id)] : [])))
  const fragment: Fragment = { nodes: {}, wires: {}, incoming: {} }
  for (const id of wanted) fragment.nodes[id] = structuredClone(document.nodes[id]!)
  for (const node of Object.values(fragment.nodes)) {
    if (node.parent === undefined || !isRoot(fragment, node)) continue
    const frame = document.nodes[node.parent]!.position
    node.position = { x: node.position.x + frame.x, y: node.position.y + frame.y }
  }
  for (const [to, from] of Object.entries(document.wires)) {
    const [end, start] = [parseEndpoint(to), parseEndpoint(from)]
    if (end && start && wanted.has(end.node)) fragment[wanted.has(start.node) ? 'wires' : 'incoming'][to] = from
  }
  return fragment
}

export interface InsertFragmentArgs {
  fragment: Fragment
  /** Added to every root's position, px. */
  offset: Position
  /** Where roots go (`null`: onto the canvas). Left out: into the frame they came from, if it is still there. */
  parent?: NodeId | null
}

/**
 * Adds a fragment under fresh ids and returns the ids of its roots, to be selected. A root that may not lie in the wanted
 * frame goes onto the canvas, and one that may not lie there either (an input node) is left out. Ports get free names, and
 * lists of trained networks follow the ids.
 */
export const insertFragment = (draft: GraphDocument, args: InsertFragmentArgs): NodeId[] =>
  placeFragment(draft, args).roots

/** As `insertFragment`, with the new id of each node that was added. */
export function placeFragment(
  draft: GraphDocument,
  { fragment, offset, parent }: InsertFragmentArgs,
): { roots: NodeId[]; ids: ReadonlyMap<NodeId, NodeId> } {
  const renamed = new Map<NodeId, NodeId>()
  const roots: NodeId[] = []
  const nextId = freshIds(draft)
  // Frames first, so that the parents of all others are there.
  const inOrder = Object.entries(fragment.nodes).sort(([, a], [, b]) => rank(a) - rank(b))
  for (const [id, copied] of inOrder) {
    const fresh = nextId(copied.kind)
    const node = structuredClone(copied)
    delete node.parent
    draft.nodes[fresh] = node
    const root = isRoot(fragment, copied)
    const candidates = root
      ? [parent === undefined ? copied.parent : (parent ?? undefined), undefined]
      : [renamed.get(copied.parent!)]
    const found = candidates.findIndex((candidate) => placeProblem(draft, fresh, candidate) === null)
    if (found < 0) {
      delete draft.nodes[fresh]
      continue
    }
    const place = candidates[found]
    renamed.set(id, fresh)
    if (root) roots.push(fresh)
    const { role } = kindOf(node)
    if (place !== undefined && (role === 'input' || role === 'output'))
      node.params.name = freshPortName(draft, place, role, portNameOf(node))
    const origin = root && place !== undefined ? draft.nodes[place]!.position : { x: 0, y: 0 }
    const shift = root ? offset : { x: 0, y: 0 }
    const position = tidyPosition({
      x: node.position.x + shift.x - origin.x,
      y: node.position.y + shift.y - origin.y,
    })
    draft.nodes[fresh] = { ...node, ...(place !== undefined && { parent: place }), position }
  }
  refuseIf(Object.keys(draft.nodes).length > MAX_NODES && `A document holds at most ${MAX_NODES} nodes.`)
  for (const id of renamed.values()) followTrains(draft.nodes[id]!, renamed)
  for (const [to, from] of Object.entries(fragment.wires)) {
    const ends = [parseEndpoint(from), parseEndpoint(to)].map((end) => end && renamedEndpoint(end, renamed))
    const [newFrom, newTo] = ends
    if (newFrom && newTo && !wireProblem(draft, newFrom, newTo)) draft.wires[newTo] = newFrom
  }
  refuseIf(Object.keys(draft.wires).length > MAX_WIRES && `A document holds at most ${MAX_WIRES} wires.`)
  for (const frame of new Set(roots.map((id) => draft.nodes[id]!.parent)))
    if (frame !== undefined) normaliseFrame(draft, frame)
  return { roots, ids: renamed }
}

const rank = (node: GraphNode): number => (kindOf(node).role === 'network' ? 0 : 1)

/** Every objective names the networks that it is limited to in `trains`. */
function followTrains(node: GraphNode, renamed: ReadonlyMap<NodeId, NodeId>): void {
  const { trains } = node.params
  if (kindOf(node).role === 'objective' && Array.isArray(trains))
    node.params.trains = trains.map((id: NodeId) => renamed.get(id) ?? id)
}

/** An end of a wire of the fragment, where the fragment lies now; `null` when its node was left out. */
export function renamedEndpoint(
  { node, port, call }: EndpointParts,
  renamed: ReadonlyMap<NodeId, NodeId>,
): Endpoint | null {
  const fresh = renamed.get(node)
  return fresh === undefined ? null : formatEndpoint(fresh, port, call)
}
