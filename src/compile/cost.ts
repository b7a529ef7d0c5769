/** @file What training costs: operations a step, and bytes. */
import type { NodeId } from '../graph/document'
import { shapeSize } from '../tensor/shape'
import type { Analysis } from './analysis'
import { multiplyAddsPerStep } from './flops'
import { layersOf, type Optimizer, type Plan, type PlanNetwork, type PlanOperation } from './plan'

export interface Cost {
  /** A multiply-add is two operations. */
  flopsPerStep: number
  /** The same by layer, over all its calls; and by call of a network, by `unitKey`. Each sums to the whole, but for layers outside. */
  flops: { byLayer: ReadonlyMap<NodeId, number>; byCall: ReadonlyMap<string, number> }
  bytes: { weights: number; activations: number }
  /** Everything that training keeps: weights with their gradients, moments and averages, and the activations. */
  trainingBytes: number
}

const BYTES_PER_VALUE = 4

export function costOf(analysis: Analysis, plan: Plan): Cost {
  const networks = Object.values(plan.networks)
  const updates = plan.rounds.flatMap((round) => round.updates)
  const state = sum(plan.state.map(({ shape }) => shapeSize(shape))) * BYTES_PER_VALUE
  const weights = sum(networks.map(weightCount)) * BYTES_PER_VALUE + state
  const sizes = plan.operations.map((operation) => activationCount(analysis, plan, operation))
  const taped = updates.map((update) => plan.batchSize * sum(update.taped.map((index) => sizes[index]!)))
  const activations = Math.max(0, ...taped) * BYTES_PER_VALUE
  const keptBytes = networks.map((network) => weightCount(network) * copiesOf(network) * BYTES_PER_VALUE)
  const { byLayer, byCall } = multiplyAddsPerStep(analysis, plan)
  const flops = <Key>(counts: ReadonlyMap<Key, number>): Map<Key, number> =>
    new Map([...counts].map(([key, count]) => [key, 2 * plan.batchSize * count]))
  return {
    flopsPerStep: 2 * plan.batchSize * sum([...byLayer.values()]),
    flops: { byLayer: flops(byLayer), byCall: flops(byCall) },
    bytes: { weights, activations },
    trainingBytes: sum(keptBytes) + state + activations,
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const weightCount = ({ weights }: PlanNetwork): number => sum(weights.map(({ shape }) => shapeSize(shape)))

/** How often a network's weights are in memory: themselves, and when they are trained, gradients, moments and averages. */
function copiesOf({ trainable, optimizer, ema }: PlanNetwork): number {
  return trainable ? 2 + momentsOf(optimizer) + (ema === null ? 0 : 1) : 1
}

function momentsOf(optimizer: Optimizer): number {
  switch (optimizer.kind) {
    case 'adam':
      return 2
    case 'rmsprop':
      return optimizer.momentum > 0 ? 2 : 1
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0
  }
}

/** Of one sample. */
const activationCount = ({ batches }: Analysis, plan: Plan, operation: PlanOperation): number =>
  sum(layersOf(plan, operation).map((layer) => shapeSize(layer.shape) / batches.divisorOf(operation, layer)))
