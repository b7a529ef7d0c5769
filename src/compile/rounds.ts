/** @file What one step does, in order (design: "What one step does"): the critics' rounds, then those of everybody else. */
import type { NodeId } from '../graph/document'
import { coneOf, downstreamOf, producers } from './cones'
import type { PlanOperation, PlanRound, PlanUpdate, ValueName } from './plan'

/** One side of one objective. */
export interface Loss {
  objective: NodeId
  side: 'critic' | 'player'
  /** Whom it trains. */
  networks: readonly NodeId[]
  /** Every network that its gradient reaches, whether it trains it or not. */
  reached: ReadonlySet<NodeId>
  /** What it is computed from. */
  reads: readonly ValueName[]
}

export interface Trained {
  network: NodeId
  updates: number
  lookAhead: number
}

interface RoundsOptions {
  losses: readonly Loss[]
  /** Trainable networks, in the document's order. */
  networks: readonly Trained[]
  operations: readonly PlanOperation[]
  reuseDraw: boolean
}

/** Networks on no side are in no round; one that is on a critic's side somewhere moves in the critics' part. */
export function planRounds({ losses, networks, operations, reuseDraw }: RoundsOptions): PlanRound[] {
  const on = (network: NodeId, side?: Loss['side']) =>
    losses.some((loss) => (side === undefined || loss.side === side) && loss.networks.includes(network))
  const critics = networks.filter(({ network }) => on(network, 'critic'))
  const players = networks.filter(({ network }) => on(network) && !on(network, 'critic'))
  const producer = producers(operations)

  const aheadOf = (network: NodeId) => networks.find((trained) => trained.network === network)?.lookAhead ?? 0
  // One gradient is taken at one place, so those who look further ahead have one of their own.
  const groups = (moving: readonly NodeId[]) =>
    [...new Set(moving.map(aheadOf))].flatMap((count) =>
      group(
        moving.filter((network) => aheadOf(network) === count),
        losses,
      ),
    )
  /** Whoever the losses' critics are, each by its own losses. */
  const planAhead = ({ losses: minimised }: Omit<PlanUpdate, 'ahead'>, count: number): PlanUpdate['ahead'] => {
    const opponents = losses.filter(
      (loss) => loss.side === 'critic' && minimised.some(({ objective }) => objective === loss.objective),
    )
    const moving = critics
      .map(({ network }) => network)
      .filter((network) => opponents.some((loss) => loss.networks.includes(network)))
    if (count === 0 || moving.length === 0) return null
    return { count, critics: group(moving, losses).map((members) => planUpdate(members, losses, operations, producer)) }
  }

  const part = (name: PlanRound['part'], members: readonly Trained[], firstDraw: PlanRound['draw']): PlanRound[] => {
    const count = Math.max(0, ...members.map(({ updates }) => updates))
    return Array.from({ length: count }, (_, round) => {
      const moving = members.filter(({ updates }) => updates > round).map(({ network }) => network)
      const updates = groups(moving).map((networks) => {
        const update = planUpdate(networks, losses, operations, producer)
        return { ...update, ahead: name === 'players' ? planAhead(update, aheadOf(networks[0]!)) : null }
      })
      return { part: name, draw: round === 0 ? firstDraw : 'new', updates }
    })
  }
  const first = part('critics', critics, 'new')
  return [...first, ...part('players', players, reuseDraw && first.length > 0 ? 'reuse' : 'new')]
}

const lossesOf = (networks: readonly NodeId[], losses: readonly Loss[]): Loss[] =>
  losses.filter((loss) => loss.networks.some((network) => networks.includes(network)))

/**
 * Who can share one gradient. The gradient of a sum of losses is right for a network only if each of them trains it or
 * does not reach it at all.
 */
function group(networks: readonly NodeId[], losses: readonly Loss[]): NodeId[][] {
  const groups: NodeId[][] = []
  for (const network of networks) {
    const home = groups.find((members) => {
      const together = [...members, network]
      return lossesOf(together, losses).every((loss) =>
        together.every((member) => loss.networks.includes(member) || !loss.reached.has(member)),
      )
    })
    if (home) home.push(network)
    else groups.push([network])
  }
  return groups
}

function planUpdate(
  networks: readonly NodeId[],
  losses: readonly Loss[],
  operations: readonly PlanOperation[],
  producer: ReadonlyMap<ValueName, number>,
): Omit<PlanUpdate, 'ahead'> {
  const minimised = lossesOf(networks, losses)
  const cone = coneOf(
    operations,
    producer,
    minimised.flatMap(({ reads }) => reads),
  )
  const moved = downstreamOf(operations, networks)
  return {
    networks,
    losses: minimised.map(({ objective, side }) => ({ objective, side })),
    untaped: cone.filter((index) => !moved.has(index)),
    taped: cone.filter((index) => moved.has(index)),
  }
}
