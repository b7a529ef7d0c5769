/**
 * @file Going into a wire, between its two ends: a kind from the palette, a node that is there already. What follows moves out of the way, and
 * all of it is one step of undo. After Node-RED, which splices a node into the wire it is dropped on.
 */
import { produce } from 'immer'
import { checkWire } from '../../compile/check-wire'
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { connect, moveNodes, removeWires, reparent } from '../../graph/edits'
import { joinsAcross } from '../../graph/heal'
import type { AnyKind } from '../../graph/kinds'
import { portsOf, roleOf, wiresOf } from '../../graph/queries'
import { wireProblem } from '../../graph/structure'
import { type Flow, rectOf } from '../flow/flow'
import { absolutePosition, CARD_WIDTH_PX, type Point } from '../flow/geometry'
import { titleOf } from '../flow/view'
import { makeRoom } from '../placing/making-room'
import { editMakingWay } from '../placing/making-way'
import type { Editor } from '../store'
import { addNew, announceAdded, BESIDE_PX, type Place, withNode } from './adding'

/** Where a wire enters what is put into it, and where it leaves. Several inputs may be fed at once: a block may begin with a fork. */
export interface Splice {
  enter: readonly Endpoint[]
  leave: Endpoint
}

/** Says why a wire may not be drawn; `null` when it may. */
type WireCheck = (document: GraphDocument, from: Endpoint, to: Endpoint) => unknown

/** How a wire to `to` can run through nodes that stand unwired in the document; `null` when shapes do not allow it. */
export function spliceOf(
  loose: GraphDocument,
  to: Endpoint,
  { enters, leaves }: { enters: readonly (readonly Endpoint[])[]; leaves: readonly Endpoint[] },
  check: WireCheck = checkWire,
): Splice | null {
  const from = loose.wires[to]
  if (from === undefined) return null
  for (const enter of enters) {
    if (enter.some((input) => check(loose, from, input) !== null)) continue
    const { [to]: _, ...others } = loose.wires
    const wires = Object.freeze({ ...others, ...Object.fromEntries(enter.map((input) => [input, from])) })
    const wired = Object.freeze({ ...loose, wires })
    const leave = leaves.find((output) => check(wired, output, to) === null)
    if (leave !== undefined) return { enter, leave }
  }
  return null
}

const parentAt = (document: GraphDocument, to: Endpoint): NodeId | undefined =>
  document.nodes[parseEndpoint(to)?.node ?? '']?.parent

const portsFor = (document: GraphDocument, id: NodeId) => {
  const { inputs, outputs } = portsOf(document, id)
  return {
    enters: inputs.map(({ name }) => [formatEndpoint(id, name)]),
    leaves: outputs.map(({ name }) => formatEndpoint(id, name)),
  }
}

/** Whether, and by which ports, a new node of this kind goes into the wire. */
export function insertionOf(
  document: GraphDocument,
  kind: AnyKind,
  to: Endpoint,
  check: WireCheck = checkWire,
): Splice | null {
  if (kind.role !== 'layer') return null
  const imagined = withNode(document, kind, parentAt(document, to))
  return spliceOf(imagined.document, to, portsFor(imagined.document, imagined.id), check)
}

/** The place in the row between the two ends of a wire, and how far the second end has to move for something so wide. */
export function placeInWire(flow: Flow, to: Endpoint, widthPx: number): { place: Place; missingPx: number } {
  const { document } = flow.input
  const [source, target] = [parseEndpoint(document.wires[to]!)!.node, parseEndpoint(to)!.node]
  const parent = parentAt(document, to)
  const [left, right] = [rectOf(flow, source)!, rectOf(flow, target)!]
  const corner = { x: left.x + left.width + BESIDE_PX, y: right.y }
  const origin = absolutePosition(document, { x: 0, y: 0 }, parent)
  const position = { x: corner.x - origin.x, y: corner.y - origin.y }
  return { place: { parent, position }, missingPx: corner.x + widthPx + BESIDE_PX - right.x }
}

