/**
 * @file A network of the plan as a model of ONNX: what it computes when samples are made, with the weights inside. Images come and go
 * with the channels first, as users of ONNX expect; norms of weights are folded into the kernels.
 */
import { layerKind } from '../../compile/build'
import type { ValueName } from '../../compile/plan'
import { channelsBefore, type OnnxGraph, type OnnxValue } from '../../layers/onnx'
import type { WeightValues } from '../../layers/weight-values'
import { invariant } from '../../lib/assert'
import type { Shape } from '../../tensor/shape'
import { layerLowering, type NetworkWeights, UniqueNames, type WrittenNetwork, type WrittenValue } from '../lowering'
import { encodeModel, type OnnxModel, type OnnxNode, type OnnxPort } from './model'

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
  private readonly names = new UniqueNames()

  /** The functions that a layer writes with. They are used without this object. */
  of(layer: string): OnnxGraph {
    return {
      add: (operator, inputs, attributes = {}) => {
        const name = this.names.take(`${layer}/${operator}`)
        this.nodes.push({ name, operator, inputs, output: name, attributes })
        return name
      },
      floats: (weight, what = 'constant') => {
        const name = this.names.take(`${layer}/${what}`)
        this.floats.push({ name, ...weight })
        return name
      },
      integers: (values) => {
        const name = this.names.take(`${layer}/sizes`)
        this.integers.push({ name, values })
        return name
      },
    }
  }
}

/** The network's file. */
export function onnxNetwork(network: WrittenNetwork, weights: NetworkWeights): Uint8Array<ArrayBuffer> {
  const writer = new Writer()
  const values = new Map<ValueName, WrittenValue>()
  const inputs: OnnxPort[] = Object.entries(network.inputs).map(([name, { value, shape }]) => {
    values.set(value, { name, shape })
    return portOf(name, shape)
  })
  for (const layer of network.body) {
    const context = { ...writer.of(layer.node), ...layerLowering(layer, network, values, weights) }
    const name = layerKind(layer.kind).onnx(context)
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
      step: String(weights.step),
      ...Object.fromEntries([...inputs, ...outputs].map(({ name, description }) => [name, description])),
    },
  })
}

const portOf = (name: string, shape: Shape): OnnxPort => ({
  name,
  shape: shape.length < 2 ? shape : channelsBefore(shape),
  description: layoutOf(shape),
})
