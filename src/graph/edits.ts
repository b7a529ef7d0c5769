/**
 * @file Everything that can be done to a document, as verbs on a draft. Each leaves the document valid: what hangs on a
 * removed or renamed thing goes with it. An edit that cannot be done throws an `EditError`, and the draft is thrown away.
 */
import { current, isDraft } from 'immer'
import {
  type Endpoint,
  formatEndpoint,
  type GraphDocument,
  type GraphNode,
  NODE_ID,
  type NodeId,
  parseEndpoint,
  type Training,
} from './document'
import { EditError, refuseIf } from './edit-error'
import { explainIssues } from './errors'
import { normaliseFrame, type Position, tidyPosition } from './frame'
import { findKind, kindOf, nearestKind } from './kinds'
import { checkParams } from './params'
import { callsOf, childrenOf, freshPortName, nodeOf, portNameOf, type Role, roleOf, wiresOf } from './queries'
import { MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH, trainingSchema } from './schema'
import { isReserved, MAX_NODES, MAX_WIRES, placeProblem, wireProblem } from './structure'

/** Copying and pasting are verbs like the others; they have a file of their own because of their length. */
export { copyFragment, insertFragment } from './fragment'

function existing(draft: GraphDocument, id: NodeId): GraphNode {
  const node = nodeOf(draft, id)
  if (!node) throw new EditError(`There is no node "${id}".`)
  return node
}

export interface AddNodeArgs {
  /** From `freshId`. */
  id: NodeId
  kind: string
  /** What differs from the kind's defaults. */
  params?: Record<string, unknown>
  /** The network to put it in. */
  parent?: NodeId
  /** Relative to the parent's frame, px. */
  position: Position
}

/** Adds a node. An input or output whose name is taken in its network gets the next free one. */
export function addNode(draft: GraphDocument, { id, kind: name, params = {}, parent, position }: AddNodeArgs): void {
  const kind = findKind(name)
  if (!kind) throw new EditError(`There is no kind "${name}". The nearest is "${nearestKind(name)}".`)
  refuseIf(!NODE_ID.test(id) && `"${id}" is no id: it must begin with a letter and have only letters, digits, _ and -.`)
  refuseIf((nodeOf(draft, id) || isReserved(id)) && `The id "${id}" is taken.`)
  refuseIf(Object.keys(draft.nodes).length >= MAX_NODES && `A document holds at most ${MAX_NODES} nodes.`)
  const checked = checkParams(kind, params)
  if (!checked.ok) throw new EditError(checked.problem[0]!.message)
  const complete = checked.value
  if (parent !== undefined && (kind.role === 'input' || kind.role === 'output'))
    complete.name = freshPortName(draft, parent, kind.role, complete.name as string)
  draft.nodes[id] = {
    kind: name,
    params: complete,
    ...(parent !== undefined && { parent }),
    position: tidyPosition(position),
  }
  refuseIf(placeProblem(draft, id, parent))
  if (parent !== undefined) normaliseFrame(draft, parent)
}

/** Removes nodes, what lies in their frames, and every wire that then hangs in the air. Unknown ids are passed over. */
export function removeNodes(draft: GraphDocument, ids: readonly NodeId[]): void {
  const named = new Set(ids)
  const doomed = new Set<NodeId>()
  const frames = new Set<NodeId>()
  for (const [id, { parent }] of Object.entries(draft.nodes)) {
    const framed = parent !== undefined && named.has(parent)
    if (named.has(id) || framed) doomed.add(id)
    if (named.has(id) && parent !== undefined && !framed) frames.add(parent)
  }
  for (const id of doomed) delete draft.nodes[id]
  dropLooseWires(draft, new Set([...doomed, ...frames]))
}

