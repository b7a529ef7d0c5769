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
  const ranges = new Map<ValueName, Range>()
  // Ends: after the patience every pass but the last makes one more input of a network unknown.
  for (let pass = 1; ; pass++) {
    const before = new Map(ranges)
    for (const unit of units.top) rangesOfUnit(resolved, units, unit, ranges, pass > PATIENCE)
    if (sameRanges(before, ranges)) return ranges
  }
}

const sameRanges = (a: Ranges, b: Ranges): boolean =>
  a.size === b.size && [...b].every(([name, range]) => a.has(name) && sameRange(a.get(name)!, range))

export const sameRange = (a: Range, b: Range): boolean =>
  a === b || (a !== null && b !== null && a[0] === b[0] && a[1] === b[1])

function rangesOfUnit(
  resolved: Resolved,
  units: Units,
  unit: Unit,
  ranges: Map<ValueName, Range>,
  widen: boolean,
): void {
  const { kind, node } = resolved.nodes.get(unit.node)!
  switch (kind.role) {
    case 'source':
      for (const [port, { range }] of Object.entries(kind.outputs(node.params)))
        ranges.set(formatEndpoint(unit.node, port), range)
      return
    case 'layer':
      rangeOfLayer(resolved, unit.node, ranges)
      return
    case 'network':
      rangesOfCall(resolved, units, resolved.networks.get(unit.node)!, unit, ranges, widen)
  }
}

function rangesOfCall(
  resolved: Resolved,
  units: Units,
  network: Network,
  unit: Unit,
  ranges: Map<ValueName, Range>,
  widen: boolean,
): void {
  for (const { name, node } of network.inputs) {
    const from = resolved.wires.get(formatEndpoint(unit.node, name, unit.call))
    if (from === undefined || !ranges.has(from)) continue
    const inner = formatEndpoint(node, 'out')
    const range = ranges.get(from)!
    const known = ranges.get(inner)
    if (known === undefined) ranges.set(inner, range)
    else if (!sameRange(known, range)) ranges.set(inner, widen ? null : union(known, range))
  }
  for (const id of units.bodies.get(network.id) ?? [])
    if (resolved.nodes.get(id)!.kind.role === 'layer') rangeOfLayer(resolved, id, ranges)
  for (const output of network.outputs) {
    const inner = resolved.wires.get(formatEndpoint(output.node, 'in'))
    if (inner !== undefined && ranges.has(inner))
      ranges.set(formatEndpoint(unit.node, output.name, unit.call), ranges.get(inner)!)
  }
}

const union = (a: Range, b: Range): Range => (a && b ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : null)

function rangeOfLayer(resolved: Resolved, id: NodeId, ranges: Map<ValueName, Range>): void {
  const wired = completeInputs(resolved, { node: id, call: MAIN_CALL })
  if (!wired) return
  const inputs: Record<string, Range> = {}
  for (const { port, from } of wired) {
    if (!ranges.has(from)) return
    inputs[port] = ranges.get(from)!
  }
  const found = resolved.nodes.get(id)!
  ranges.set(formatEndpoint(id, 'out'), layerKindOf(found).range?.(inputs, found.node.params) ?? null)
}
