/** @file In which interval values lie, forward from the sources. A network that is called on several values sees them all. */
import { formatEndpoint, MAIN_CALL, type NodeId } from '../graph/document'
import type { Range } from '../tensor/shape'
import type { ValueName } from './plan'
import { layerKindOf, type Network, type Resolved } from './resolve'
import { completeInputs, type Unit, type Units } from './units'

/** Of every value whose inputs are all wired; `null` where nothing is known. */
export type Ranges = ReadonlyMap<ValueName, Range>

/** A network that is fed with its own output may widen its range for ever; after so many passes it counts as unknown. */
const PATIENCE = 6

export function inferRanges(resolved: Resolved, units: Units): Ranges {
  const state: State = { values: new Map(), hasChanged: false }
  // Ends: after the patience every pass but the last makes one more input of a network unknown.
  for (let pass = 1; ; pass++) {
    state.hasChanged = false
    for (const unit of units.top) rangesOfUnit(resolved, units, unit, state, pass > PATIENCE)
    if (!state.hasChanged) return state.values
  }
}

interface State {
  values: Map<ValueName, Range>
  /** In the present pass. Inputs of networks only ever widen, so what has changed once does not change back in it. */
  hasChanged: boolean
}

function note(state: State, name: ValueName, range: Range): void {
  const known = state.values.get(name)
  if (known !== undefined && sameRange(known, range)) return
  state.values.set(name, range)
  state.hasChanged = true
}

export const sameRange = (a: Range, b: Range): boolean =>
  a === b || (a !== null && b !== null && a[0] === b[0] && a[1] === b[1])

function rangesOfUnit(resolved: Resolved, units: Units, unit: Unit, state: State, widen: boolean): void {
  const { kind, node } = resolved.nodes.get(unit.node)!
  switch (kind.role) {
    case 'source':
      for (const [port, { range }] of Object.entries(kind.outputs(node.params)))
        note(state, formatEndpoint(unit.node, port), range)
      return
    case 'layer':
      rangeOfLayer(resolved, unit.node, state)
      return
    case 'network':
      rangesOfCall(resolved, units, resolved.networks.get(unit.node)!, unit, state, widen)
  }
}

function rangesOfCall(
  resolved: Resolved,
  units: Units,
  network: Network,
  unit: Unit,
  state: State,
  widen: boolean,
): void {
  for (const { name, node } of network.inputs) {
    const from = resolved.wires.get(formatEndpoint(unit.node, name, unit.call))
    if (from === undefined || !state.values.has(from)) continue
    const inner = resolved.nodes.get(node)!.out
    const range = state.values.get(from)!
    const known = state.values.get(inner)
    if (known === undefined) note(state, inner, range)
    else if (!sameRange(known, range)) note(state, inner, widen ? null : union(known, range))
  }
  for (const id of units.bodies.get(network.id) ?? [])
    if (resolved.nodes.get(id)!.kind.role === 'layer') rangeOfLayer(resolved, id, state)
  for (const output of network.outputs) {
    const inner = resolved.wires.get(formatEndpoint(output.node, 'in'))
    if (inner !== undefined && state.values.has(inner))
      note(state, formatEndpoint(unit.node, output.name, unit.call), state.values.get(inner)!)
  }
}

const union = (a: Range, b: Range): Range => (a && b ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : null)

function rangeOfLayer(resolved: Resolved, id: NodeId, state: State): void {
  const wired = completeInputs(resolved, { node: id, call: MAIN_CALL })
  if (!wired) return
  const inputs: Record<string, Range> = {}
  for (const { port, from } of wired) {
    if (!state.values.has(from)) return
    inputs[port] = state.values.get(from)!
  }
  const found = resolved.nodes.get(id)!
  note(state, found.out, layerKindOf(found).range?.(inputs, found.node.params) ?? null)
}
