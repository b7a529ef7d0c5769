/**
 * @file What can be read off a document: ports, wires, children, free names. Pure, and total for valid documents and drafts.
 *
 * Documents are frozen values everywhere but inside an edit, so indexes over a frozen document are kept as long as it lives.
 */
import { formatShape } from '../tensor/shape'
import {
  type Endpoint,
  type EndpointParts,
  formatEndpoint,
  type GraphDocument,
  type GraphNode,
  MAIN_CALL,
  type NodeId,
  parseEndpoint,
} from './document'
import { type AnyKind, findKind, kindOf } from './kinds'
import { type NodePort, type NodePorts, VARIADIC_NAMES } from './ports'

export type Role = AnyKind['role']

/** `null` for an id that the document does not have, names of inherited properties included. */
export const nodeOf = (document: GraphDocument, id: NodeId): GraphNode | null =>
  Object.hasOwn(document.nodes, id) ? document.nodes[id]! : null

/** What the node is to the algebra; `null` when there is no such node. */
export function roleOf(document: GraphDocument, id: NodeId): Role | null {
  const node = nodeOf(document, id)
  return node && (findKind(node.kind)?.role ?? null)
}

/** A frozen object never changes, so what was computed from it stays right. Drafts and objects in the making are not kept. */
function remembered<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const value = compute(key)
    // Looks at every entry of a large object, so it is asked only once.
    if (Object.isFrozen(key)) known.set(key, value)
    return value
  }
}

const childrenIndex = remembered((nodes: GraphDocument['nodes']): ReadonlyMap<NodeId, readonly NodeId[]> => {
  const children = new Map<NodeId, NodeId[]>()
  for (const [id, node] of Object.entries(nodes)) {
    if (node.parent === undefined) continue
    const siblings = children.get(node.parent)
    if (siblings) siblings.push(id)
    else children.set(node.parent, [id])
  }
  const order = (a: NodeId, b: NodeId) => {
    const [first, second] = [nodes[a]!.position, nodes[b]!.position]
    return first.y - second.y || first.x - second.x || (a < b ? -1 : 1)
  }
  for (const siblings of children.values()) siblings.sort(order)
  return children
})

/** Nodes in a network's frame as one reads them: from the top, then from the left. Its ports keep this order. */
export const childrenOf = (document: GraphDocument, network: NodeId): readonly NodeId[] =>
  childrenIndex(document.nodes).get(network) ?? []

export interface Wire {
  /** Destination; the wire's key in the document. */
  to: Endpoint
  from: Endpoint
  toParts: EndpointParts
  fromParts: EndpointParts
}

interface WireIndex {
  into: ReadonlyMap<NodeId, readonly Wire[]>
  outOf: ReadonlyMap<NodeId, readonly Wire[]>
}

const wireIndex = remembered((wires: GraphDocument['wires']): WireIndex => {
  const into = new Map<NodeId, Wire[]>()
  const outOf = new Map<NodeId, Wire[]>()
  const add = (map: Map<NodeId, Wire[]>, id: NodeId, wire: Wire) => {
    const list = map.get(id)
    if (list) list.push(wire)
    else map.set(id, [wire])
  }
  for (const [to, from] of Object.entries(wires)) {
    const toParts = parseEndpoint(to)
    const fromParts = parseEndpoint(from)
    if (!toParts || !fromParts) continue
    const wire = { to, from, toParts, fromParts }
    add(into, toParts.node, wire)
    add(outOf, fromParts.node, wire)
  }
  return { into, outOf }
})

/** Wires that end at a node's inputs and wires that begin at its outputs. */
export function wiresOf(document: GraphDocument, id: NodeId): { into: readonly Wire[]; outOf: readonly Wire[] } {
  const index = wireIndex(document.wires)
  return { into: index.into.get(id) ?? [], outOf: index.outOf.get(id) ?? [] }
}

/** The output that feeds an input; `null` when no wire ends there. */
export const sourceOf = (document: GraphDocument, input: Endpoint): Endpoint | null =>
  Object.hasOwn(document.wires, input) ? document.wires[input]! : null

/** Calls of a network, in order; `['main']` for any other node. */
export function callsOf(node: GraphNode): readonly string[] {
  return kindOf(node).role === 'network' ? (node.params.calls as string[]) : [MAIN_CALL]
}

/** The port of the frame that an input or output node stands for. */
export const portNameOf = (node: GraphNode): string => node.params.name as string

/** Ports and calls of a node of the document. A variadic kind shows the inputs up to the last one used, and a free one. */
export const portsOf = (document: GraphDocument, id: NodeId): NodePorts => ({
  inputs: inputsOf(document, id),
  outputs: outputsOf(document, id),
  calls: callsOf(document.nodes[id]!),
})

function inputsOf(document: GraphDocument, id: NodeId): readonly NodePort[] {
  const kind = kindOf(document.nodes[id]!)
  switch (kind.role) {
    case 'source':
    case 'input':
      return []
    case 'layer':
      return kind.inputs === 'variadic' ? variadicInputs(document, id) : kind.inputs
    case 'objective':
      return kind.inputs
    case 'network':
      return framePorts(document, id, 'input')
    case 'output':
      return [{ name: 'in', description: 'Takes what the network gives here.' }]
    case 'preview':
      return [{ name: 'in', description: 'Takes what is to be shown.' }]
  }
}