/** Draws the wire to `to` through what was put into it. */
export function drawThrough(draft: GraphDocument, to: Endpoint, { enter, leave }: Splice): void {
  const from = draft.wires[to]!
  for (const input of enter) connect(draft, { from, to: input })
  connect(draft, { from: leave, to })
}

/**
 * Puts a new node into a wire; `null` when shapes do not allow it. `whateverShape` leaves shapes to the params that are yet to be set, as
 * those of a Reshape.
 */
export function insertKind(
  editor: Editor,
  flow: Flow,
  kind: AnyKind,
  to: Endpoint,
  { whateverShape = false } = {},
): NodeId | null {
  const splice = insertionOf(flow.input.document, kind, to, whateverShape ? wireProblem : checkWire)
  if (!splice) return null
  const target = parseEndpoint(to)!.node
  const { place, missingPx } = placeInWire(flow, to, CARD_WIDTH_PX)
  let id = ''
  editMakingWay(editor, `Insert ${kind.title}`, (draft) => {
    makeRoom(draft, flow, { from: target, byPx: missingPx })
    // The frame may have moved its origin meanwhile.
    id = addNew(draft, kind, { ...place, position: shifted(flow, draft, place) })
    drawThrough(draft, to, splice)
  })
  announceAdded(editor, id)
  return id
}

function shifted(flow: Flow, draft: GraphDocument, { parent, position }: Place): Point {
  if (parent === undefined) return position
  const [before, now] = [flow.input.document.nodes[parent]!.position, draft.nodes[parent]!.position]
  return { x: position.x + before.x - now.x, y: position.y + before.y - now.y }
}

/** Takes a node out of the wires that it stands in, and joins them past it. */
function takeOut(draft: GraphDocument, id: NodeId): void {
  const { into, outOf } = wiresOf(draft, id)
  const joins = joinsAcross(draft, [id])
  removeWires(
    draft,
    [...into, ...outOf].map(({ to }) => to),
  )
  for (const join of joins) connect(draft, join)
}

/** Whether a node that is there already may go into wires: a layer that stands in no wire, or in a row, one wire in and one out. */
export function mayGoIntoWires(document: GraphDocument, id: NodeId): boolean {
  const { into, outOf } = wiresOf(document, id)
  return roleOf(document, id) === 'layer' && into.length <= 1 && outOf.length <= 1
}

/** Whether, and by which ports, such a node goes into the wire; its neighbours are then joined past it. */
export function insertionOfNode(document: GraphDocument, id: NodeId, to: Endpoint): Splice | null {
  const from = document.wires[to]
  if (from === undefined || !mayGoIntoWires(document, id)) return null
  const [end, start] = [parseEndpoint(to)!.node, parseEndpoint(from)!.node]
  if (end === id || start === id) return null
  const parent = parentAt(document, to) ?? null
  let loose: GraphDocument
  try {
    loose = produce(document, (draft) => {
      takeOut(draft, id)
      reparent(draft, { nodes: [id], parent })
    })
  } catch {
    return null
  }
  if ((loose.nodes[id]!.parent ?? null) !== parent || loose.wires[to] !== from) return null
  return spliceOf(loose, to, portsFor(loose, id))
}

/** Puts a node that is there already into a wire. */
export function insertNode(editor: Editor, flow: Flow, id: NodeId, to: Endpoint): boolean {
  const { document } = flow.input
  const splice = insertionOfNode(document, id, to)
  if (!splice) return false
  const target = parseEndpoint(to)!.node
  const { width } = rectOf(flow, id)!
  const { place, missingPx } = placeInWire(flow, to, width)
  const done = editMakingWay(editor, `Insert ${titleOf(document.nodes[id]!)}`, (draft) => {
    takeOut(draft, id)
    reparent(draft, { nodes: [id], parent: place.parent ?? null })
    makeRoom(draft, flow, { from: target, byPx: missingPx, except: [id] })
    moveNodes(draft, { [id]: shifted(flow, draft, place) })
    drawThrough(draft, to, splice)
  })
  if (!done) return false
  editor.select({ nodes: [id] })
  editor.announce(`Inserted ${id} into the wire to ${to}.`)
  return true
}
