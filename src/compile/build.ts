/**
 * @file A network of the plan as TensorFlow.js: its variables, and the function over them. Written on tfjs-core (which comes
 * in as an argument), so that spectral norm, surgery, checkpoints and replay can reach every weight.
 */
import type { Variable } from '@tensorflow/tfjs-core'
import type { NodeId } from '../graph/document'
import { findKind } from '../graph/kinds'
import { initialise } from '../layers/initializers'
import type { ApplyContext, LayerDefinition, LayerRandom, Tensor, TensorFlow } from '../layers/layer'
import { invariant } from '../lib/assert'
import { randomStream } from '../lib/random'
import { resolveSchedules } from '../lib/schedule'
import type { Plan, PlanLayer, PlanNetwork, PlanWeight, ValueName } from './plan'

export interface Weight {
  id: string
  trainable: boolean
  /** What the optimiser moves. */
  live: Variable
  /** Moving average of `live`; `null` when the network keeps none, or the weight is a moving statistic. */
  ema: Variable | null
}

export interface EvaluationOptions {
  mode: ApplyContext<unknown>['mode']
  /** Whose update it is for. */
  part: ApplyContext<unknown>['part']
  /** Whether moving statistics move: only in updates of the network that owns them. */
  updating: boolean
  /** A map, by id, stands in for live weights. */
  weights: 'live' | 'ema' | ReadonlyMap<string, Tensor>
  /** At which schedules are read. */
  step: number
  /** Noise of one layer in this evaluation. */
  random: (node: string) => LayerRandom
  /** Is shown what each layer gives, as it is computed. */
  observe?: (layer: PlanLayer, value: Tensor) => void
}

export interface NetworkModel {
  plan: PlanNetwork
  weights: ReadonlyMap<string, Weight>
  /** One call: tensors by input port to tensors by output port, batch axis first. */
  apply(inputs: Record<string, Tensor>, options: EvaluationOptions): Record<string, Tensor>
  dispose(): void
}

export const layerKind = (kind: string): LayerDefinition => {
  const found = findKind(kind)
  invariant(found?.role === 'layer', `the plan holds "${kind}", which is no layer kind`)
  return found as LayerDefinition
}

/** Evaluates one layer. `values` holds its inputs by name. */
export function applyLayer(
  tf: TensorFlow,
  layer: PlanLayer,
  values: ReadonlyMap<ValueName, Tensor>,
  weights: Record<string, Tensor>,
  update: (weight: string, value: Tensor) => void,
  options: Pick<EvaluationOptions, 'mode' | 'part' | 'step' | 'random'>,
): Tensor {
  const inputs: Record<string, Tensor> = {}
  for (const [port, name] of Object.entries(layer.inputs)) {
    const value = values.get(name)
    invariant(value, `${layer.node}.${port} reads ${name} before it is computed`)
    inputs[port] = value
  }
  return layerKind(layer.kind).apply({
    tf,
    params: resolveSchedules(layer.params, options.step),
    inputs,
    weights,
    mode: options.mode,
    part: options.part,
    random: options.random(layer.node),
    update,
  })
}

function buildWeight(
  tf: TensorFlow,
  spec: PlanWeight,
  network: Pick<PlanNetwork, 'seed' | 'trainable' | 'ema'>,
): Weight {
  const values = initialise(spec, randomStream('weights', network.seed, spec.id))
  const variable = (trainable: boolean) =>
    tf.tidy(() => tf.variable(tf.tensor(values, [...spec.shape], 'float32'), trainable))
  return {
    id: spec.id,
    trainable: spec.trainable,
    live: variable(spec.trainable && network.trainable),
    ema: spec.trainable && network.ema !== null ? variable(false) : null,
  }
}

function chosen(weight: Weight, weights: EvaluationOptions['weights']): Tensor {
  if (weights === 'live') return weight.live
  return weights === 'ema' ? (weight.ema ?? weight.live) : (weights.get(weight.id) ?? weight.live)
}

/** What layers outside of networks keep, by node and name within the layer. */
export type State = ReadonlyMap<NodeId, Readonly<Record<string, Weight>>>

export function buildState(tf: TensorFlow, { state, seed }: Pick<Plan, 'state' | 'seed'>): State {
  const byNode = new Map<NodeId, Record<string, Weight>>()
  for (const spec of state)
    byNode.set(spec.layer, {
      ...byNode.get(spec.layer),
      [spec.name]: buildWeight(tf, spec, { seed, trainable: false, ema: null }),
    })
  return byNode
}

/** Initial values are a function of the network's seed and the weight's id alone: another layer changes nothing here. */
export function buildNetwork(tf: TensorFlow, plan: PlanNetwork): NetworkModel {
  const weights = new Map<string, Weight>()
  const byLayer = new Map<string, { name: string; weight: Weight }[]>()
  for (const spec of plan.weights) {
    const weight = buildWeight(tf, spec, plan)
    weights.set(spec.id, weight)
    const siblings = byLayer.get(spec.layer) ?? []
    siblings.push({ name: spec.name, weight })
    byLayer.set(spec.layer, siblings)
  }

  return {
    plan,
    weights,
    apply(inputs, options) {
      const values = new Map<ValueName, Tensor>()
      for (const [port, { value }] of Object.entries(plan.inputs)) {
        const input = inputs[port]
        invariant(input, `${plan.id} is called without its input ${port}`)
        values.set(value, input)
      }
      for (const layer of plan.body) {
        const own = byLayer.get(layer.node) ?? []
        const tensors: Record<string, Tensor> = {}
        for (const { name, weight } of own) tensors[name] = chosen(weight, options.weights)
        const update = (name: string, value: Tensor) => {
          if (!options.updating) return
          const moved = own.find((entry) => entry.name === name)
          invariant(
            moved && !moved.weight.trainable,
            `${layer.node} moves "${name}", which is no moving statistic of it`,
          )
          moved.weight.live.assign(value)
        }
        const value = applyLayer(tf, layer, values, tensors, update, options)
        options.observe?.(layer, value)
        values.set(layer.output, value)
      }
      const outputs: Record<string, Tensor> = {}
      for (const [port, { value }] of Object.entries(plan.outputs)) {
        const output = values.get(value)
        invariant(output, `${plan.id}.${port} has no value`)
        outputs[port] = output
      }
      return outputs
    },
    dispose() {
      for (const weight of weights.values()) {
        weight.live.dispose()
        weight.ema?.dispose()
      }
    },
  }
}
