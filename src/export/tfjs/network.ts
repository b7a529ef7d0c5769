/**
 * @file A network of the plan as a LayersModel of TensorFlow.js: `model.json`, which `tf.loadLayersModel` reads, and the weights beside it.
 * The standard layers of Keras stand in it, channels last as here, and the few that TensorFlow.js lacks, which have to be registered before
 * it is loaded. The form is that of github.com/tensorflow/tfjs, tfjs-core/src/io/types.ts, and of Keras 2 for the layers.
 */
import { layerKind } from '../../compile/build'
import type { ValueName } from '../../compile/plan'
import type { KerasGraph, KerasValue, OwnLayer } from '../../layers/keras'
import type { WeightValues } from '../../layers/weight-values'
import { invariant } from '../../lib/assert'
import { joinFloats } from '../../lib/join'
import type { Shape } from '../../tensor/shape'
import { layerLowering, type NetworkWeights, UniqueNames, type WrittenNetwork, type WrittenValue } from '../lowering'

export interface LayersModel {
  /** The text of `model.json`. */
  json: string
  weights: Uint8Array<ArrayBuffer>
  /** Layers that TensorFlow.js lacks and the model has. */
  ownLayers: readonly OwnLayer[]
}

interface LayerEntry {
  name: string
  class_name: string
  config: Record<string, unknown>
  inbound_nodes: [KerasValue, 0, 0, Record<string, never>][][]
}

/** The layers that have been written, with names that are unique, and the weights in the order of the file. */
class Writer {
  readonly layers: LayerEntry[] = []
  readonly weights: { name: string; weight: WeightValues }[] = []
  readonly ownLayers = new Set<OwnLayer>()
  private readonly names = new UniqueNames()

  input(port: string, shape: Shape): KerasValue {
    const name = this.names.take(port)
    const config = { batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false, name }
    this.layers.push({ name, class_name: 'InputLayer', config, inbound_nodes: [] })
    return name
  }

  /** The function that a node writes with. It is used without this object. */
  of(node: string): KerasGraph {
    return {
      add: (layer, config, inputs, weights = {}) => {
        if (typeof layer !== 'string') this.ownLayers.add(layer)
        const name = this.names.take(node)
        const from = typeof inputs === 'string' ? [inputs] : inputs
        this.layers.push({
          name,
          class_name: typeof layer === 'string' ? layer : layer.className,
          config: { name, trainable: true, dtype: 'float32', ...config },
          inbound_nodes: [from.map((input) => [input, 0, 0, {}])],
        })
        for (const [weight, values] of Object.entries(weights))
          this.weights.push({ name: `${name}/${weight}`, weight: values })
        return name
      },
    }
  }
}

/** The model's files, the weights in one of this name. */
export function layersModel(network: WrittenNetwork, weights: NetworkWeights, weightsFile: string): LayersModel {
  const writer = new Writer()
  const values = new Map<ValueName, WrittenValue>()
  const inputs = Object.entries(network.inputs).map(([port, { value, shape }]) => {
    const name = writer.input(port, shape)
    values.set(value, { name, shape })
    return name
  })
  for (const layer of network.body) {
    const context = { ...writer.of(layer.node), ...layerLowering(layer, network, values, weights) }
    values.set(layer.output, { name: layerKind(layer.kind).keras(context), shape: layer.shape })
  }
  // TensorFlow.js cannot give a value twice, or give an input back: such an output takes a layer that does nothing.
  const taken = new Set<string>(inputs)
  const outputs = Object.entries(network.outputs).map(([port, { value }]) => {
    const given = values.get(value)
    invariant(given, `${network.id}.${port} has no value`)
    const name = taken.has(given.name)
      ? writer.of(port).add('Activation', { activation: 'linear' }, given.name)
      : given.name
    taken.add(name)
    return { port, name }
  })
  const ends = (names: readonly string[]) => names.map((name) => [name, 0, 0])
  const config = {
    name: network.name,
    layers: writer.layers,
    input_layers: ends(inputs),
    output_layers: ends(outputs.map(({ name }) => name)),
  }
  return {
    json: JSON.stringify({
      format: 'layers-model',
      generatedBy: 'Ganvas',
      convertedBy: null,
      modelTopology: {
        class_name: 'Functional',
        config,
        keras_version: '2.15.0',
        backend: 'tensorflow',
      },
      weightsManifest: [
        {
          paths: [weightsFile],
          weights: writer.weights.map(({ name, weight: { shape } }) => ({ name, shape, dtype: 'float32' })),
        },
      ],
      userDefinedMetadata: { step: weights.step, inputs, outputs: outputs.map(({ port }) => port) },
    }),
    // Little-endian, one after the other.
    weights: new Uint8Array(joinFloats(writer.weights.map(({ weight }) => weight.values)).buffer),
    ownLayers: [...writer.ownLayers],
  }
}
