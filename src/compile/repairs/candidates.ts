/** @file Outputs that an input without a wire may be meant for: those that fit, the likeliest first. */
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { portsOf } from '../../graph/queries'
import type { Repair } from '../../graph/repair'
import type { Analysis } from '../analysis'
import { wireRefusal } from '../check-wire'
import { repair } from './labels'

const MOST_CANDIDATES = 3
/** Of outputs that are not judged here, so that some are left for who asks. */
const MOST_REPLACED = 12

/** One wire for each output that fits. */
export const wiring = (analysis: Analysis, to: Endpoint): Repair[] =>
  candidatesFor(analysis, to).map((from) => repair(`Wire ${from} to ${to}`, { type: 'connect', from, to }))

/** Wires for several inputs at once, each to the output that fits it best and is not taken by another; for one, every choice. */
export function wiringAll(analysis: Analysis, inputs: readonly Endpoint[]): Repair[] {
  if (inputs.length === 1) return wiring(analysis, inputs[0]!)
  const taken = new Set<Endpoint>()
  const wires = inputs.flatMap((to) => {
    const from = candidatesFor(analysis, to).find((candidate) => !taken.has(candidate))
    if (from === undefined) return []
    taken.add(from)
    return [{ type: 'connect', from, to } as const]
  })
  if (wires.length < inputs.length) return []
  return [repair(`Wire ${wires.map(({ from, to }) => `${from} to ${to}`).join(' and ')}`, ...wires)]
}

/**
 * Outputs in the frame of an input that may be wired to it: those that nothing reads yet, then the nearest on the left. With
 * `anyCall` the wire would replace one, which is not judged by what it replaces.
 */
export function candidatesFor(analysis: Analysis, to: Endpoint, anyCall = false): Endpoint[] {
  const { document, readers } = analysis.resolved
  const end = parseEndpoint(to)
  const target = end && document.nodes[end.node]
  if (!end || !target) return []
  const distance = (id: NodeId) => {
    const { x, y } = document.nodes[id]!.position
    const behind = x >= target.position.x ? 1e6 : 0
    return behind + Math.abs(target.position.x - x) + Math.abs(target.position.y - y)
  }
  const outputs = Object.keys(document.nodes)
    .filter((id) => document.nodes[id]!.parent === target.parent && id !== end.node)
    .flatMap((id) => outputsOf(document, id))
    .map((from) => {
      const { node, port, call } = parseEndpoint(from)!
      const named = Number(port === end.port || call === end.port) + Number(port === call)
      return { from, isRead: Number(readers.has(from)), named, distance: distance(node) }
    })
    .sort((a, b) => a.isRead - b.isRead || b.named - a.named || a.distance - b.distance)
  const fitting: Endpoint[] = []
  for (const { from } of outputs) {
    if (fitting.length >= (anyCall ? MOST_REPLACED : MOST_CANDIDATES)) break
    if (document.wires[to] === from) continue
    if (anyCall ? !analysis.shapes.values.has(from) : wireRefusal(analysis, from, to) !== null) continue
    fitting.push(from)
  }
  return fitting
}

const outputsOf = (document: GraphDocument, id: NodeId): Endpoint[] => {
  const { outputs, calls } = portsOf(document, id)
  return calls.flatMap((call) => outputs.map(({ name }) => formatEndpoint(id, name, call)))
}
