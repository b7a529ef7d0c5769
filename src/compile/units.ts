/** @file What is computed, one after the other: outside networks nodes and calls, inside a network its nodes. */
import { type Endpoint, formatEndpoint, MAIN_CALL, type NodeId, parseEndpoint } from '../graph/document'
import type { Diagnostic } from './compilation'
import { listed, report } from './diagnostics'
import { topologicalOrder } from './order'
import { inputsOf, type Resolved, titleOf } from './resolve'

/** A node outside networks; for a network, one call of it. */
export interface Unit {
  node: NodeId
  call: string
}

export interface Units {
  /** Every unit outside networks that is on no cycle and after none, each after what it reads. */
  top: readonly Unit[]
  /** By network: its nodes, likewise. */
  bodies: ReadonlyMap<NodeId, readonly NodeId[]>
  findings: readonly Diagnostic[]
  /** What `findings` are of: the units of each circle. */
  cycles: readonly (readonly Unit[])[]
}

export const unitKey = ({ node, call }: Unit): string => `${node}@${call}`

/** Every unit outside networks, in the document's order. */
export function topUnits(resolved: Resolved): Unit[] {
  return [...resolved.nodes.values()].flatMap(({ id, node }) => {
    if (node.parent !== undefined) return []
    const calls = resolved.networks.get(id)?.calls ?? [MAIN_CALL]
    return calls.map((call) => ({ node: id, call }))
  })
}

export interface WiredInput {
  port: string
  from: Endpoint
}

interface Wired {
  inputs: readonly WiredInput[]
  isComplete: boolean
}

/** By wires, node and call: to put the last two into one key costs more than all else here. */
const known = new WeakMap<Resolved['wires'], Map<NodeId, Map<string, Wired>>>()

/** Asked for often, so it is remembered. */
function wiredOf(resolved: Resolved, unit: Unit): Wired {
  let nodes = known.get(resolved.wires)
  if (!nodes) {
    nodes = new Map()
    known.set(resolved.wires, nodes)
  }
  let calls = nodes.get(unit.node)
  if (!calls) {
    calls = new Map()
    nodes.set(unit.node, calls)
  }
  let wired = calls.get(unit.call)
  if (!wired) {
    const { names, required } = inputsOf(resolved, unit.node)
    const inputs = names.flatMap((port) => {
      const from = resolved.wires.get(formatEndpoint(unit.node, port, unit.call))
      return from === undefined ? [] : [{ port, from }]
    })
    wired = { inputs, isComplete: inputs.length >= Math.max(required, names.length) }
    calls.set(unit.call, wired)
  }
  return wired
}

/** What wires bring to a unit, by input port. Inputs without a wire are left out. */
export const wiredInputs = (resolved: Resolved, unit: Unit): readonly WiredInput[] => wiredOf(resolved, unit).inputs

/** As `wiredInputs`; `null` when an input that is needed has no wire. */
export function completeInputs(resolved: Resolved, unit: Unit): readonly WiredInput[] | null {
  const { inputs, isComplete } = wiredOf(resolved, unit)
  return isComplete ? inputs : null
}

export function orderUnits(resolved: Resolved): Units {
  const reads = (unit: Unit) => wiredInputs(resolved, unit).map(({ from }) => unitKey(parseEndpoint(from)!))
  const top = topologicalOrder(topUnits(resolved), unitKey, reads)
  const cycles: (readonly Unit[])[] = [...top.cycles]
  const bodies = new Map<NodeId, readonly NodeId[]>()
  for (const network of resolved.networks.values()) {
    const units = network.children.map((node) => ({ node, call: MAIN_CALL }))
    const body = topologicalOrder(units, unitKey, reads)
    cycles.push(...body.cycles)
    bodies.set(
      network.id,
      body.order.map(({ node }) => node),
    )
  }
  return { top: top.order, bodies, findings: cycles.map((cycle) => reportCycle(resolved, cycle)), cycles }
}

const MAX_NAMED = 8

function reportCycle(resolved: Resolved, cycle: readonly Unit[]): Diagnostic {
  const names = cycle.map(({ node, call }) => titleOf(resolved, node) + (call === MAIN_CALL ? '' : ` (call ${call})`))
  const first = cycle[0]!
  const way =
    names.length <= MAX_NAMED
      ? [...names, names[0]].join(' → ')
      : `${names.slice(0, MAX_NAMED).join(' → ')} → … → ${names[0]}`
  const networks = cycle.filter(({ node }) => resolved.networks.has(node)).map(({ node }) => titleOf(resolved, node))
  const fix =
    networks.length > 0
      ? `Remove one of these wires, or add a call of ${listed([...new Set(networks)])}.`
      : 'Remove one of these wires.'
  return report('cycle', { node: first.node }, `These read from each other in a circle: ${way}.`, fix)
}
