/**
 * @file A network of the plan as a LayersModel of TensorFlow.js: `model.json`, which `tf.loadLayersModel` reads, and the weights beside it.
 * Only the standard layers of Keras stand in it, channels last as here, so nothing has to be registered to load it. The form is that of
 * github.com/tensorflow/tfjs, tfjs-core/src/io/types.ts, and of Keras 2 for the layers.
 */
import { layerKind } from '../../compile/build'
import type { ValueName } from '../../compile/plan'
import type { KerasGraph, KerasValue } from '../../layers/keras'
import type { WeightValues } from '../../layers/weight-values'
import { invariant } from '../../lib/assert'
import { joinFloats } from '../../lib/join'
import { fail, ok, type Result } from '../../lib/result'
import type { Shape } from '../../tensor/shape'
import type { ExportProblem } from '../exporter'
import { layerLowering, type NetworkWeights, UniqueNames, type WrittenNetwork, type WrittenValue } from '../lowering'

export interface LayersModel {
  /** The text of `model.json`. */
  json: string
  weights: Uint8Array<ArrayBuffer>
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
      add: (className, config, inputs, weights = {}) => {
        const name = this.names.take(node)
        const from = typeof inputs === 'string' ? [inputs] : inputs
        this.layers.push({
          name,
          class_name: className,
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

/** The model's files, the weights in one of this name, or the first layer that the standard ones cannot say. */
export function layersModel(
  network: WrittenNetwork,
  weights: NetworkWeights,
  weightsFile: string,
): Result<LayersModel, ExportProblem> {
  const writer = new Writer()
  const values = new Map<ValueName, WrittenValue>()
  const inputs = Object.entries(network.inputs).map(([port, { value, shape }]) => {
    const name = writer.input(port, shape)
    values.set(value, { name, shape })
    return name
  })
  for (const layer of network.body) {
    const kind = layerKind(layer.kind)
    const context = { ...writer.of(layer.node), ...layerLowering(layer, network, values, weights) }
    const name = kind.keras?.(context) ?? null
    if (name === null)
      return fail({
        node: layer.node,
        message: `${kind.title}${kind.keras ? ' with these settings' : ''} has no counterpart among the layers of TensorFlow.js.`,
        fix: 'Export to ONNX instead, which has one for every layer.',
      })
    values.set(layer.output, { name, shape: layer.shape })
  }
  const outputs = Object.entries(network.outputs).map(([port, { value }]) => {
    const given = values.get(value)
    invariant(given, `${network.id}.${port} has no value`)
    return { port, name: given.name }
  })
  const ends = (names: readonly string[]) => names.map((name) => [name, 0, 0])
  const config = {
    name: network.name,
    layers: writer.layers,
    input_layers: ends(inputs),
    output_layers: ends(outputs.map(({ name }) => name)),
  }
  return ok({
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
  })
}
