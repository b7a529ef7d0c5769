/** @file The state_dict of a network in PyTorch: names, shapes and values, each from the weights here. */
import { layerKind } from '../../compile/build'
import type { PlanLayer, PlanNetwork, ValueName } from '../../compile/plan'
import type { PyTorchText, TorchState } from '../../layers/layer'
import { permuted, type WeightValues } from '../../layers/weight-values'
import { invariant } from '../../lib/assert'
import type { NamedTensor } from '../../lib/safetensors'
import { type Shape, sameShape, shapeSize } from '../../tensor/shape'
import type { NetworkNames } from './names'

/** Shapes of all values in a network's body, without the batch. */
export function bodyShapes(network: PlanNetwork): ReadonlyMap<ValueName, Shape> {
  const shapes = new Map<ValueName, Shape>(Object.values(network.inputs).map(({ value, shape }) => [value, shape]))
  for (const { output, shape } of network.body) shapes.set(output, shape)
  return shapes
}

/** A layer in PyTorch, given the shapes of what it may read. */
export function torchText(layer: PlanLayer, shapes: ReadonlyMap<ValueName, Shape>): PyTorchText {
  const inputs = Object.fromEntries(
    Object.entries(layer.inputs).map(([port, value]) => {
      const shape = shapes.get(value)
      invariant(shape, `${layer.node}.${port} reads ${value}, whose shape is known`)
      return [port, shape]
    }),
  )
  return layerKind(layer.kind).pytorch(inputs, layer.params)
}

export interface StateEntry {
  /** In the network's state_dict: `dense.weight`. */
  name: string
  layer: PlanLayer
  state: TorchState
}

/** In the order of the layers. */
export function stateEntries(network: PlanNetwork, { attributes }: NetworkNames): StateEntry[] {
  const shapes = bodyShapes(network)
  return network.body.flatMap((layer) =>
    (torchText(layer, shapes).state ?? []).map((state) => ({
      name: `${attributes.get(layer.node)}.${state.key}`,
      layer,
      state,
    })),
  )
}

/** The network's state_dict. `values` by weight id. */
export function stateDict(
  network: PlanNetwork,
  names: NetworkNames,
  values: ReadonlyMap<string, WeightValues>,
): NamedTensor[] {
  const valuesOf = (id: string): WeightValues => {
    const found = values.get(id)
    invariant(found, `the values of ${id} are given`)
    return found
  }
  return stateEntries(network, names).map(({ name, layer, state }) => {
    const { shape, values: from } = state
    if ('constant' in from) return { name, shape, values: new Float32Array(shapeSize(shape)).fill(from.constant) }
    if ('weight' in from) {
      const id = `${layer.node}/${from.weight}`
      const own = valuesOf(id)
      return { name, shape, values: (from.order ? permuted(own, from.order) : own).values }
    }
    const own = network.weights.filter((weight) => weight.layer === layer.node)
    return {
      name,
      shape,
      values: from.compute(Object.fromEntries(own.map((weight) => [weight.name, valuesOf(weight.id)]))),
    }
  })
}

/** The inverse: values by weight id from a state_dict, and what it has in another shape. What it lacks is in neither. */
export function weightsOfStateDict(
  network: PlanNetwork,
  names: NetworkNames,
  tensors: readonly NamedTensor[],
): { values: Map<string, Float32Array>; misshapen: { id: string; found: Shape; expected: Shape }[] } {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]))
  const values = new Map<string, Float32Array>()
  const misshapen: { id: string; found: Shape; expected: Shape }[] = []
  for (const { name, layer, state } of stateEntries(network, names)) {
    const { values: from, shape } = state
    const tensor = byName.get(name)
    if (!('weight' in from) || !tensor) continue
    const id = `${layer.node}/${from.weight}`
    if (!sameShape(tensor.shape, shape)) {
      misshapen.push({ id, found: tensor.shape, expected: shape })
      continue
    }
    const spec = network.weights.find((weight) => weight.id === id)!
    const { order } = from
    if (!order) values.set(id, tensor.values)
    else {
      const back = order.map((_, axis) => order.indexOf(axis))
      const there = order.map((axis) => spec.shape[axis]!)
      values.set(id, permuted({ shape: there, values: tensor.values }, back).values)
    }
  }
  return { values, misshapen }
}
