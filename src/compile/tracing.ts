/**
 * @file Who stands behind a value, found by following the wires upstream: through layers, and through calls from an output
 * port to the input ports that it depends on. So an objective finds its critics and players without being told.
 */
import { type Endpoint, formatEndpoint, MAIN_CALL, type NodeId, parseEndpoint } from '../graph/document'
import type { LayerDefinition } from '../layers/layer'
import type { ValueName } from './plan'
import { type Network, objectiveKindOf, type Resolved } from './resolve'
import type { Shapes } from './shapes'
import { completeInputs, type Units, unitKey, wiredInputs } from './units'

/** `gradient`: what the value's gradient reaches; a node that passes none ends it. `value`: all that it is computed from. */
export type Flow = 'gradient' | 'value'

export interface Upstream {
  /** Networks with trainable weights on the way, frozen networks included. */
  networks: ReadonlySet<NodeId>
  /** Outputs of sources. */
  sources: ReadonlySet<ValueName>
  /** A wire is missing on the way, or a circle is closed, so there may be more. */
  broken: boolean
}

interface PortFlow {
  /** Input ports of the network on which the output port depends. */
  inputs: ReadonlySet<string>
  hasWeights: boolean
  broken: boolean
}

export interface Tracer {
  /** `value` names an output outside networks. */
  upstream(value: ValueName, flow: Flow): Upstream
  /** What one output port of a network depends on inside of it. */
  through(network: NodeId, output: string, flow: Flow): PortFlow
}

const NOTHING: PortFlow = { inputs: new Set(), hasWeights: false, broken: true }

/** No gradient goes through a port of which only the number of samples is read. */
export const isBatchOnly = (kind: LayerDefinition, port: string): boolean =>
  kind.inputs !== 'variadic' && kind.inputs.some((input) => input.name === port && input.batchOnly === true)

/** Layers that training may move. */
export function layersWithWeights(resolved: Resolved, { weights }: Shapes): ReadonlySet<NodeId> {
  const layers = new Set<NodeId>()
  for (const { id, kind } of resolved.nodes.values()) {
    if (kind.role !== 'layer') continue
    const specs = weights.get(id)
    // Without a shape there are no specs yet; a kind that may have weights then counts, so that one mistake stays one.
    if (specs ? specs.some(({ trainable }) => trainable) : kind.weights !== undefined) layers.add(id)
  }
  return layers
}

/** `withWeights`: of `layersWithWeights`. Params of layers play no other part. */
export function createTracer(resolved: Resolved, units: Units, withWeights: ReadonlySet<NodeId>): Tracer {
  // What is on a circle, or after one, cannot be followed to its end.
  const sound = new Set([
    ...units.top.map(unitKey),
    ...[...units.bodies.values()].flat().map((node) => unitKey({ node, call: MAIN_CALL })),
  ])
  const ports = new Map<string, PortFlow>()

  /** Visits the layers of one frame upstream of an output, each once. */
  function walk(
    value: Endpoint,
    flow: Flow,
    visit: (id: NodeId, complete: boolean) => void,
    leave: (end: Endpoint) => void,
  ) {
    const seen = new Set<Endpoint>()
    const open = [value]
    for (let current = open.pop(); current !== undefined; current = open.pop()) {
      if (seen.has(current)) continue
      seen.add(current)
      const { node } = parseEndpoint(current)!
      const found = resolved.nodes.get(node)!
      if (found.kind.role !== 'layer') {
        leave(current)
        continue
      }
      if (flow === 'gradient' && found.kind.passesGradient === false) continue
      const unit = { node, call: MAIN_CALL }
      visit(node, sound.has(unitKey(unit)) && completeInputs(resolved, unit) !== null)
      for (const { port, from } of wiredInputs(resolved, unit))
        if (flow === 'value' || !isBatchOnly(found.kind, port)) open.push(from)
    }
  }

  function throughNetwork(network: Network, output: string, flow: Flow): PortFlow {
    const port = network.outputs.find(({ name }) => name === output)
    const value = port && resolved.wires.get(formatEndpoint(port.node, 'in'))
    if (value === undefined) return NOTHING
    const inputs = new Set<string>()
    let hasWeights = false
    let broken = false
    walk(
      value,
      flow,
      (id, complete) => {
        hasWeights ||= withWeights.has(id)
        broken ||= !complete
      },
      (end) => {
        const { node } = parseEndpoint(end)!
        const input = network.inputs.find((candidate) => candidate.node === node)
        if (input) inputs.add(input.name)
      },
    )
    return { inputs, hasWeights, broken }
  }

  function through(id: NodeId, output: string, flow: Flow): PortFlow {
    const key = `${flow} ${formatEndpoint(id, output)}`
    const known = ports.get(key)
    if (known) return known
    const network = resolved.networks.get(id)
    const found = network ? throughNetwork(network, output, flow) : NOTHING
    ports.set(key, found)
    return found
  }

  function findUpstream(value: ValueName, flow: Flow): Upstream {
    const networks = new Set<NodeId>()
    const sources = new Set<ValueName>()
    let broken = false
    const seen = new Set<ValueName>()
    const open = [value]
    const visit = (_: NodeId, complete: boolean) => {
      broken ||= !complete
    }
    const leave = (end: ValueName) => {
      if (seen.has(end)) return
      seen.add(end)
      const { node, port, call } = parseEndpoint(end)!
      if (!resolved.networks.has(node)) {
        sources.add(end)
        return
      }
      broken ||= !sound.has(unitKey({ node, call }))
      const inside = through(node, port, flow)
      if (inside.hasWeights) networks.add(node)
      broken ||= inside.broken
      for (const input of inside.inputs) {
        const from = resolved.wires.get(formatEndpoint(node, input, call))
        if (from === undefined) broken = true
        else open.push(from)
      }
    }
    for (let current = open.pop(); current !== undefined; current = open.pop()) walk(current, flow, visit, leave)
    return { networks, sources, broken }
  }

  const known = { gradient: new Map<ValueName, Upstream>(), value: new Map<ValueName, Upstream>() }
  function upstream(value: ValueName, flow: Flow): Upstream {
    let found = known[flow].get(value)
    if (!found) {
      found = findUpstream(value, flow)
      known[flow].set(value, found)
    }
    return found
  }

  return { upstream, through }
}

