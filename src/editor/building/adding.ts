/** @file Putting new nodes into a graph: where they go, in which frame, and wired to what. */
import { checkWire } from '../../compile/check-wire'
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { addNode, connect } from '../../graph/edits'
import { type AnyKind, kinds } from '../../graph/kinds'
import { checkParams } from '../../graph/params'
import { childrenOf, freshId, portsOf, type Role, roleOf } from '../../graph/queries'
import { noteKindUse } from '../choosing/kind-choice'
import { cornerFor } from '../flow/changes'
import { type Flow, rectOf } from '../flow/flow'
import { absolutePosition, CARD_WIDTH_PX, overlap, type Point, type Size } from '../flow/geometry'
import { frameAt, mayLieInFrame } from '../flow/landing'
import { titleOf } from '../flow/view'
import { onGrid } from '../placing/snapping'
import type { Editor } from '../store'

/** One port of one call of a node. */
export interface PortEnd {
  endpoint: Endpoint
  side: 'input' | 'output'
}

/** Between a node and the one that is put beside it. */
export const BESIDE_PX = 48

export interface Place {
  parent: NodeId | undefined
  /** Relative to the parent. */
  position: Point
}

const needsFrame = (role: Role): boolean => role === 'input' || role === 'output'

/** Where a node goes whose middle was wanted at a point of the canvas; `null` where there is no place for it. */
export function placeAt(flow: Flow, kind: AnyKind, point: Point): Place | null {
  const { document } = flow.input
  const frame = frameAt(flow, point)
  const corner = freeCorner(flow, cornerFor(point))
  if (frame !== null && mayLieInFrame(kind.role)) {
    const origin = document.nodes[frame]!.position
    return { parent: frame, position: { x: corner.x - origin.x, y: corner.y - origin.y } }
  }
  return needsFrame(kind.role) || flow.input.entered !== null
    ? null
    : { parent: undefined, position: clearOf(flow, kind, corner) }
}

/** The nearest place on the grid of the canvas, whatever frame it is in. */
export function placeOnGrid(document: GraphDocument, { parent, position }: Place): Place {
  const { x, y } = absolutePosition(document, { x: 0, y: 0 }, parent)
  return { parent, position: { x: onGrid(x + position.x) - x, y: onGrid(y + position.y) - y } }
}

/** What a new network takes up on the canvas, with its input and its output; about. */
const NEW_FRAME: Size = { width: 620, height: 340 }

/** Moves down what stands on the canvas until it covers no frame, and a frame until it covers nothing. */
export function clearOf(flow: Flow, kind: AnyKind, corner: Point): Point {
  const isFrame = kind.role === 'network'
  const size = isFrame ? NEW_FRAME : { width: CARD_WIDTH_PX, height: 84 }
  const others = flow.nodes
    .filter((node) => node.parentId === undefined && (isFrame || node.data.frame !== null))
    .map((node) => rectOf(flow, node.id)!)
  let { x, y } = corner
  for (;;) {
    const hit = others.find((rect) => overlap(rect, { ...size, x, y }))
    if (!hit) return { x: Math.round(x), y: Math.round(y) }
    y = hit.y + hit.height + BESIDE_PX
  }
}

/** Shifts a corner until no other node's corner is under it, so that nothing is covered whole. */
export function freeCorner(flow: Flow, corner: Point): Point {
  let { x, y } = corner
  const taken = flow.nodes.flatMap((node) => {
    const rect = node.data.look === 'frame' ? null : rectOf(flow, node.id)
    return rect ? [rect] : []
  })
  while (taken.some((rect) => Math.abs(rect.x - x) < 16 && Math.abs(rect.y - y) < 16)) {
    x += 24
    y += 24
  }
  return { x: Math.round(x), y: Math.round(y) }
}

/** Beside what is selected when it lies in a frame or is one; else in the middle of the view. */
export function placeFor(flow: Flow, kind: AnyKind, centre: Point): Place | null {
  const { document, selection } = flow.input
  const chosen = [...selection.nodes].at(-1)
  const node = chosen === undefined ? undefined : document.nodes[chosen]
  const around = chosen !== undefined && roleOf(document, chosen) === 'network' ? chosen : node?.parent
  const frame = flow.input.entered ?? (document.nodes[around ?? '']?.collapsed === true ? undefined : around)
  if (frame === undefined || !mayLieInFrame(kind.role))
    return placeAt(flow, kind, centre) ?? (needsFrame(kind.role) ? inAnyFrame(flow) : null)
  return besideChildren(flow, frame, node?.parent === frame ? (chosen ?? null) : null)
}

function inAnyFrame(flow: Flow): Place | null {
  const frame = [...flow.layout.frames.keys()].find((id) => flow.input.document.nodes[id]!.collapsed !== true)
  return frame === undefined ? null : besideChildren(flow, frame, null)
}

function besideChildren(flow: Flow, frame: NodeId, after: NodeId | null): Place {
  const { document } = flow.input
  const origin = document.nodes[frame]!.position
  const neighbours = after === null ? childrenOf(document, frame) : [after]
  const rects = neighbours.map((id) => rectOf(flow, id)!)
  if (rects.length === 0) return { parent: frame, position: { x: 40, y: 84 } }
  const last = rects.reduce((a, b) => (b.x + b.width > a.x + a.width ? b : a))
  const corner = freeCorner(flow, { x: last.x + last.width + BESIDE_PX, y: last.y })
  return { parent: frame, position: { x: corner.x - origin.x, y: corner.y - origin.y } }
}

