/**
 * @file Networks made of layers and layers made of networks, as verbs on a draft. What is computed stays the same: every wire that
 * would cross the new frame goes through an input or output of it, and every call is made as often as before.
 */
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from './document'
import { EditError, refuseIf } from './edit-error'
import { addNode, connect, removeNodes, setParam } from './edits'
import { normaliseFrame, type Position } from './frame'
import { kindOf, kinds } from './kinds'
import { callsOf, childrenOf, freshId, freshPortName, nodeOf, portNameOf, type Role, roleOf, wiresOf } from './queries'

/** From the leftmost layer to the inputs, and from the corner of the rightmost one to the outputs, px. */
const INPUTS_LEFT_PX = 160
const OUTPUTS_RIGHT_PX = 200
/** From one input, and from one output with its picture, to the next, px. */
const INPUT_HEIGHT_PX = 90
const OUTPUT_HEIGHT_PX = 300

type PortRole = 'input' | 'output'

const kindFor = (role: Role): string => kinds.find((kind) => kind.role === role)!.kind

const nodeIn = (endpoint: Endpoint): NodeId => parseEndpoint(endpoint)!.node

/**
 * Makes a network of layers that lie on the canvas, or of the first or the last layers of a network, and returns its id. Nodes that
 * are no layers stay where they are. Layers that were called several times are called as often in the new network.
 */
export function makeNetwork(draft: GraphDocument, nodes: readonly NodeId[]): NodeId {
  const layers = nodes.filter((id) => roleOf(draft, id) === 'layer')
  refuseIf(
    layers.length === 0 &&
      'A network is made of layers, and none is selected. Sources, objectives, previews and networks stay outside.',
  )
  const homes = new Set(layers.map((id) => draft.nodes[id]!.parent))
  refuseIf(
    homes.size > 1 && 'The selected layers lie in different places. Select layers of one network, or on the canvas.',
  )
  const [home] = homes
  return home === undefined ? gather(draft, new Set(layers)) : splitOff(draft, home, new Set(layers))
}

/** The wires that cross the border of a set of layers, by the output that they come from. */
interface Crossing {
  incoming: ReadonlyMap<Endpoint, readonly Endpoint[]>
  outgoing: ReadonlyMap<Endpoint, readonly Endpoint[]>
}

function crossing(draft: GraphDocument, layers: ReadonlySet<NodeId>): Crossing {
  const incoming = new Map<Endpoint, Endpoint[]>()
  const outgoing = new Map<Endpoint, Endpoint[]>()
  for (const [to, from] of Object.entries(draft.wires)) {
    const [enters, leaves] = [layers.has(nodeIn(to)), layers.has(nodeIn(from))]
    if (enters === leaves) continue
    const side = enters ? incoming : outgoing
    side.set(from, [...(side.get(from) ?? []), to])
  }
  return { incoming, outgoing }
}

/** Layers on the canvas. */
function gather(draft: GraphDocument, layers: ReadonlySet<NodeId>): NodeId {
  const { incoming, outgoing } = crossing(draft, layers)
  refuseDetour(draft, layers, [...outgoing.values()].flat())
  const network = frameFor(draft, layers, { name: freshNetworkName(draft, 'Network') })
  for (const [from, readers] of incoming) {
    const { node, name } = addPort(draft, network, 'input', nameFor(draft, from), rowOf(draft, readers))
    for (const to of readers) connect(draft, { from: formatEndpoint(node, 'out'), to })
    connect(draft, { from, to: formatEndpoint(network, name) })
  }
  for (const [from, readers] of outgoing) {
    const { node, name } = addPort(draft, network, 'output', 'out', rowOf(draft, [from]))
    connect(draft, { from, to: formatEndpoint(node, 'in') })
    for (const to of readers) connect(draft, { from: formatEndpoint(network, name), to })
  }
  completePorts(draft, network, layers)
  normaliseFrame(draft, network)
  return network
}

