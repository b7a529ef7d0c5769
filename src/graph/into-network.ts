/** @file What stands outside of a network and belongs into it: a layer with its wires, or a wire by a new port. */
import { type Endpoint, formatEndpoint, type GraphDocument, MAIN_CALL, type NodeId, parseEndpoint } from './document'
import { EditError, refuseIf } from './edit-error'
import { addNode, connect, reparent } from './edits'
import { NODE_STEP_PX } from './insert'
import { kinds } from './kinds'
import { callsOf, childrenOf, freshId, nodeOf, portNameOf, roleOf, wiresOf } from './queries'

/** Kind of the nodes that stand for inputs of networks. */
const inputKind = (): string => kinds.find(({ role }) => role === 'input')!.kind

/** The node that stands for a port of a network. */
function boundary(draft: GraphDocument, network: NodeId, role: 'input' | 'output', port: string): NodeId | null {
  const found = childrenOf(draft, network).find(
    (child) => roleOf(draft, child) === role && portNameOf(draft.nodes[child]!) === port,
  )
  return found ?? null
}

/**
 * Moves a layer with one wired input into a network. One that feeds the network in a single call becomes its first layer there;
 * one that reads it, in a single call, its last.
 */
export function absorbLayer(draft: GraphDocument, { node, network }: { node: NodeId; network: NodeId }): void {
  refuseIf((!nodeOf(draft, node) || roleOf(draft, network) !== 'network') && 'The layer or the network is gone.')
  const { into, outOf } = wiresOf(draft, node)
  const [incoming] = into
  if (!incoming || into.length > 1)
    throw new EditError('Only a layer with one wired input can be moved with its wires.')
  const { to: key, from: source, toParts, fromParts } = incoming
  const readers = outOf.map(({ to, toParts: end }) => ({ to, ...end }))
  const own = { in: key, out: formatEndpoint(node, 'out'), port: toParts.port }
  const feeds = readers.length > 0 && readers.every((reader) => reader.node === network)
  if (feeds) {
    const [reader] = readers
    const input = boundary(draft, network, 'input', reader!.port)
    refuseIf((readers.length > 1 || !input) && 'It feeds the network in several calls.')
    const after = wiresOf(draft, input!).outOf.map(({ to }) => to)
    const { position } = draft.nodes[input!]!
    reparent(draft, { nodes: [node], parent: network })
    connect(draft, { from: source, to: reader!.to })
    for (const to of after) connect(draft, { from: own.out, to })
    connect(draft, { from: formatEndpoint(input!, 'out'), to: own.in })
    place(draft, node, { x: position.x + NODE_STEP_PX, y: position.y })
    return
  }
  const output = fromParts.node === network ? boundary(draft, network, 'output', fromParts.port) : null
  const inner = output === null ? undefined : draft.wires[formatEndpoint(output, 'in')]
  refuseIf((!output || inner === undefined) && 'It neither feeds the network nor reads it.')
  const { position } = draft.nodes[output!]!
  reparent(draft, { nodes: [node], parent: network })
  connect(draft, { from: inner!, to: own.in })
  connect(draft, { from: own.out, to: formatEndpoint(output!, 'in') })
  for (const { to } of readers) connect(draft, { from: source, to })
  place(draft, node, position, output!)
}

/** Puts a node at a place in its frame and moves what stands there, and behind, to the right. */
function place(draft: GraphDocument, id: NodeId, { x, y }: { x: number; y: number }, last?: NodeId): void {
  const { parent } = draft.nodes[id]!
  for (const other of childrenOf(draft, parent!)) {
    const node = draft.nodes[other]!
    if (other !== id && node.position.x >= x - NODE_STEP_PX / 4 && roleOf(draft, other) !== 'input')
      node.position = { x: node.position.x + NODE_STEP_PX, y: node.position.y }
  }
  draft.nodes[id]!.position = { x, y: last === undefined ? y : draft.nodes[last]!.position.y }
}

/** Gives a network a new input that feeds `to` inside of it, and wires `from` to it in every call. Returns the new node. */
export function leadThroughFrame(draft: GraphDocument, { from, to }: { from: Endpoint; to: Endpoint }): NodeId {
  const target = nodeOf(draft, parseEndpoint(to)?.node ?? '')
  const network = target?.parent
  if (!target || network === undefined) throw new EditError(`There is no "${to}" in a network any more.`)
  const id = freshId(draft, inputKind())
  const { x, y } = target.position
  addNode(draft, { id, kind: inputKind(), parent: network, position: { x: x - NODE_STEP_PX, y: y + NODE_STEP_PX / 2 } })
  connect(draft, { from: formatEndpoint(id, 'out'), to })
  const port = portNameOf(draft.nodes[id]!)
  const calls = callsOf(draft.nodes[network]!)
  for (const call of calls.length > 0 ? calls : [MAIN_CALL])
    connect(draft, { from, to: formatEndpoint(network, port, call) })
  return id
}