const refuses = (document: GraphDocument, { endpoint, side }: PortEnd, other: Endpoint): boolean =>
  checkWire(document, ...(side === 'output' ? ([endpoint, other] as const) : ([other, endpoint] as const))) !== null

/** A node that is only imagined, to ask what its ports are and what they take. */
export function withNode(
  document: GraphDocument,
  kind: AnyKind,
  parent: NodeId | undefined,
): { document: GraphDocument; id: NodeId } {
  const id = freshId(document, kind.kind)
  const params = checkParams(kind, {})
  const node = {
    kind: kind.kind,
    params: params.ok ? params.value : {},
    position: { x: 0, y: 0 },
    ...(parent !== undefined && { parent }),
  }
  // Frozen, so that what the queries and the checker find out about it is found out once.
  return { id, document: Object.freeze({ ...document, nodes: Object.freeze({ ...document.nodes, [id]: node }) }) }
}

/** The first port of a new node of this kind that takes up the wire; `null` when none does. */
export function fittingPort(document: GraphDocument, kind: AnyKind, wire: PortEnd): string | null {
  const parent = document.nodes[parseEndpoint(wire.endpoint)?.node ?? '']?.parent
  if (parent === undefined ? needsFrame(kind.role) : !mayLieInFrame(kind.role)) return null
  // A frame begins with ports of its own, which are not there to be asked yet.
  const imagined = withNode(document, kind, parent)
  const ports = portsOf(imagined.document, imagined.id)
  const names = wire.side === 'output' ? ports.inputs : ports.outputs
  const port = names.find(({ name }) => !refuses(imagined.document, wire, formatEndpoint(imagined.id, name)))
  return port?.name ?? null
}

/** Adds a node to a draft under a fresh id. A network comes with an input and an output. */
export function addNew(draft: GraphDocument, kind: AnyKind, place: Place): NodeId {
  const id = freshId(draft, kind.kind)
  addNode(draft, { id, kind: kind.kind, position: place.position, ...paramsFor(kind, draft), ...parentOf(place) })
  if (kind.role !== 'network') return id
  for (const [role, x] of [
    ['input', 40],
    ['output', 40 + CARD_WIDTH_PX * 2],
  ] as const) {
    const boundary = kinds.find((other) => other.role === role)
    if (!boundary) continue
    const child = freshId(draft, boundary.kind)
    addNode(draft, { id: child, kind: boundary.kind, parent: id, position: { x, y: 84 } })
  }
  return id
}

/** Adds a node as one step of undo, wires it if asked, selects it and answers its id. */
export function addKind(editor: Editor, kind: AnyKind, place: Place, wire?: { end: PortEnd; port: string }): NodeId {
  let id = ''
  editor.edit(`Add ${kind.title}`, (draft) => {
    id = addNew(draft, kind, place)
    if (!wire) return
    const own = formatEndpoint(id, wire.port)
    const { endpoint, side } = wire.end
    connect(draft, side === 'output' ? { from: endpoint, to: own } : { from: own, to: endpoint })
  })
  announceAdded(editor, id)
  return id
}

/** Selects what was added, and says it. */
export function announceAdded(editor: Editor, id: NodeId): void {
  const node = editor.document().nodes[id]
  if (!node) return
  editor.select({ nodes: [id] })
  noteKindUse(editor, node.kind)
  editor.announce(`Added ${titleOf(node)} ${id}.`)
}

export const parentOf = ({ parent }: Place) => (parent === undefined ? {} : { parent })

/** Networks are told apart by their names, so a second one gets another. */
function paramsFor(kind: AnyKind, document: GraphDocument): { params?: Record<string, unknown> } {
  if (kind.role !== 'network') return {}
  const defaults = checkParams(kind, {})
  const wanted = defaults.ok ? String(defaults.value.name) : kind.title
  const names = new Set(Object.values(document.nodes).map((node) => node.params.name))
  let name = wanted
  for (let count = 2; names.has(name); count++) name = `${wanted} ${count}`
  return { params: { name } }
}

/** Says that there is no place for a node where it was wanted. */
export function refusePlace(editor: Editor, kind: AnyKind): void {
  editor.notify({
    tone: 'warning',
    text: needsFrame(kind.role)
      ? `${kind.title} is a port of a network, so it lies inside one. Drop it on a network, or add a network first.`
      : `${kind.title} stands outside networks: they hold only layers, inputs and outputs. Leave this network first (Escape).`,
  })
}

/** Where the corner of a new node has to be for its port to lie at the end of the wire. */
export function cornerAtPort(point: Point, side: PortEnd['side']): Point {
  return side === 'output' ? { x: point.x + 12, y: point.y - 45 } : { x: point.x - CARD_WIDTH_PX - 12, y: point.y - 45 }
}

/** The place of a node that takes up a wire: in the frame of the wire's other end. */
export function placeAtWire(flow: Flow, kind: AnyKind, wire: PortEnd, point: Point): Place {
  const { document } = flow.input
  const parent = document.nodes[parseEndpoint(wire.endpoint)?.node ?? '']?.parent
  const corner = cornerAtPort(point, wire.side)
  if (parent === undefined) return { parent, position: clearOf(flow, kind, corner) }
  const origin = absolutePosition(document, { x: 0, y: 0 }, parent)
  return { parent, position: { x: Math.round(corner.x - origin.x), y: Math.round(corner.y - origin.y) } }
}