function outputsOf(document: GraphDocument, id: NodeId): readonly NodePort[] {
  const node = document.nodes[id]!
  const kind = kindOf(node)
  switch (kind.role) {
    case 'source':
      return Object.entries(kind.outputs(node.params)).map(([name, { shape }]) => ({
        name,
        description: `Gives samples of shape ${formatShape(shape)}.`,
      }))
    case 'layer':
      return [{ name: 'out', description: 'Gives what the layer computes.' }]
    case 'network':
      return framePorts(document, id, 'output')
    case 'input':
      return [{ name: 'out', description: 'Gives what reaches the network here.' }]
    case 'objective':
    case 'output':
    case 'preview':
      return []
  }
}

function variadicInputs(document: GraphDocument, id: NodeId): NodePort[] {
  const used = wiresOf(document, id).into.map((wire) => VARIADIC_NAMES.indexOf(wire.toParts.port))
  const count = Math.min(Math.max(2, Math.max(-1, ...used) + 2), VARIADIC_NAMES.length)
  return VARIADIC_NAMES.slice(0, count).map((name) => ({ name, description: 'Takes one of the values to combine.' }))
}

function framePorts(document: GraphDocument, network: NodeId, role: 'input' | 'output'): NodePort[] {
  const description =
    role === 'input' ? 'Takes what the network’s input node gives.' : 'Gives what reaches the network’s output node.'
  return childrenOf(document, network)
    .map((id) => document.nodes[id]!)
    .filter((node) => kindOf(node).role === role)
    .map((node) => ({ name: portNameOf(node), description }))
}

/** Whether the node has this input. Unlike `portsOf`, every letter counts for a variadic kind, used or not. */
export function hasInput(document: GraphDocument, id: NodeId, port: string): boolean {
  const kind = kindOf(document.nodes[id]!)
  if (kind.role === 'layer' && kind.inputs === 'variadic') return VARIADIC_NAMES.includes(port)
  return inputsOf(document, id).some((input) => input.name === port)
}

export const hasOutput = (document: GraphDocument, id: NodeId, port: string): boolean =>
  outputsOf(document, id).some((output) => output.name === port)

/**
 * Whether a value at endpoint `from` arrives at endpoint `to`, along wires and through nodes. Each call of a network is a
 * node of its own here, and any input of it reaches any output. A wire from `output` to `input` closes a cycle exactly if
 * `reaches(document, input, output)`.
 */
export function reaches(document: GraphDocument, from: Endpoint, to: Endpoint): boolean {
  const start = parseEndpoint(from)
  const goal = parseEndpoint(to)
  if (!start || !goal) return false
  const place = (parts: EndpointParts) => `${parts.node}@${parts.call}`
  const seen = new Set([place(start)])
  const open = [start]
  for (let parts = open.pop(); parts; parts = open.pop()) {
    if (place(parts) === place(goal)) return true
    for (const wire of wiresOf(document, parts.node).outOf) {
      if (wire.fromParts.call !== parts.call || seen.has(place(wire.toParts))) continue
      seen.add(place(wire.toParts))
      open.push(wire.toParts)
    }
  }
  return false
}

/** First of `base`, `base2`, `base3`, … that is not taken. */
function freshName(base: string, taken: (name: string) => boolean): string {
  if (!taken(base)) return base
  let count = 2
  while (taken(`${base.slice(0, 28)}${count}`)) count++
  return `${base.slice(0, 28)}${count}`
}

/** An id that no node has: the kind and a number, as in Keras: `conv2d_transpose_1`. */
export const freshId = (document: GraphDocument, kind: string): NodeId => freshIds(document)(kind)

/** Makes ids for many nodes at once; each must be in the document, or be given up, before the next is asked for. */
export function freshIds(document: GraphDocument): (kind: string) => NodeId {
  const counts = new Map<string, number>()
  return (kind) => {
    const base = kind.replaceAll(/[^A-Za-z0-9]+/g, '_').slice(0, 48)
    let count = counts.get(base) ?? 1
    while (Object.hasOwn(document.nodes, `${base}_${count}`)) count++
    counts.set(base, count)
    return `${base}_${count}`
  }
}

/** A name that no call of the network has: `wanted` if it is free; without a wish `call2`, `call3`, … */
export function freshCallName(document: GraphDocument, network: NodeId, wanted = 'call'): string {
  const calls = callsOf(document.nodes[network]!)
  return freshName(wanted, (name) => name === 'call' || calls.includes(name))
}

/** A name that no other input (or output) node of the network has: `wanted` if it is free. */
export function freshPortName(
  document: GraphDocument,
  network: NodeId,
  role: 'input' | 'output',
  wanted: string,
): string {
  const names = framePorts(document, network, role).map((port) => port.name)
  return freshName(wanted, (name) => names.includes(name))
}

/** The endpoint of a port of a node, for every call of the node. */
export const endpointsOf = (document: GraphDocument, id: NodeId, port: string): Endpoint[] =>
  callsOf(document.nodes[id]!).map((call) => formatEndpoint(id, port, call))

/** JSON with the keys of every object in order: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** What of a node matters for training, as one text: all but its position. Nodes whose texts are equal train alike. */
export const nodeMeaningOf = remembered(({ kind, params, parent, bypassed, frozen }: GraphNode): string =>
  canonicalJson({ kind, params, parent, bypassed, frozen }),
)
