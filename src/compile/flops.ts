/**
 * @file Multiply-adds of dense and convolution layers in one step, as the runtime computes them. A gradient with respect to
 * weights or inputs costs what the layer costs forward (notes on performance, the table of FLOPs).
 */
import type { NodeId } from '../graph/document'
import type { Analysis } from './analysis'
import { downstreamOf } from './cones'
import { enter, leave, outerNames } from './frames'
import {
  layersOf,
  type Plan,
  type PlanLayer,
  type PlanOperation,
  type PlanRound,
  type PlanUpdate,
  type ValueName,
} from './plan'
import { layerKindOf } from './resolve'
import { unitKey } from './units'

/** Multiply-adds of one sample, forward and backward. A layer of a network counts once for each of the network's calls. */
export interface MultiplyAdds {
  byLayer: ReadonlyMap<NodeId, number>
  /** Of calls of networks, by `unitKey`. */
  byCall: ReadonlyMap<string, number>
}

export function multiplyAddsPerStep(analysis: Analysis, plan: Plan): MultiplyAdds {
  const byLayer = new Map<NodeId, number>()
  const byCall = new Map<string, number>()
  const times = timesOf(analysis, plan)
  for (const [index, operation] of plan.operations.entries()) {
    let ofCall = 0
    for (const [place, layer] of layersOf(plan, operation).entries()) {
      const count = times[index]![place]! * multiplyAddsOf(analysis, operation, layer)
      byLayer.set(layer.node, (byLayer.get(layer.node) ?? 0) + count)
      ofCall += count
    }
    if (operation.type === 'call') byCall.set(unitKey({ node: operation.network, call: operation.call }), ofCall)
  }
  return { byLayer, byCall }
}

/** By operation, then by layer of it. */
type Times = number[][]

/** Plans of the same game share their rounds (lower.ts), and all that is counted here follows from the game. */
const known = new WeakMap<Plan['rounds'], Times>()

/** How often the multiply-adds of each layer are done in a step, forward and backward. */
function timesOf(analysis: Analysis, plan: Plan): Times {
  const before = known.get(plan.rounds)
  if (before) return before
  const runs = plan.operations.map(() => 0)
  for (const draw of roundsByDraw(plan.rounds)) forward(plan, draw, runs)
  const times = plan.operations.map((operation, index) => layersOf(plan, operation).map(() => runs[index]!))
  for (const round of plan.rounds) for (const update of round.updates) backward(analysis, plan, update, times)
  known.set(plan.rounds, times)
  return times
}

/** A layer behind a pack is computed for fewer samples. */
const multiplyAddsOf = ({ shapes, batches }: Analysis, operation: PlanOperation, layer: PlanLayer): number =>
  (shapes.multiplyAdds.get(layer.node) ?? 0) / batches.divisorOf(operation, layer)

function roundsByDraw(rounds: readonly PlanRound[]): PlanRound[][] {
  const draws: PlanRound[][] = []
  for (const round of rounds) {
    const last = draws.at(-1)
    if (round.draw === 'reuse' && last) last.push(round)
    else draws.push([round])
  }
  return draws
}

/**
 * Rounds that share a draw. What is not taped is kept while the weights behind it stay the same. When the second of two rounds
 * is one update, what it tapes is computed first and serves the first round too: the fake batch of the usual loop. Counts in
 * `runs` how often each operation is computed.
 */
function forward(plan: Plan, rounds: readonly PlanRound[], runs: number[]): void {
  const [first, second] = rounds
  const shared = rounds.length === 2 && second!.updates.length === 1 ? second!.updates[0]! : null
  const known = new Set<number>()
  const compute = (operation: number, keep: boolean) => {
    if (known.has(operation)) return
    runs[operation] = runs[operation]! + 1
    if (keep) known.add(operation)
  }
  if (shared) {
    const early = new Set(first!.updates.flatMap(({ untaped }) => untaped))
    for (const operation of shared.taped) if (early.has(operation)) compute(operation, true)
  }
  for (const round of rounds) {
    for (const update of round.updates) {
      for (const operation of update.untaped) compute(operation, true)
      for (const operation of update.taped) {
        if (update !== shared) known.delete(operation)
        compute(operation, false)
      }
    }
    const updated = round.updates.flatMap(({ networks }) => networks)
    for (const operation of downstreamOf(plan.operations, updated)) known.delete(operation)
  }
}

/** Adds an update's gradients to `times`: with respect to a layer's weights, and to what it reads. */
function backward(analysis: Analysis, plan: Plan, update: PlanUpdate, times: Times): void {
  const operations = update.taped.map((index) => plan.operations[index]!)
  const isTarget = (operation: PlanOperation) =>
    operation.type === 'call' && update.networks.includes(operation.network)
  /** Values that trained weights change, with a gradient on the way; those inside a call by the operation. */
  const changed = new Set<ValueName>()
  const inside = new Map<PlanOperation, Set<ValueName>>()
  for (const operation of operations) {
    const values = enter(plan, operation, changed)
    for (const layer of layersOf(plan, operation))
      if (isChanged(analysis, layer, values, isTarget(operation))) values.add(layer.output)
    inside.set(operation, values)
    leave(plan, operation, values, changed)
  }

  const reached = new Set(update.losses.flatMap(({ objective, side }) => readsOf(analysis, plan, objective, side)))
  for (const index of update.taped.toReversed()) {
    const operation = plan.operations[index]!
    const own = times[index]!
    const values = inside.get(operation)!
    const graded = new Set(outerNames(plan, operation).flatMap(([inner, outer]) => (reached.has(outer) ? [inner] : [])))
    for (const [place, layer] of [...layersOf(plan, operation).entries()].reverse()) {
      if (!graded.has(layer.output) || !values.has(layer.output)) continue
      const back = Object.values(layer.inputs).filter((value) => values.has(value))
      if (isTarget(operation) && hasTrainable(analysis, layer)) own[place]!++
      if (back.length > 0) own[place]!++
      for (const value of back) graded.add(value)
    }
    if (operation.type === 'layer') for (const value of graded) reached.add(value)
    else
      for (const [port, outer] of Object.entries(operation.inputs))
        if (graded.has(plan.networks[operation.network]!.inputs[port]!.value)) reached.add(outer)
  }
}

const hasTrainable = ({ withWeights }: Analysis, { node }: PlanLayer): boolean => withWeights.has(node)

function isChanged(analysis: Analysis, layer: PlanLayer, values: ReadonlySet<ValueName>, target: boolean): boolean {
  if (layerKindOf(analysis.resolved.nodes.get(layer.node)!).passesGradient === false) return false
  return (target && hasTrainable(analysis, layer)) || Object.values(layer.inputs).some((value) => values.has(value))
}

function readsOf({ resolved }: Analysis, plan: Plan, objective: string, side: 'critic' | 'player'): ValueName[] {
  const { params, inputs, behind } = plan.objectives.find(({ node }) => node === objective)!
  const { kind } = resolved.nodes.get(objective)!
  if (kind.role !== 'objective') return []
  const declared = side === 'critic' ? kind.critic(params) : kind.player(params, behind)
  return declared?.reads.map((port) => inputs[port]!) ?? []
}
