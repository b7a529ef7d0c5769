/** @file Values of the plan, computed: draws from the sources, then operations one after the other, each once. */

import { applyLayer, type EvaluationOptions, type NetworkModel, type State, type Weight } from '../../compile/build'
import { outputsOf } from '../../compile/cones'
import type { Plan, PlanOperation, PlanSource, ValueName } from '../../compile/plan'
import type { DatasetDefinition, LoadedDataset } from '../../data/dataset'
import { findKind } from '../../graph/kinds'
import type { LayerRandom, SourceDefinition, Tensor, TensorFlow } from '../../layers/layer'
import { invariant } from '../../lib/assert'
import { type KeyPart, normals, randomStream, uniforms } from '../../lib/random'
import { resolveSchedules } from '../../lib/schedule'

/** Tensors by value name, batch axis first. */
export type Values = Map<ValueName, Tensor>

export interface Machine {
  tf: TensorFlow
  plan: Plan
  models: ReadonlyMap<string, NetworkModel>
  state: State
  /** By name of the dataset. */
  datasets: ReadonlyMap<string, LoadedDataset>
  /** Where layers and losses get their noise from: `keyedRandom`, or what a comparison with another program gives to both. */
  noise: typeof keyedRandom
}

function sourceKind({ kind }: PlanSource): SourceDefinition {
  const found = findKind(kind)
  invariant(found?.role === 'source', `the plan draws from "${kind}", which is no source`)
  return found as SourceDefinition
}

/** The dataset that a source draws from; `undefined` when it draws from none. */
export const datasetOf = (source: PlanSource): DatasetDefinition | undefined =>
  sourceKind(source).dataset?.(source.params)

/** One batch of every source. The same key gives the same batch, on every backend. */
export function drawSources(
  machine: Machine,
  values: Values,
  batchSize: number,
  step: number,
  key: readonly KeyPart[],
) {
  const { tf, plan, datasets } = machine
  for (const source of plan.sources) {
    const definition = sourceKind(source)
    const name = datasetOf(source)?.name
    const batch = definition.draw({
      params: resolveSchedules(source.params, step),
      batchSize,
      random: randomStream(...key, source.node),
      dataset: name === undefined ? null : (datasets.get(name) ?? null),
    })
    for (const [port, output] of Object.entries(source.outputs)) {
      const data = batch[port]
      invariant(data, `source ${source.node} gave nothing for its output ${port}`)
      values.set(output.value, tf.tensor(data, [batchSize, ...output.shape], 'float32'))
    }
  }
}

/** Noise for the nodes of one evaluation: a function of the key, the node and how often the node has asked. */
export function keyedRandom(tf: TensorFlow, key: readonly KeyPart[]): (node: string) => LayerRandom {
  return (node) => {
    let asked = 0
    const stream = () => randomStream(...key, node, asked++)
    const size = (shape: number[]) => shape.reduce((product, dimension) => product * dimension, 1)
    return {
      normal: (shape) => tf.tensor(normals(size(shape), stream()), shape, 'float32'),
      uniform: (shape) => tf.tensor(uniforms(size(shape), stream()), shape, 'float32'),
      number: () => stream().uniform(),
    }
  }
}

/** Computes one operation, unless its values are there already. */
export function evaluateOperation(
  machine: Machine,
  operation: PlanOperation,
  values: Values,
  options: Omit<EvaluationOptions, 'random'> & {
    key: readonly KeyPart[]
    /** Takes the new state of a layer outside of networks; left out, state stays. */
    moveState?: (weight: Weight, value: Tensor) => void
  },
) {
  if (outputsOf(operation).every((name) => values.has(name))) return
  const { tf, models, noise } = machine
  if (operation.type === 'layer') {
    const random = noise(tf, options.key)
    const state = machine.state.get(operation.node) ?? {}
    const weights = Object.fromEntries(Object.entries(state).map(([name, { live }]) => [name, live]))
    const update = (name: string, value: Tensor) => {
      const weight = state[name]
      invariant(weight, `${operation.node} moves "${name}", which is no state of it`)
      options.moveState?.(weight, value)
    }
    const value = applyLayer(tf, operation, values, weights, update, { ...options, random })
    options.observe?.(operation, value)
    values.set(operation.output, value)
    return
  }
  const model = models.get(operation.network)
  invariant(model, `the plan calls ${operation.network}, which was not built`)
  const inputs: Record<string, Tensor> = {}
  for (const [port, name] of Object.entries(operation.inputs)) {
    const value = values.get(name)
    invariant(value, `call ${operation.network}@${operation.call} reads ${name} before it is computed`)
    inputs[port] = value
  }
  const random = noise(tf, [...options.key, operation.call])
  const outputs = model.apply(inputs, { ...options, random })
  for (const [port, name] of Object.entries(operation.outputs)) values.set(name, outputs[port]!)
}

/**
 * One batch of every source and what `operations` make of it, beside the training: no state moves. In the mode `inference` batch norm
 * takes its moving statistics and dropout is off. Call it in a tidy.
 */
export function evaluateDraws(
  machine: Machine,
  operations: readonly number[],
  {
    batchSize,
    ...options
  }: Pick<EvaluationOptions, 'mode' | 'weights' | 'step'> & {
    batchSize: number
    key: readonly KeyPart[]
  },
): Values {
  const values: Values = new Map()
  drawSources(machine, values, batchSize, options.step, options.key)
  for (const index of operations) {
    const operation = machine.plan.operations[index]
    invariant(operation, `there is no operation ${index} in the plan`)
    evaluateOperation(machine, operation, values, { ...options, part: null, updating: false })
  }
  return values
}