/** Drops the wires of nodes that are gone, or whose ports, calls or places are no longer what they were. */
function dropLooseWires(draft: GraphDocument, ids: ReadonlySet<NodeId>): void {
  // A draft notes whatever is read of it, which takes longer than all else here.
  const wires = isDraft(draft.wires) ? current(draft.wires) : draft.wires
  for (const [to, from] of Object.entries(wires)) {
    const ends = [nodeAt(to), nodeAt(from)]
    if (!ends.some((id) => ids.has(id))) continue
    // Asked first because it is cheap, and many nodes may go at once.
    const gone = ends.some((id) => !Object.hasOwn(draft.nodes, id))
    if (gone || wireProblem(draft, from, to)) delete draft.wires[to]
  }
}

/** The node of an endpoint, without a look at the rest. */
const nodeAt = (end: Endpoint): NodeId => end.slice(0, end.indexOf('.'))

/** Removes wires by their keys, which are their destinations. Unknown keys are passed over. */
export function removeWires(draft: GraphDocument, keys: readonly Endpoint[]): void {
  for (const key of keys) delete draft.wires[key]
}

/** Draws a wire from an output to an input, in place of the one that ends there. Cycles are for the caller to refuse. */
export function connect(draft: GraphDocument, { from, to }: { from: Endpoint; to: Endpoint }): void {
  refuseIf(wireProblem(draft, from, to))
  refuseIf(
    !Object.hasOwn(draft.wires, to) &&
      Object.keys(draft.wires).length >= MAX_WIRES &&
      `A document holds at most ${MAX_WIRES} wires.`,
  )
  const { node, port, call } = parseEndpoint(to)!
  draft.wires[formatEndpoint(node, port, call)] = from
}

/** Moves nodes to positions relative to their parent's frame, px. Frames grow to hold what left them at the left or the top. */
export function moveNodes(draft: GraphDocument, positions: Readonly<Record<NodeId, Position>>): void {
  const frames = new Set<NodeId>()
  for (const [id, position] of Object.entries(positions)) {
    const node = existing(draft, id)
    const { x, y } = tidyPosition(position)
    if (node.position.x === x && node.position.y === y) continue
    node.position = { x, y }
    if (node.parent !== undefined) frames.add(node.parent)
  }
  for (const frame of frames) normaliseFrame(draft, frame)
}

export function setParam(
  draft: GraphDocument,
  { node, key, value }: { node: NodeId; key: string; value: unknown },
): void {
  setParams(draft, { node, params: { [key]: value } })
}

/**
 * Sets some params of a node. Wires follow the ports and calls that they name: a renamed input, output or call keeps its
 * wires, and wires at ports that the node no longer has go.
 */
export function setParams(
  draft: GraphDocument,
  { node: id, params }: { node: NodeId; params: Record<string, unknown> },
): void {
  const node = existing(draft, id)
  const { role } = kindOf(node)
  const checked = checkParams(kindOf(node), { ...node.params, ...params })
  if (!checked.ok) throw new EditError(checked.problem[0]!.message)
  const before = { calls: callsOf(node), name: node.params.name }
  for (const [key, value] of Object.entries(checked.value))
    if (JSON.stringify(node.params[key]) !== JSON.stringify(value)) node.params[key] = value
  if ((role === 'input' || role === 'output') && before.name !== node.params.name && node.parent !== undefined)
    renamePort(draft, node.parent, role, before.name as string, portNameOf(node))
  if (role === 'network') followCalls(draft, id, before.calls)
  dropLooseWires(draft, new Set([id]))
}

/** Moves the wires of a frame's port to its new name. */
function renamePort(
  draft: GraphDocument,
  network: NodeId,
  role: 'input' | 'output',
  before: string,
  after: string,
): void {
  refuseIf(isReserved(after) && `"${after}" is a reserved word. Give the ${role} another name.`)
  const twins = childrenOf(draft, network).filter((child) => {
    const sibling = draft.nodes[child]!
    return kindOf(sibling).role === role && portNameOf(sibling) === after
  })
  refuseIf(twins.length > 1 && `The network already has an ${role} named "${after}". Choose another name.`)
  rewire(draft, network, (side, port, call) =>
    side === role && port === before ? { port: after, call } : { port, call },
  )
}

