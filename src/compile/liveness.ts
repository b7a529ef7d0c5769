/** @file What takes part: everything that an objective, a preview or an output of a used network is computed from. */
import { formatEndpoint, MAIN_CALL, type NodeId, parseEndpoint } from '../graph/document'
import type { Network, Resolved } from './resolve'
import { topUnits, type Unit, unitKey, wiredInputs } from './units'

export interface Liveness {
  /** Sources, layers, objectives, previews and calls outside networks that take part, by `unitKey`. */
  units: ReadonlySet<string>
  /** Networks of which a call takes part. */
  networks: ReadonlySet<NodeId>
  /** Nodes in such networks on the way to an output, output nodes included. */
  body: ReadonlySet<NodeId>
}

/** A call takes part when a wire reaches or leaves it, if only to be looked at on its output nodes. */
export function isUsedCall(resolved: Resolved, network: Network, call: string): boolean {
  if (network.outputs.length === 0) return false
  return (
    network.inputs.some(({ name }) => resolved.wires.has(formatEndpoint(network.id, name, call))) ||
    network.outputs.some(({ name }) => resolved.readers.has(formatEndpoint(network.id, name, call)))
  )
}

export function findLive(resolved: Resolved): Liveness {
  const isRoot = (unit: Unit): boolean => {
    const network = resolved.networks.get(unit.node)
    if (network) return isUsedCall(resolved, network, unit.call)
    const { role } = resolved.nodes.get(unit.node)!.kind
    return role === 'objective' || (role === 'preview' && resolved.wires.has(formatEndpoint(unit.node, 'in')))
  }
  const roots = topUnits(resolved).filter(isRoot)
  const networks = new Set(roots.map(({ node }) => node).filter((node) => resolved.networks.has(node)))
  const outputs = [...networks].flatMap((id) => resolved.networks.get(id)!.outputs)
  return {
    units: upstreamOf(resolved, roots),
    networks,
    body: new Set(
      [
        ...upstreamOf(
          resolved,
          outputs.map(({ node }) => ({ node, call: MAIN_CALL })),
        ),
      ].map((key) => key.split('@')[0]!),
    ),
  }
}

function upstreamOf(resolved: Resolved, roots: readonly Unit[]): Set<string> {
  const seen = new Set(roots.map(unitKey))
  const open = [...roots]
  for (let unit = open.pop(); unit; unit = open.pop()) {
    for (const { from } of wiredInputs(resolved, unit)) {
      const { node, call } = parseEndpoint(from)!
      const source = { node, call }
      if (seen.has(unitKey(source))) continue
      seen.add(unitKey(source))
      open.push(source)
    }
  }
  return seen
}
