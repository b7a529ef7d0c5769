/**
 * @file From node to node without a pointer: along the wires, through the ports of networks, or to the nearest in a direction. (Along
 * the wires is what arrow keys do in block editors for screen readers; peers among node editors have nothing like it.)
 */
import { type Endpoint, type GraphDocument, type NodeId, parseEndpoint } from '../graph/document'
import { callsOf, childrenOf, portNameOf, roleOf, wiresOf } from '../graph/queries'
import { centreOf, type Rect } from './flow/geometry'

export type Along = 'downstream' | 'upstream'

/**
 * Nodes at the other ends of a node's wires, in the order of its ports. The way goes into a network by its input nodes and out of it by
 * its output nodes.
 */
export function neighboursAlong(document: GraphDocument, id: NodeId, along: Along): NodeId[] {
  const node = document.nodes[id]
  if (!node) return []
  const inside = (network: NodeId, role: 'input' | 'output', name: string): NodeId | undefined =>
    childrenOf(document, network).find(
      (child) => roleOf(document, child) === role && portNameOf(document.nodes[child]!) === name,
    )
  const ends = (endpoint: Endpoint, role: 'input' | 'output'): NodeId => {
    const end = parseEndpoint(endpoint)!
    if (roleOf(document, end.node) !== 'network') return end.node
    return inside(end.node, role, end.port) ?? end.node
  }
  const role = roleOf(document, id)
  const { parent } = node
  // A boundary node goes on outside, by the port that it stands for.
  const outside =
    parent !== undefined &&
    ((along === 'downstream' && role === 'output') || (along === 'upstream' && role === 'input'))
  const owner = outside ? parent : id
  const port = outside ? portNameOf(node) : null
  const { into, outOf } = wiresOf(document, owner)
  const wires = along === 'downstream' ? outOf : into
  const own = wires.filter((wire) => {
    const end = along === 'downstream' ? wire.fromParts : wire.toParts
    return port === null || end.port === port
  })
  const order = callsOf(document.nodes[owner]!)
  const sorted = [...own].sort((a, b) => {
    const [first, second] = along === 'downstream' ? [a.fromParts, b.fromParts] : [a.toParts, b.toParts]
    return order.indexOf(first.call) - order.indexOf(second.call)
  })
  const found = sorted.map((wire) => (along === 'downstream' ? ends(wire.to, 'input') : ends(wire.from, 'output')))
  return [...new Set(found)].filter((other) => other !== id)
}

export type Direction = 'left' | 'right' | 'up' | 'down'

const AXES = { left: ['x', -1], right: ['x', 1], up: ['y', -1], down: ['y', 1] } as const
/** Being aside counts so many times as much as being far. */
const ASIDE = 2

/** The nearest node whose middle lies in a direction, within 45° if there is one; `null` when none does. */
export function nearestTowards(rects: ReadonlyMap<NodeId, Rect>, from: NodeId, direction: Direction): NodeId | null {
  const start = rects.get(from)
  if (!start) return null
  const origin = centreOf(start)
  const [axis, sign] = AXES[direction]
  const other = axis === 'x' ? 'y' : 'x'
  let best: { id: NodeId; cost: number } | null = null
  for (const [id, rect] of rects) {
    if (id === from) continue
    const centre = centreOf(rect)
    const ahead = (centre[axis] - origin[axis]) * sign
    const aside = Math.abs(centre[other] - origin[other])
    if (ahead <= 0) continue
    const cost = ahead + aside * ASIDE + (aside > ahead ? 10_000 : 0)
    if (!best || cost < best.cost) best = { id, cost }
  }
  return best?.id ?? null
}

/** What a node is wired to, in a sentence for those who do not see the wires: "From G_z. To G_dense2 and G_add." */
export function wiringText(document: GraphDocument, id: NodeId): string {
  const list = (along: Along, word: string) => {
    const others = neighboursAlong(document, id, along)
    return others.length === 0
      ? ''
      : `${word} ${others.slice(0, 4).join(', ')}${others.length > 4 ? ' and others' : ''}.`
  }
  return [list('upstream', 'From'), list('downstream', 'To')].filter(Boolean).join(' ')
}

/** Where a walk begins when nothing is selected: the first source, else the first node; in a network its first input. */
export function firstNode(document: GraphDocument, entered: NodeId | null = null): NodeId | null {
  const ids = entered === null ? Object.keys(document.nodes) : childrenOf(document, entered)
  const wanted = entered === null ? 'source' : 'input'
  return ids.find((id) => roleOf(document, id) === wanted) ?? ids[0] ?? null
}
