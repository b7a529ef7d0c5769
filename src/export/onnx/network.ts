/**
 * @file A network of the plan as a model of ONNX: what it computes when samples are made, with the weights inside. Images come and go
 * with the channels first, as users of ONNX expect; norms of weights are folded into the kernels.
 */
import { layerKind } from '../../compile/build'
import type { PlanLayer, PlanNetwork, ValueName } from '../../compile/plan'
import { channelsBefore, type OnnxContext, type OnnxGraph, type OnnxValue } from '../../layers/onnx'
import type { WeightValues } from '../../layers/weight-values'
import { invariant } from '../../lib/assert'
import { resolveSchedules } from '../../lib/schedule'
import type { Shape } from '../../tensor/shape'
import { encodeModel, type OnnxModel, type OnnxNode, type OnnxPort } from './model'

export interface NetworkWeights {
  /** By id, `layer/weight`. */
  weights: ReadonlyMap<string, WeightValues>
  /** At which schedules are read. */
  step: number
}

const AXES = ['', '', 'length', 'height, width', 'depth, height, width']

function layoutOf(shape: Shape): string {
  if (shape.length < 2) return `[batch${shape.length === 1 ? ', values' : ''}]`
  return `[batch, channels, ${AXES[shape.length]}]`
}

/** What has been written so far, with names that are unique. */
class Writer implements Pick<OnnxModel, 'nodes' | 'floats' | 'integers'> {
  readonly nodes: OnnxNode[] = []
  readonly floats: ({ name: OnnxValue } & WeightValues)[] = []
  readonly integers: { name: OnnxValue; values: readonly number[] }[] = []
  private readonly counts = new Map<string, number>()

  /** `fc/Add`, and `fc/Add_2` for the next of that name. */
  private name(layer: string, what: string): string {
    const name = `${layer}/${what}`
    const count = (this.counts.get(name) ?? 0) + 1
    this.counts.set(name, count)
    return count === 1 ? name : `${name}_${count}`
  }

  /** The functions that a layer writes with. They are used without this object. */
  of(layer: string): OnnxGraph {
    return {
      add: (operator, inputs, attributes = {}) => {
        const name = this.name(layer, operator)
        this.nodes.push({ name, operator, inputs, output: name, attributes })
        return name
      },
      floats: (weight, what = 'constant') => {
        const name = this.name(layer, what)
        this.floats.push({ name, ...weight })
        return name
      },
      integers: (values) => {
        const name = this.name(layer, 'sizes')
        this.integers.push({ name, values })
        return name
      },
    }
  }
}

/** The network's file. */
export function onnxNetwork(
  network: Pick<PlanNetwork, 'id' | 'name' | 'body' | 'inputs' | 'outputs' | 'weights'>,
  { weights, step }: NetworkWeights,
): Uint8Array<ArrayBuffer> {
  const writer = new Writer()
  const values = new Map<ValueName, { name: OnnxValue; shape: Shape }>()
  const inputs: OnnxPort[] = Object.entries(network.inputs).map(([name, { value, shape }]) => {
    values.set(value, { name, shape })
    return portOf(name, shape)
  })
  for (const layer of network.body) {
    const name = lowerLayer(layer, network, writer.of(layer.node), values, { weights, step })
    values.set(layer.output, { name, shape: layer.shape })
  }
  const outputs: OnnxPort[] = Object.entries(network.outputs).map(([port, { value, shape }]) => {
    const given = values.get(value)
    invariant(given, `${network.id}.${port} has no value`)
    const name = port in network.inputs ? `${port}_out` : port
    writer.nodes.push({
      name: `${name}/Identity`,
      operator: 'Identity',
      inputs: [given.name],
      output: name,
      attributes: {},
    })
    return portOf(name, shape)
  })
  return encodeModel({
    name: network.name,
    description: `${network.name}, drawn and trained in Ganvas. Batch first, then channels: images are [batch, channels, height, width], their values mostly in [-1, 1].`,
    nodes: writer.nodes,
    floats: writer.floats,
    integers: writer.integers,
    inputs,
    outputs,
    metadata: {
      layout: 'channels first',
      step: String(step),
      ...Object.fromEntries([...inputs, ...outputs].map(({ name, description }) => [name, description])),
    },
  })
}

const portOf = (name: string, shape: Shape): OnnxPort => ({
  name,
  shape: shape.length < 2 ? shape : channelsBefore(shape),
  description: layoutOf(shape),
})

function lowerLayer(
  layer: PlanLayer,
  { weights: specs }: Pick<PlanNetwork, 'weights'>,
  graph: OnnxGraph,
  values: ReadonlyMap<ValueName, { name: OnnxValue; shape: Shape }>,
  { weights, step }: NetworkWeights,
): OnnxValue {
  const kind = layerKind(layer.kind)
  const given = Object.entries(layer.inputs).map(([port, value]) => {
    const known = values.get(value)
    invariant(known, `${layer.node}.${port} reads ${value} before it is computed`)
    return [port, known] as const
  })
  const own = specs.filter((spec) => spec.layer === layer.node)
  const context: OnnxContext<unknown> = {
    ...graph,
    params: resolveSchedules(layer.params, step),
    shapes: Object.fromEntries(given.map(([port, { shape }]) => [port, shape])),
    shape: layer.shape,
    inputs: Object.fromEntries(given.map(([port, { name }]) => [port, name])),
    weights: Object.fromEntries(
      own.map(({ id, name }) => {
        const weight = weights.get(id)
        invariant(weight, `the weight ${id} is missing`)
        return [name, weight]
      }),
    ),
  }
  return kind.onnx(context as OnnxContext<Record<string, unknown>>)
}