/** A list of calls in which exactly one name changed is a rename; otherwise wires of names that are gone go. */
function followCalls(draft: GraphDocument, network: NodeId, before: readonly string[]): void {
  const after = callsOf(draft.nodes[network]!)
  const reserved = after.find(isReserved)
  refuseIf(reserved !== undefined && `"${reserved}" is a reserved word. Give the call another name.`)
  const gone = before.filter((call) => !after.includes(call))
  const added = after.filter((call) => !before.includes(call))
  if (gone.length !== 1 || added.length !== 1) return
  rewire(draft, network, (_side, port, call) => ({ port, call: call === gone[0] ? added[0]! : call }))
}

/** Gives every wire end at a node a new port and call. Several wires may swap names, so all leave before any returns. */
function rewire(
  draft: GraphDocument,
  id: NodeId,
  rename: (side: 'input' | 'output', port: string, call: string) => { port: string; call: string },
): void {
  const { into, outOf } = wiresOf(draft, id)
  const changed = [...new Set([...into, ...outOf].map((wire) => wire.to))].map((to) => ({ to, from: draft.wires[to]! }))
  const ends = new Map([...into, ...outOf].map((wire) => [wire.to, wire]))
  const renamed = changed.map(({ to, from }) => {
    const { toParts, fromParts } = ends.get(to)!
    const target = toParts.node === id ? rename('input', toParts.port, toParts.call) : null
    const origin = fromParts.node === id ? rename('output', fromParts.port, fromParts.call) : null
    return {
      before: to,
      to: target ? formatEndpoint(id, target.port, target.call) : to,
      from: origin ? formatEndpoint(id, origin.port, origin.call) : from,
    }
  })
  const moved = renamed.filter((wire) => wire.to !== wire.before || wire.from !== draft.wires[wire.before])
  for (const { before } of moved) delete draft.wires[before]
  for (const { to, from } of moved) draft.wires[to] = from
}

/** Adds a call to a network: one more row of ports, with the same weights. Name from `freshCallName`. */
export function addCall(draft: GraphDocument, { network, name }: { network: NodeId; name: string }): void {
  setParam(draft, { node: network, key: 'calls', value: [...callsOf(existing(draft, network)), name] })
}

export function renameCall(
  draft: GraphDocument,
  { network, from, to }: { network: NodeId; from: string; to: string },
): void {
  const calls = callsOf(existing(draft, network))
  refuseIf(!calls.includes(from) && `Network "${network}" has no call "${from}".`)
  if (from === to) return
  setParam(draft, { node: network, key: 'calls', value: calls.map((call) => (call === from ? to : call)) })
}

/** Removes a call with its wires. The last call of a network stays. */
export function removeCall(draft: GraphDocument, { network, name }: { network: NodeId; name: string }): void {
  const calls = callsOf(existing(draft, network))
  refuseIf(!calls.includes(name) && `Network "${network}" has no call "${name}".`)
  refuseIf(calls.length === 1 && 'A network is called at least once. Remove the network instead.')
  setParam(draft, { node: network, key: 'calls', value: calls.filter((call) => call !== name) })
}

/**
 * Moves nodes into a frame, or out to the canvas (`null`), without moving them on the screen. Wires that would cross a frame
 * go. Nodes that may not lie there (a network in a network, an input on the canvas) stay where they are.
 */
