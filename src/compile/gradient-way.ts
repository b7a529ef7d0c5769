/**
 * @file The way of an objective's gradient, wire by wire: from the objective back to the weights that it moves. It is the tracing of
 * tracing.ts once more, with the wires kept, for those who want to see it.
 */
import {
  type Endpoint,
  formatEndpoint,
  type GraphDocument,
  MAIN_CALL,
  type NodeId,
  parseEndpoint,
} from '../graph/document'
import { wiresOf } from '../graph/queries'
import { type Analysis, analysisOf } from './analysis'
import { layerKindOf, objectiveKindOf } from './resolve'
import { isBatchOnly } from './tracing'
import { wiredInputs } from './units'

/** Keys of wires, those inside of networks included. */
export interface GradientWay {
  /** On the way to the weights of the critics. */
  critic: readonly Endpoint[]
  /** On the way to the weights of the players; of whatever is trained, when nobody plays against anybody. */
  player: readonly Endpoint[]
}

/** Both are empty for what is no objective, or while its wires lead nowhere. */
export function gradientWay(document: GraphDocument, objective: NodeId): GradientWay {
  const analysis = analysisOf(document)
  const sides = analysis.sides.get(objective)
  if (!sides) return { critic: [], player: [] }
  const wires = (networks: readonly NodeId[]) => pastBypassed(document, wiresTo(analysis, objective, new Set(networks)))
  return { critic: wires(sides.critics), player: wires(sides.players) }
}

/** Wires over which the gradient of an objective reaches weights of the networks. */
function wiresTo({ resolved, shapes }: Analysis, objective: NodeId, networks: ReadonlySet<NodeId>): Set<Endpoint> {
  const kept = new Set<Endpoint>()
  const known = new Map<string, boolean>()
  const remember = (key: string, compute: () => boolean): boolean => {
    const answer = known.get(key)
    if (answer !== undefined) return answer
    // Whoever comes round in a circle finds nothing there.
    known.set(key, false)
    const found = compute()
    known.set(key, found)
    return found
  }
  const along = (to: Endpoint, from: Endpoint | undefined, leads: (from: Endpoint) => boolean): boolean => {
    if (from === undefined || !leads(from)) return false
    kept.add(to)
    return true
  }
  /** Whether any of a layer's inputs leads there; all of them are followed. */
  const throughLayer = (node: NodeId, leads: (from: Endpoint) => boolean): boolean => {
    const kind = layerKindOf(resolved.nodes.get(node)!)
    if (kind.passesGradient === false) return false
    const inputs = wiredInputs(resolved, { node, call: MAIN_CALL }).filter(({ port }) => !isBatchOnly(kind, port))
    return inputs.map(({ port, from }) => along(formatEndpoint(node, port), from, leads)).some(Boolean)
  }
  const leads = (value: Endpoint): boolean =>
    remember(value, () => {
      const { node, port, call } = parseEndpoint(value)!
      const network = resolved.networks.get(node)
      if (!network) return resolved.nodes.get(node)!.kind.role === 'layer' && throughLayer(node, leads)
      const inside = (inner: Endpoint): boolean =>
        remember(`${node}@${call} ${inner}`, () => {
          const { node: layer } = parseEndpoint(inner)!
          const input = network.inputs.find((candidate) => candidate.node === layer)
          if (input) {
            const outer = formatEndpoint(node, input.name, call)
            return along(outer, resolved.wires.get(outer), leads)
          }
          const moved = networks.has(node) && (shapes.weights.get(layer)?.some(({ trainable }) => trainable) ?? false)
          return throughLayer(layer, inside) || moved
        })
      const output = network.outputs.find(({ name }) => name === port)
      const end = output && formatEndpoint(output.node, 'in')
      return end !== undefined && along(end, resolved.wires.get(end), inside)
    })
  const { tracing } = objectiveKindOf(resolved.nodes.get(objective)!)
  for (const port of 'minimise' in tracing ? [tracing.minimise] : tracing.adversarial) {
    const to = formatEndpoint(objective, port)
    along(to, resolved.wires.get(to), leads)
  }
  return kept
}

/** Bypassed layers are drawn, and the way goes through them as their first wire does. */
function pastBypassed(document: GraphDocument, wires: Set<Endpoint>): Endpoint[] {
  for (const to of wires) {
    const from = document.wires[to]
    const source = from === undefined ? undefined : parseEndpoint(from)!.node
    if (source === undefined || document.nodes[source]?.bypassed !== true) continue
    const [first] = wiresOf(document, source).into
    if (first) wires.add(first.to)
  }
  return [...wires]
}