/** A network that nothing reaches, or that gives nothing, could not be wired: its first and last layers get a port. */
function completePorts(draft: GraphDocument, network: NodeId, layers: ReadonlySet<NodeId>): void {
  const ports = childrenOf(draft, network).map((id) => roleOf(draft, id))
  const free = [...layers].flatMap((id) => {
    const kind = kindOf(draft.nodes[id]!)
    const names = kind.role === 'layer' && kind.inputs !== 'variadic' ? kind.inputs.map(({ name }) => name) : []
    return names.map((name) => formatEndpoint(id, name)).filter((to) => !(to in draft.wires))
  })
  if (!ports.includes('input') && free[0] !== undefined) {
    const { node } = addPort(draft, network, 'input', 'in', rowOf(draft, [free[0]]))
    connect(draft, { from: formatEndpoint(node, 'out'), to: free[0] })
  }
  const last = [...layers].filter((id) => wiresOf(draft, id).outOf.length === 0)
  if (!ports.includes('output'))
    for (const id of last.slice(0, 1)) {
      const { node } = addPort(draft, network, 'output', 'out', rowOf(draft, [formatEndpoint(id, 'out')]))
      connect(draft, { from: formatEndpoint(id, 'out'), to: formatEndpoint(node, 'in') })
    }
}

/** A network is computed as a whole, so nothing that it gives may come back to it by way of what stays outside. */
function refuseDetour(draft: GraphDocument, layers: ReadonlySet<NodeId>, readers: readonly Endpoint[]): void {
  const place = (endpoint: Endpoint) => {
    const { node, call } = parseEndpoint(endpoint)!
    return { node, call }
  }
  const open = readers.map((to) => ({ ...place(to), outside: nodeIn(to) }))
  const seen = new Set<string>()
  for (let at = open.pop(); at; at = open.pop()) {
    const { node, call, outside } = at
    refuseIf(
      layers.has(node) &&
        `What the selection gives comes back to ${node} by way of ${outside}, which is not selected. Select it too, or leave ${node} out.`,
    )
    if (seen.has(`${node}@${call}`)) continue
    seen.add(`${node}@${call}`)
    for (const wire of wiresOf(draft, node).outOf)
      if (wire.fromParts.call === call) open.push({ ...place(wire.to), outside })
  }
}

/** The first or the last layers of a network, or a branch of it, become a network of their own that is trained in the same way. */
function splitOff(draft: GraphDocument, home: NodeId, layers: ReadonlySet<NodeId>): NodeId {
  const all = childrenOf(draft, home).filter((id) => roleOf(draft, id) === 'layer')
  refuseIf(layers.size === all.length && 'These are all layers of the network. Leave at least one of them out.')
  const { incoming, outgoing } = crossing(draft, layers)
  const isLayer = (endpoint: Endpoint) => roleOf(draft, nodeIn(endpoint)) === 'layer'
  const [before, after] = [[...incoming.keys()].find(isLayer), [...outgoing.values()].flat().find(isLayer)]
  refuseIf(
    before !== undefined &&
      after !== undefined &&
      `The selection lies in the middle: it reads ${nodeIn(before)} and gives to ${nodeIn(after)}, which both stay. Select from the first layer on, or up to the last one.`,
  )
  const { params } = draft.nodes[home]!
  const calls = callsOf(draft.nodes[home]!)
  const network = frameFor(draft, layers, { ...params, name: freshNetworkName(draft, String(params.name)) })
  const at = (id: NodeId, port: string, call: string) => formatEndpoint(id, port, call)

  for (const [from, readers] of outgoing) {
    let port: string | null = null
    for (const to of readers.filter((reader) => !isLayer(reader))) {
      const output = draft.nodes[nodeIn(to)]!
      const outside = calls.flatMap((call) =>
        readersOf(draft, at(home, portNameOf(output), call)).map((end) => ({ call, end })),
      )
      moveTo(draft, nodeIn(to), network)
      output.params.name = freshPortName(withoutNode(draft, nodeIn(to)), network, 'output', portNameOf(output))
      port = portNameOf(output)
      for (const { call, end } of outside) connect(draft, { from: at(network, port, call), to: end })
    }
    const inner = readers.filter(isLayer)
    if (inner.length === 0) continue
    if (port === null) {
      const output = addPort(draft, network, 'output', 'out', rowOf(draft, [from]))
      connect(draft, { from, to: formatEndpoint(output.node, 'in') })
      port = output.name
    }
    const input = addPort(draft, home, 'input', port, rowOf(draft, inner))
    for (const to of inner) connect(draft, { from: formatEndpoint(input.node, 'out'), to })
    for (const call of calls) connect(draft, { from: at(network, port, call), to: at(home, input.name, call) })
  }
  for (const [from, readers] of incoming) {
    const source = nodeIn(from)
    const input = addPort(draft, network, 'input', nameFor(draft, from), rowOf(draft, readers))
    for (const to of readers) connect(draft, { from: formatEndpoint(input.node, 'out'), to })
    if (isLayer(from)) {
      const given = outputFor(draft, home, from)
      for (const call of calls) connect(draft, { from: at(home, given, call), to: at(network, input.name, call) })
      continue
    }
    const name = portNameOf(draft.nodes[source]!)
    for (const call of calls) {
      const value = draft.wires[at(home, name, call)]
      if (value !== undefined) connect(draft, { from: value, to: at(network, input.name, call) })
    }
    if (wiresOf(draft, source).outOf.length === 0) removeNodes(draft, [source])
  }
  for (const { params: own } of Object.values(draft.nodes))
    if (Array.isArray(own.trains) && own.trains.includes(home)) own.trains.push(network)
  normaliseFrame(draft, home)
  normaliseFrame(draft, network)
  return network
}

