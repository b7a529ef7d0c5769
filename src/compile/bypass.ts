/** @file Bypassed layers: the document as if they were not there, and the shapes that pass them by. Everything else in the compiler need not know. */
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from '../graph/document'
import { portsOf } from '../graph/queries'
import type { Shape } from '../tensor/shape'

/** The output that stands for what a bypassed layer gives: that of its first wired input, past others that are bypassed. */
function sourcePast(document: GraphDocument, from: Endpoint): Endpoint | null {
  const seen = new Set<NodeId>()
  let source = from
  for (;;) {
    const { node } = parseEndpoint(source)!
    if (document.nodes[node]?.bypassed !== true) return source
    if (seen.has(node)) return null
    seen.add(node)
    const wired = portsOf(document, node).inputs.flatMap(({ name }) => document.wires[formatEndpoint(node, name)] ?? [])
    if (wired[0] === undefined) return null
    source = wired[0]
  }
}

/** The document without bypassed layers, its wires drawn past them; the very same document when there are none. */
export function withoutBypassed(document: GraphDocument): GraphDocument {
  if (Object.values(document.nodes).every((node) => node.bypassed !== true)) return document
  const nodes = Object.fromEntries(Object.entries(document.nodes).filter(([, node]) => node.bypassed !== true))
  const wires: GraphDocument['wires'] = {}
  for (const [to, from] of Object.entries(document.wires)) {
    if (!Object.hasOwn(nodes, parseEndpoint(to)!.node)) continue
    const source = sourcePast(document, from)
    if (source !== null) wires[to] = source
  }
  return { ...document, nodes, wires }
}

/** What is known of a bypassed layer: the shape that passes it, under the name of each of its outputs. */
export function bypassedOutputs(
  document: GraphDocument,
  id: NodeId,
  shapeOf: (value: Endpoint) => Shape | undefined,
): Record<string, Shape> {
  const { outputs } = portsOf(document, id)
  const source = outputs[0] && sourcePast(document, formatEndpoint(id, outputs[0].name))
  const shape = source ? shapeOf(source) : undefined
  return shape ? Object.fromEntries(outputs.map(({ name }) => [name, shape])) : {}
}
