/**
 * @file Multiply-adds of dense and convolution layers in one step, as the runtime computes them. A gradient with respect to
 * weights or inputs costs what the layer costs forward (notes on performance, the table of FLOPs).
 */
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

/** Of one sample, forward and backward. */
export function multiplyAddsPerStep(analysis: Analysis, plan: Plan): number {
  const cost = plan.operations.map((operation) => {
    const layers = layersOf(plan, operation).map((layer) => multiplyAddsOf(analysis, operation, layer))
    return layers.reduce((total, count) => total + count, 0)
  })
  let total = 0
  for (const draw of roundsByDraw(plan.rounds)) total += forward(plan, draw, cost)
  for (const round of plan.rounds) for (const update of round.updates) total += backward(analysis, plan, update)
  return total
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
 * is one update, what it tapes is computed first and serves the first round too: the fake batch of the usual loop.
 */
function forward(plan: Plan, rounds: readonly PlanRound[], cost: readonly number[]): number {
  const [first, second] = rounds
  const shared = rounds.length === 2 && second!.updates.length === 1 ? second!.updates[0]! : null
  const known = new Set<number>()
  let total = 0
  const compute = (operation: number, keep: boolean) => {
    if (known.has(operation)) return
    total += cost[operation]!
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
  return total
}

/** Multiply-adds of an update's gradients, for one sample. */
function backward(analysis: Analysis, plan: Plan, update: PlanUpdate): number {
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
  let total = 0
  for (const operation of operations.toReversed()) {
    const values = inside.get(operation)!
    const graded = new Set(outerNames(plan, operation).flatMap(([inner, outer]) => (reached.has(outer) ? [inner] : [])))
    for (const layer of layersOf(plan, operation).toReversed()) {
      if (!graded.has(layer.output) || !values.has(layer.output)) continue
      const back = Object.values(layer.inputs).filter((value) => values.has(value))
      if (isTarget(operation) && hasTrainable(analysis, layer)) total += multiplyAddsOf(analysis, operation, layer)
      if (back.length > 0) total += multiplyAddsOf(analysis, operation, layer)
      for (const value of back) graded.add(value)
    }
    if (operation.type === 'layer') for (const value of graded) reached.add(value)
    else
      for (const [port, outer] of Object.entries(operation.inputs))
        if (graded.has(plan.networks[operation.network]!.inputs[port]!.value)) reached.add(outer)
  }
  return total
}

const hasTrainable = ({ shapes }: Analysis, { node }: PlanLayer): boolean =>
  shapes.weights.get(node)?.some(({ trainable }) => trainable) ?? false

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