const readersOf = (draft: GraphDocument, from: Endpoint): Endpoint[] =>
  wiresOf(draft, nodeIn(from)).outOf.flatMap((wire) => (wire.from === from ? [wire.to] : []))

/** The document as it is read for free names, as if one node were not there. */
function withoutNode(draft: GraphDocument, id: NodeId): GraphDocument {
  const { [id]: _, ...nodes } = draft.nodes
  return { ...draft, nodes }
}

/** The output port of a network that gives what a layer in it computes; a new one if there is none. */
function outputFor(draft: GraphDocument, network: NodeId, from: Endpoint): string {
  const [existing] = readersOf(draft, from)
    .map(nodeIn)
    .filter((id) => roleOf(draft, id) === 'output')
  if (existing !== undefined) return portNameOf(draft.nodes[existing]!)
  const { node, name } = addPort(draft, network, 'output', 'out', rowOf(draft, [from]))
  connect(draft, { from, to: formatEndpoint(node, 'in') })
  return name
}

/** An empty network in the place of layers, which are moved into it. Wires that cross its frame are the caller's to mend. */
function frameFor(draft: GraphDocument, layers: ReadonlySet<NodeId>, params: Record<string, unknown>): NodeId {
  const places = [...layers].map((id) => positionOnCanvas(draft, id))
  const position = { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) }
  const network = freshId(draft, kindFor('network'))
  addNode(draft, { id: network, kind: kindFor('network'), params, position })
  for (const id of layers) moveTo(draft, id, network)
  return network
}

function positionOnCanvas(draft: GraphDocument, id: NodeId): Position {
  const { position, parent } = draft.nodes[id]!
  const origin = parent === undefined ? { x: 0, y: 0 } : draft.nodes[parent]!.position
  return { x: origin.x + position.x, y: origin.y + position.y }
}

function moveTo(draft: GraphDocument, id: NodeId, network: NodeId): void {
  const { x, y } = positionOnCanvas(draft, id)
  const origin = draft.nodes[network]!.position
  const node = draft.nodes[id]!
  node.parent = network
  node.position = { x: x - origin.x, y: y - origin.y }
}

/** Height at which a port stands: that of the uppermost node it belongs to, relative to the frame. */
const rowOf = (draft: GraphDocument, ends: readonly Endpoint[]): number =>
  Math.min(...ends.map((end) => draft.nodes[nodeIn(end)]!.position.y))

/** Adds an input or output node beside the layers of a network, below those that are there. */
function addPort(
  draft: GraphDocument,
  network: NodeId,
  role: PortRole,
  wanted: string,
  row: number,
): { node: NodeId; name: string } {
  const children = childrenOf(draft, network)
  const layers = children.filter((id) => roleOf(draft, id) === 'layer').map((id) => draft.nodes[id]!.position.x)
  const x = role === 'input' ? Math.min(...layers) - INPUTS_LEFT_PX : Math.max(...layers) + OUTPUTS_RIGHT_PX
  const height = role === 'input' ? INPUT_HEIGHT_PX : OUTPUT_HEIGHT_PX
  const taken = children.filter((id) => roleOf(draft, id) === role).map((id) => draft.nodes[id]!.position)
  let y = row
  const covers = (other: Position) => Math.abs(other.y - y) < height && Math.abs(other.x - x) < INPUTS_LEFT_PX
  for (let hit = taken.find(covers); hit; hit = taken.find(covers)) y = hit.y + height
  const node = freshId(draft, kindFor(role))
  const name = freshPortName(draft, network, role, wanted)
  addNode(draft, { id: node, kind: kindFor(role), params: { name }, parent: network, position: { x, y } })
  return { node, name }
}

