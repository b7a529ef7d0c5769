/** @file What belongs to one objective: who plays, and over which wires its gradient reaches them. */
import type { ObjectiveFacts } from '../compile/compilation'
import { gradientWay } from '../compile/gradient-way'
import { type Endpoint, type GraphDocument, type NodeId, parseEndpoint } from '../graph/document'
import { childrenOf } from '../graph/queries'

export interface Spot {
  /** The objective, its networks with all that lies in them, and what stands between. */
  nodes: ReadonlySet<NodeId>
  /** Wires of the gradient to the critics' weights, and to the players'. */
  critic: readonly Endpoint[]
  player: readonly Endpoint[]
}

export function spotOf(document: GraphDocument, objective: NodeId, { critics, players }: ObjectiveFacts): Spot {
  const { critic, player } = gradientWay(document, objective)
  const ends = [...critic, ...player].flatMap((to) => [to, document.wires[to] ?? to])
  const networks = [...critics, ...players]
  const nodes = new Set([
    objective,
    ...networks.flatMap((network) => [network, ...childrenOf(document, network)]),
    ...ends.flatMap((end) => parseEndpoint(end)?.node ?? []),
  ])
  return { nodes, critic, player }
}
