/** @file The adversarial games of a graph, as advice looks at them: who plays, on what, and which layers stand where. */
import { formatEndpoint, MAIN_CALL, type NodeId, parseEndpoint } from '../../../graph/document'
import type { LayerDefinition } from '../../../layers/layer'
import type { Shape } from '../../../tensor/shape'
import type { Analysis } from '../../analysis'
import { layerKindOf, objectiveKindOf, type ResolvedNode } from '../../resolve'
import { wiredInputs } from '../../units'

export interface Game {
  objective: NodeId
  critics: readonly NodeId[]
  players: readonly NodeId[]
  /** The critics judge images, or maps of another number of axes, and not points. */
  ofImages: boolean
}

/** An image has two axes and channels, and more pixels than an icon. */
const isImage = (shape: Shape | undefined): boolean => shape !== undefined && shape.length >= 3 && shape[0]! >= 8

const known = new WeakMap<Analysis, readonly Game[]>()

/** Objectives with two sides that have both. Each piece of advice asks for them. */
export function gamesOf(analysis: Analysis): readonly Game[] {
  const games = known.get(analysis) ?? findGames(analysis)
  known.set(analysis, games)
  return games
}

const findGames = ({ resolved, shapes, sides }: Analysis): Game[] =>
  [...sides].flatMap(([objective, { critics, players }]) => {
    const found = resolved.nodes.get(objective)!
    if (!('adversarial' in objectiveKindOf(found).tracing) || critics.length === 0 || players.length === 0) return []
    const inputs = critics.flatMap((critic) =>
      resolved.networks.get(critic)!.inputs.map(({ name }) => shapes.inputs.get(formatEndpoint(critic, name))),
    )
    return [{ objective, critics, players, ofImages: inputs.some(isImage) }]
  })

/** Networks on one side of some game, each once. */
export const networksOf = (games: readonly Game[], side: 'critics' | 'players'): NodeId[] => [
  ...new Set(games.flatMap((game) => game[side])),
]

export interface NetworkLayer {
  id: NodeId
  kind: LayerDefinition
  params: Record<string, unknown>
  found: ResolvedNode
}

/** Layers of a network that something is computed by. */
export const layersOf = ({ resolved, live }: Analysis, network: NodeId): NetworkLayer[] =>
  resolved.networks.get(network)!.children.flatMap((id) => {
    const found = resolved.nodes.get(id)!
    if (found.kind.role !== 'layer' || !live.body.has(id)) return []
    return [{ id, kind: layerKindOf(found), params: found.node.params, found }]
  })

/** Roles of what a layer in a network reads. */
export const readsFrom = ({ resolved }: Analysis, id: NodeId): string[] =>
  wiredInputs(resolved, { node: id, call: MAIN_CALL }).map(
    ({ from }) => resolved.nodes.get(parseEndpoint(from)!.node)!.kind.role,
  )

/** Roles of what reads a layer in a network. */
export const readBy = ({ resolved }: Analysis, id: NodeId): string[] =>
  (resolved.readers.get(formatEndpoint(id, 'out')) ?? []).map(
    (to) => resolved.nodes.get(parseEndpoint(to)!.node)!.kind.role,
  )

/** Takes statistics of the batch, for which its kind names others that take those of a sample: batch norm and its like. */
export const isBatchNorm = ({ kind, params }: NetworkLayer): boolean =>
  kind.mixesSamples?.(params) === true && (kind.instead?.(params).length ?? 0) > 0