export function reparent(
  draft: GraphDocument,
  { nodes, parent }: { nodes: readonly NodeId[]; parent: NodeId | null },
): void {
  const target = parent ?? undefined
  const origin = (frame: NodeId | undefined) => (frame === undefined ? { x: 0, y: 0 } : draft.nodes[frame]!.position)
  const changed = new Set<NodeId>()
  for (const id of nodes) {
    const node = existing(draft, id)
    const from = node.parent
    if (from === target || placeProblem(draft, id, target)) continue
    changed.add(id)
    if (from !== undefined) changed.add(from)
    const [before, after] = [origin(from), origin(target)]
    const { role } = kindOf(node)
    if ((role === 'input' || role === 'output') && target !== undefined)
      node.params.name = freshPortName(draft, target, role, portNameOf(node))
    node.position = tidyPosition({
      x: node.position.x + before.x - after.x,
      y: node.position.y + before.y - after.y,
    })
    if (target === undefined) delete node.parent
    else node.parent = target
  }
  // Only now, so that wires between nodes that move together stay.
  dropLooseWires(draft, changed)
  if (target !== undefined && changed.size > 0) normaliseFrame(draft, target)
}

/** A flag that is left out of the file unless it is set. Nodes of another role are passed over. */
function setFlag(
  draft: GraphDocument,
  nodes: readonly NodeId[],
  role: Role,
  flag: 'bypassed' | 'frozen' | 'collapsed',
  on: boolean,
): void {
  for (const id of nodes) {
    const node = existing(draft, id)
    if (kindOf(node).role !== role) continue
    if (on) node[flag] = true
    else delete node[flag]
  }
}

/** Lets what comes into layers go past them, or through them again. Nodes that are no layers are passed over. */
export function setBypassed(
  draft: GraphDocument,
  { nodes, bypassed }: { nodes: readonly NodeId[]; bypassed: boolean },
): void {
  setFlag(draft, nodes, 'layer', 'bypassed', bypassed)
}

/** Keeps the weights of layers as they are while the rest of their network learns, or lets them learn again. Nodes that are no layers are passed over. */
export function setFrozen(
  draft: GraphDocument,
  { nodes, frozen }: { nodes: readonly NodeId[]; frozen: boolean },
): void {
  setFlag(draft, nodes, 'layer', 'frozen', frozen)
}

/** Draws networks as one box each, or opens them again. Nodes that are no networks are passed over. */
export function setCollapsed(
  draft: GraphDocument,
  { nodes, collapsed }: { nodes: readonly NodeId[]; collapsed: boolean },
): void {
  setFlag(draft, nodes, 'network', 'collapsed', collapsed)
}

/** Keeps a warning or an advice from being reported: everywhere, or at one node. */
export function silence(draft: GraphDocument, { code, node }: { code: string; node?: NodeId }): void {
  const entry = node === undefined ? code : `${code}@${node}`
  const present = draft.silenced ?? []
  if (!present.includes(entry)) draft.silenced = [...present, entry].sort()
}

/** Reports again what an entry of `silenced` kept quiet. */
export function unsilence(draft: GraphDocument, entry: string): void {
  const left = (draft.silenced ?? []).filter((other) => other !== entry)
  if (left.length > 0) draft.silenced = left
  else delete draft.silenced
}

/** Changes how the document is trained. */
export function setTraining(draft: GraphDocument, patch: Partial<Training>): void {
  const wanted = { ...draft.training, ...patch }
  const parsed = trainingSchema.safeParse(wanted)
  if (!parsed.success) throw new EditError(explainIssues(trainingSchema, wanted, parsed.error.issues)[0]!.message)
  Object.assign(draft.training, parsed.data)
}

export function renameDocument(
  draft: GraphDocument,
  { name, description }: { name?: string; description?: string },
): void {
  if (name !== undefined) draft.name = name.slice(0, MAX_NAME_LENGTH)
  if (description !== undefined) draft.description = description.slice(0, MAX_DESCRIPTION_LENGTH)
}

/** Whether a node may be put into this frame (`null`: on the canvas), for a highlight while dragging. */
export function canReparent(document: GraphDocument, node: NodeId, parent: NodeId | null): boolean {
  return roleOf(document, node) !== null && placeProblem(document, node, parent ?? undefined) === null
}
