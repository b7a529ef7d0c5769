/** @file A layer put into a wire, taken out of one, or changed for another: its neighbours stay joined, and make room. */
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from './document'
import { EditError, refuseIf } from './edit-error'
import { addNode, connect, moveNodes, removeNodes } from './edits'
import { FRAME_PADDING_PX } from './frame'
import { joinsAcross } from './heal'
import { findKind, kindOf } from './kinds'
import { checkParams } from './params'
import { childrenOf, freshId, nodeOf, portsOf, wiresOf } from './queries'

/** What a node takes up on the canvas, about, with the space behind it, px. */
export const NODE_STEP_PX = 232
/** About the height of a node, px. */
const NODE_HEIGHT_PX = 84

/** First input of a kind of layer by name; `null` when it is none or takes nothing. */
function firstInput(name: string): string | null {
  const kind = findKind(name)
  if (kind?.role !== 'layer') return null
  return kind.inputs === 'variadic' ? 'a' : (kind.inputs[0]?.name ?? null)
}

/** Puts a new layer into the wire that ends at `to`, and moves what follows out of its way. Returns its id. */
export function insertLayer(
  draft: GraphDocument,
  { to, kind, params = {} }: { to: Endpoint; kind: string; params?: Record<string, unknown> },
): NodeId {
  const from = draft.wires[to]
  const target = nodeOf(draft, parseEndpoint(to)?.node ?? '')
  const port = firstInput(kind)
  if (from === undefined || !target || port === null)
    throw new EditError(`There is no wire at "${to}" any more, into which the layer could be put.`)
  const { node: source } = parseEndpoint(from)!
  const { parent } = target
  const id = freshId(draft, kind)
  const left = rightEdge(draft, source)
  makeRoom(draft, parseEndpoint(to)!.node, left + NODE_STEP_PX - target.position.x)
  addNode(draft, {
    id,
    kind,
    params,
    ...(parent !== undefined && { parent }),
    position: { x: left, y: draft.nodes[parseEndpoint(to)!.node]!.position.y },
  })
  connect(draft, { from, to: formatEndpoint(id, port) })
  connect(draft, { from: formatEndpoint(id, 'out'), to })
  return id
}

/** Where the next node may begin, in the frame of this one. */
function rightEdge(draft: GraphDocument, id: NodeId): number {
  const node = draft.nodes[id]!
  if (kindOf(node).role !== 'network') return node.position.x + NODE_STEP_PX
  const children = childrenOf(draft, id).map((child) => draft.nodes[child]!.position.x)
  return node.position.x + Math.max(0, ...children) + NODE_STEP_PX + FRAME_PADDING_PX.right
}

/** Moves a node and all that stand right of it in its frame, and what stands beside a frame that grows so. */
function makeRoom(draft: GraphDocument, id: NodeId, missing: number): void {
  if (missing <= 0) return
  const { parent, position } = draft.nodes[id]!
  const nodes = Object.entries(draft.nodes)
  const frame = parent === undefined ? null : draft.nodes[parent]!
  const frameRight = parent === undefined ? 0 : rightEdge(draft, parent)
  const followers = nodes.filter(([, node]) => {
    if (node.parent === parent) return node.position.x >= position.x
    return frame !== null && node.parent === undefined && node.position.x >= frameRight - NODE_STEP_PX / 4
  })
  const rows = frame && frameRows(draft, parent!)
  const moved = followers.filter(
    ([other, node]) => node.parent === parent || rows === null || overlap(rows, frameRows(draft, other)),
  )
  moveNodes(
    draft,
    Object.fromEntries(
      moved.map(
        ([
          other,
          {
            position: { x, y },
          },
        ]) => [other, { x: x + missing, y }],
      ),
    ),
  )
}

/** Top and bottom on the canvas, about. */
function frameRows(draft: GraphDocument, id: NodeId): [number, number] {
  const { y } = draft.nodes[id]!.position
  const children = childrenOf(draft, id).map((child) => draft.nodes[child]!.position.y)
  return [y, y + Math.max(0, ...children) + NODE_HEIGHT_PX]
}

const overlap = ([top, bottom]: [number, number], [otherTop, otherBottom]: [number, number]): boolean =>
  top < otherBottom && otherTop < bottom

/** Removes a layer; what read it reads what came in by its first wired input. */
export function removeLayer(draft: GraphDocument, id: NodeId): void {
  refuseIf(!nodeOf(draft, id) && `There is no node "${id}" any more.`)
  const joins = joinsAcross(draft, [id])
  removeNodes(draft, [id])
  for (const join of joins) connect(draft, join)
}

/** Makes a node another kind, in its place and with the wires that the new kind has ports for. */
export function replaceKind(
  draft: GraphDocument,
  { node: id, kind: name, params }: { node: NodeId; kind: string; params: Record<string, unknown> },
): void {
  const node = nodeOf(draft, id)
  const kind = findKind(name)
  if (!node || !kind) throw new EditError(`There is no node "${id}" any more.`)
  const checked = checkParams(kind, params)
  if (!checked.ok) throw new EditError(checked.problem[0]!.message)
  const { into } = wiresOf(draft, id)
  const wires = into.map(({ to, from, toParts }) => ({ to, from, port: toParts.port }))
  draft.nodes[id] = {
    kind: name,
    params: checked.value,
    ...(node.parent !== undefined && { parent: node.parent }),
    position: { ...node.position },
  }
  const inputs = portsOf(draft, id).inputs.map((input) => input.name)
  for (const { to, port } of wires) if (!inputs.includes(port)) delete draft.wires[to]
}