/** What comes by a wire, in a word: the name of the port, or of what gives it where ports have no names. */
function nameFor(draft: GraphDocument, from: Endpoint): string {
  const { node, port } = parseEndpoint(from)!
  const source = draft.nodes[node]!
  if (port !== 'out') return port
  return roleOf(draft, node) === 'input' ? portNameOf(source) : source.kind.slice(0, 28)
}

function freshNetworkName(draft: GraphDocument, wanted: string): string {
  const names = new Set(Object.values(draft.nodes).map(({ params }) => params.name))
  const base = wanted.replace(/ \d+$/, '').slice(0, 60)
  let name = base
  for (let count = 2; names.has(name); count++) name = `${base} ${count}`
  return name
}

/**
 * Puts the layers of a network onto the canvas, where they are, wired as they were; the network goes, with its inputs and outputs.
 * Only a network with one call can be dissolved: on the canvas a layer is computed once.
 */
export function dissolveNetwork(draft: GraphDocument, network: NodeId): void {
  const node = nodeOf(draft, network)
  if (!node || kindOf(node).role !== 'network') throw new EditError(`There is no network "${network}".`)
  const [call, ...more] = callsOf(node) as [string, ...string[]]
  refuseIf(
    more.length > 0 &&
      `${String(node.params.name)} is called ${more.length + 1} times (${[call, ...more].join(', ')}), and on the canvas a layer is computed once. Remove calls until one is left.`,
  )
  const children = childrenOf(draft, network)
  const ports = (role: PortRole) => children.filter((id) => roleOf(draft, id) === role)
  const inside = new Map(ports('input').map((id) => [formatEndpoint(id, 'out'), portNameOf(draft.nodes[id]!)]))
  const given = new Map(ports('output').map((id) => [formatEndpoint(network, portNameOf(draft.nodes[id]!), call), id]))
  const before = { ...draft.wires }
  /** Where a value comes from when there is no frame to go through; `null` when nothing was wired there. */
  const sourceOf = (from: Endpoint): Endpoint | null => {
    const seen = new Set<Endpoint>()
    let current: Endpoint | undefined = from
    while (current !== undefined && !seen.has(current)) {
      seen.add(current)
      const [port, output]: [string | undefined, NodeId | undefined] = [inside.get(current), given.get(current)]
      if (port !== undefined) current = before[formatEndpoint(network, port, call)]
      else if (output !== undefined) current = before[formatEndpoint(output, 'in')]
      else return current
    }
    return null
  }
  const boundary = new Set([network, ...ports('input'), ...ports('output')])
  const wires = Object.entries(before).flatMap(([to, from]) => {
    const source = boundary.has(nodeIn(to)) ? null : sourceOf(from)
    return source === null ? [] : [{ to, from: source }]
  })
  for (const id of children.filter((child) => !boundary.has(child))) {
    const layer = draft.nodes[id]!
    layer.position = positionOnCanvas(draft, id)
    delete layer.parent
  }
  removeNodes(draft, [...boundary])
  for (const { to, from } of wires) if (draft.wires[to] !== from) connect(draft, { from, to })
}

/** Moves a call of a network up or down in the order of its rows; the first and the last go no further. */
export function moveCall(
  draft: GraphDocument,
  { network, name, by }: { network: NodeId; name: string; by: -1 | 1 },
): void {
  const node = nodeOf(draft, network)
  if (!node) throw new EditError(`There is no network "${network}".`)
  const calls = [...callsOf(node)]
  const from = calls.indexOf(name)
  refuseIf(from < 0 && `Network "${network}" has no call "${name}".`)
  const to = from + by
  if (to < 0 || to >= calls.length) return
  calls.splice(to, 0, ...calls.splice(from, 1))
  setParam(draft, { node: network, key: 'calls', value: calls })
}