/** Whether a value comes, among others, from a source that is no label: a label says what a sample shows, it is none. */
export function isSample(resolved: Resolved, tracer: Tracer, value: ValueName): boolean {
  return [...tracer.upstream(value, 'value').sources].some((source) => {
    const { node, port } = parseEndpoint(source)!
    const { kind, node: found } = resolved.nodes.get(node)!
    return kind.role === 'source' && kind.outputs(found.params)[port]?.form !== 'label'
  })
}

export interface Sides {
  critics: readonly NodeId[]
  players: readonly NodeId[]
  /** Ports of the objective behind which there are players. */
  behind: readonly string[]
  /** An input or something upstream has no wire; who is missing from the sides may be behind it. */
  broken: boolean
}

/**
 * The networks that an objective trains, in the document's order (design: "Objectives find their players by tracing the
 * wires"). Frozen networks and those without trainable weights stand on no side; `trains` leaves only those it names.
 */
export function sidesOf(resolved: Resolved, tracer: Tracer, objective: NodeId): Sides {
  const found = resolved.nodes.get(objective)!
  const definition = objectiveKindOf(found)
  const { params } = found.node
  const trains = definition.trains(params)
  const trainable = (network: NodeId) =>
    resolved.networks.get(network)!.params.trainable && (trains === null || trains.includes(network))
  const behind = (port: string): Upstream => {
    const value = resolved.wires.get(formatEndpoint(objective, port))
    return value === undefined
      ? { networks: new Set(), sources: new Set(), broken: true }
      : tracer.upstream(value, 'gradient')
  }
  const ordered = (test: (network: NodeId) => boolean) =>
    [...resolved.networks.keys()].filter((network) => test(network) && trainable(network))

  if ('minimise' in definition.tracing) {
    const { networks, broken } = behind(definition.tracing.minimise)
    const players = ordered((network) => networks.has(network))
    return { critics: [], players, behind: players.length > 0 ? [definition.tracing.minimise] : [], broken }
  }
  const ports = definition.tracing.adversarial
  const [real, fake] = ports.map(behind) as [Upstream, Upstream]
  const players = ordered((network) => real.networks.has(network) !== fake.networks.has(network))
  return {
    critics: ordered((network) => real.networks.has(network) && fake.networks.has(network)),
    players,
    behind: ports.filter((_, index) => players.some((player) => [real, fake][index]!.networks.has(player))),
    broken: real.broken || fake.broken,
  }
}
