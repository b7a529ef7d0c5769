/**
 * @file The document with every name looked up: kinds, frames, ports, wires. Load and edits keep documents sound
 * (graph/structure.ts), so every parent is a network and every wire joins two ports that exist, in one frame.
 */
import { type Endpoint, formatEndpoint, type GraphDocument, type GraphNode, type NodeId } from '../graph/document'
import { type AnyKind, kindOf } from '../graph/kinds'
import { callsOf, childrenOf, portNameOf, wiresOf } from '../graph/queries'
import type { LayerDefinition } from '../layers/layer'
import type { ObjectiveDefinition } from '../objectives/objective'
import type { Optimizer } from './plan'

/** Params of a network, as its kind's schema gives them. */
export interface NetworkParams {
  name: string
  trainable: boolean
  updates: number
  optimizer: Optimizer
  clip: number | null
  clipGradient: number | null
  ema: number | null
  lookAhead: number
  /** `null`: the document's. */
  seed: number | null
}

export interface NetworkPort {
  name: string
  /** The input or output node that stands for it. */
  node: NodeId
}

export interface Network {
  id: NodeId
  params: NetworkParams
  calls: readonly string[]
  inputs: readonly NetworkPort[]
  outputs: readonly NetworkPort[]
  /** Everything in its frame. */
  children: readonly NodeId[]
}

export interface ResolvedNode {
  id: NodeId
  node: GraphNode
  kind: AnyKind
  /** The value of a layer or an input, made once: names are looked up far more often than they are made. */
  out: Endpoint
}

export interface Resolved {
  document: GraphDocument
  /** In the document's order. */
  nodes: ReadonlyMap<NodeId, ResolvedNode>
  networks: ReadonlyMap<NodeId, Network>
  /** Destination → source. */
  wires: ReadonlyMap<Endpoint, Endpoint>
  /** Source → destinations. */
  readers: ReadonlyMap<Endpoint, readonly Endpoint[]>
}

/** Frozen, so that queries remember what they find in it; of what may still change, a copy as it is now. */
const frozen = <Table extends object>(table: Table): Table =>
  Object.isFrozen(table) ? table : Object.freeze({ ...table })

/** `before`: of the document that this one was edited from. When both are wired alike, they share all but the nodes. */
export function resolve(source: GraphDocument, before?: Resolved): Resolved {
  const document: GraphDocument = {
    ...source,
    nodes: frozen(source.nodes),
    wires: frozen(source.wires),
  }
  const nodes = new Map<NodeId, ResolvedNode>()
  for (const [id, node] of Object.entries(document.nodes)) {
    const known = before?.nodes.get(id)
    nodes.set(id, known?.node === node ? known : { id, node, kind: kindOf(node), out: formatEndpoint(id, 'out') })
  }
  // Only what is frozen is surely as it was.
  if (
    before &&
    document.nodes === source.nodes &&
    document.wires === before.document.wires &&
    alike(nodes, before.nodes)
  )
    return { ...before, document, nodes }

  const networks = new Map<NodeId, Network>()
  for (const { id, node, kind } of nodes.values()) {
    if (kind.role !== 'network') continue
    const children = childrenOf(document, id)
    const ports = (role: 'input' | 'output'): NetworkPort[] =>
      children.flatMap((child) => {
        const port = nodes.get(child)!
        return port.kind.role === role ? [{ name: portNameOf(port.node), node: child }] : []
      })
    const params = node.params as unknown as NetworkParams
    networks.set(id, { id, params, calls: callsOf(node), inputs: ports('input'), outputs: ports('output'), children })
  }

  const wires = new Map(Object.entries(document.wires))
  const readers = new Map<Endpoint, Endpoint[]>()
  for (const [to, from] of wires) {
    const others = readers.get(from)
    if (others) others.push(to)
    else readers.set(from, [to])
  }
  return { document, nodes, networks, wires, readers }
}

/** Whether nothing differs but params that no port and no call depends on. */
function alike(now: Resolved['nodes'], before: Resolved['nodes']): boolean {
  if (now.size !== before.size) return false
  const others = before.values()
  for (const found of now.values()) {
    const other = others.next().value!
    if (found === other) continue
    const [a, b] = [found.node, other.node]
    // Ports of a network are in the order in which their nodes lie.
    if (found.id !== other.id || a.kind !== b.kind || a.parent !== b.parent || a.position !== b.position) return false
    const { role } = found.kind
    if ((role === 'network' || role === 'input' || role === 'output') && a.params !== b.params) return false
  }
  return true
}

/** Inputs of a node that a wire may reach, and how many of them must have one. */
export function inputsOf(resolved: Resolved, id: NodeId): { names: readonly string[]; required: number } {
  const { kind } = resolved.nodes.get(id)!
  switch (kind.role) {
    case 'layer': {
      if (kind.inputs !== 'variadic') return every(kind.inputs.map((input) => input.name))
      const names = wiresOf(resolved.document, id).into.map((wire) => wire.toParts.port)
      return { names: names.sort(), required: 2 }
    }
    case 'objective':
      return every(kind.inputs.map((input) => input.name))
    case 'network':
      return every(resolved.networks.get(id)?.inputs.map((input) => input.name) ?? [])
    case 'output':
    case 'preview':
      return every(['in'])
    case 'input':
    case 'source':
      return every([])
  }
}

const every = (names: readonly string[]) => ({ names, required: names.length })

export const layerKindOf = (node: ResolvedNode): LayerDefinition => node.kind as LayerDefinition

export const objectiveKindOf = (node: ResolvedNode): ObjectiveDefinition => node.kind as ObjectiveDefinition

/** As messages name a node: `Dense "G_fc"`, and a network by the name people gave it. */
export function titleOf(resolved: Resolved, id: NodeId): string {
  const network = resolved.networks.get(id)
  if (network) return network.params.name
  const kind = resolved.nodes.get(id)?.kind
  return kind ? `${kind.title} "${id}"` : `"${id}"`
}
