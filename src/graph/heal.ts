/** @file Delete and heal, after Node-RED: what removed layers joined is joined again past them. */
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from './document'
import { childrenOf, nodeOf, portsOf, roleOf, wiresOf } from './queries'

export interface Join {
  from: Endpoint
  to: Endpoint
}

/**
 * The wires that stand in for removed layers: for every input that loses its wire, what came into the layers by their first wired input,
 * through as many of them as there are in a row. Nothing passes through what is no layer. Says nothing of shapes.
 */
export function joinsAcross(document: GraphDocument, removed: readonly NodeId[]): Join[] {
  const gone = new Set(removed.flatMap((id) => (nodeOf(document, id) ? [id, ...childrenOf(document, id)] : [])))
  const joins: Join[] = []
  for (const id of gone) {
    for (const { to, toParts, from } of wiresOf(document, id).outOf) {
      const source = gone.has(toParts.node) ? null : sourceBefore(document, gone, from)
      if (source !== null) joins.push({ from: source, to })
    }
  }
  return joins
}

function sourceBefore(document: GraphDocument, gone: ReadonlySet<NodeId>, output: Endpoint): Endpoint | null {
  const seen = new Set<NodeId>()
  let from: Endpoint | null = output
  while (from !== null) {
    const { node } = parseEndpoint(from)!
    if (!gone.has(node)) return from
    // A graph may hold a circle, which the compiler complains of.
    if (seen.has(node) || roleOf(document, node) !== 'layer') return null
    seen.add(node)
    from = firstWire(document, node)
  }
  return null
}

/** What reaches a layer by the first of its inputs that is wired: the one that a bypassed layer lets pass. */
function firstWire(document: GraphDocument, layer: NodeId): Endpoint | null {
  const wired = portsOf(document, layer).inputs.map(({ name }) => document.wires[formatEndpoint(layer, name)])
  return wired.find((from) => from !== undefined) ?? null
}
