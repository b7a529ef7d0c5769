/**
 * @file What ONNX Runtime and the layers of TensorFlow.js compute from our files is what we compute: for every layer's examples, and for every
 * network of every template.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tfl from '@tensorflow/tfjs-layers'
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBackend } from '../backend/open-node'
import { buildNetwork } from '../compile/build'
import { compile } from '../compile/compile'
import type { PlanNetwork } from '../compile/plan'
import { loadDocument } from '../graph/load'
import { layerKinds } from '../layers'
import { buildExample } from '../layers/contract'
import type { OwnLayer } from '../layers/keras'
import type { LayerDefinition, LayerExample, LayerRandom, Tensor, TensorFlow } from '../layers/layer'
import { channelsBefore } from '../layers/onnx'
import { filledWith, permuted, type WeightValues } from '../layers/weight-values'
import { normals, randomStream } from '../lib/random'
import { type Shape, shapeSize } from '../tensor/shape'
import type { NetworkWeights } from './lowering'
import { onnxNetwork } from './onnx/network'
import { loadModel, tensorFlowFolder } from './testing/tensorflow'
import { layersModel } from './tfjs/network'
import { ownLayersText } from './tfjs/own-layers'

const TOLERANCE = 1e-4
const BATCH = 2

/** What the standard layers of TensorFlow.js cannot say, or not with all settings. */
const BEYOND_KERAS = ['dropout', 'minibatch-discrimination', 'minibatch-stddev', 'pack']

const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]

const { folder, leave } = tensorFlowFolder()
afterAll(leave)

let tf: TensorFlow
beforeAll(async () => {
  tf = (await openBackend('wasm')).tf
})

const valuesOf = (tensor: Tensor): WeightValues => ({
  shape: tensor.shape,
  values: Float32Array.from(tensor.dataSync()),
})

/** Axes of a batch of samples of so many axes with the channels first, and those of the way back. */
const channelsFirst = (rank: number): number[] =>
  rank < 2 ? [...Array(rank + 1).keys()] : [0, ...channelsBefore([...Array(rank).keys()]).map((axis) => axis + 1)]
const channelsLast = (rank: number): number[] =>
  rank < 2 ? [...Array(rank + 1).keys()] : [0, ...Array.from({ length: rank - 1 }, (_, axis) => axis + 2), 1]

async function runOnnx(file: Uint8Array, inputs: Record<string, Tensor>): Promise<Record<string, WeightValues>> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, logSeverityLevel: 3 })
  const feeds = Object.entries(inputs).map(([name, tensor]) => {
    const { shape, values } = permuted(valuesOf(tensor), channelsFirst(tensor.rank - 1))
    return [name, new OnnxTensor('float32', values, [...shape])]
  })
  const outputs = await session.run(Object.fromEntries(feeds))
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data, dims }]) => [
      name,
      permuted({ shape: dims, values: data }, channelsLast(dims.length - 1)),
    ]),
  )
}

/** Imports the layers that TensorFlow.js lacks, as a page does. */
async function register(ownLayers: readonly OwnLayer[]): Promise<void> {
  if (ownLayers.length === 0) return
  const path = join(folder, `${ownLayers.map(({ className }) => className).join('-')}.js`)
  writeFileSync(path, ownLayersText('Test', ownLayers))
  await import(/* @vite-ignore */ path)
}

async function runKeras(
  network: PlanNetwork,
  weights: NetworkWeights,
  inputs: Record<string, Tensor>,
): Promise<Record<string, WeightValues>> {
  const files = layersModel(network, weights, 'weights.bin')
  await register(files.ownLayers)
  const { userDefinedMetadata } = JSON.parse(files.json)
  const model = await loadModel(tfl, files.json, files.weights)
  const given = Object.keys(network.inputs).map((port) => inputs[port]!)
  const output = model.predict(given.length === 1 ? given[0]! : given) as Tensor | Tensor[]
  const outputs = [output].flat().map(valuesOf)
  tf.dispose(output)
  model.dispose()
  return Object.fromEntries(outputs.map((value, index) => [userDefinedMetadata.outputs[index], value]))
}

function expectSame(actual: WeightValues, expected: WeightValues): void {
  expect(actual.shape).toEqual(expected.shape)
  const worst = actual.values.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - expected.values[index]!)),
    0,
  )
  expect(worst).toBeLessThan(TOLERANCE)
}

/** A network of this one layer, its ports named after those of the layer. */
function networkOf(layer: LayerDefinition, example: LayerExample): PlanNetwork {
  const params = layer.params.parse(example.params ?? {}) as Record<string, unknown>
  const specs = layer.weights?.(example.inputs, params) ?? []
  const names = Object.entries(example.inputs).map(([port, shape]) => [port, `${port}.out`, shape] as const)
  return {
    id: 'N',
    name: 'Network',
    weights: specs.map((spec) => ({ ...spec, id: `layer/${spec.name}`, layer: 'layer' })),
    body: [
      {
        type: 'layer',
        node: 'layer',
        kind: layer.kind,
        params,
        inputs: Object.fromEntries(names.map(([port, value]) => [port, value])),
        output: 'layer.out',
        shape: example.output,
      },
    ],
    inputs: Object.fromEntries(names.map(([port, value, shape]) => [port, { value, shape }])),
    outputs: { out: { value: 'layer.out', node: 'out', shape: example.output } },
  } as Partial<PlanNetwork> as PlanNetwork
}

/** Those of the layer itself, and samples of two and of four axes, where it takes them as it is. */
function examplesOf(layer: LayerDefinition): LayerExample[] {
  const ports = layer.inputs === 'variadic' ? ['a', 'b'] : layer.inputs.map(({ name }) => name)
  const params = layer.params.parse({})
  const more = [
    [3, 4],
    [2, 3, 2, 4],
  ].flatMap((shape) => {
    const inputs = Object.fromEntries(ports.map((port) => [port, shape]))
    const output = layer.shape(inputs, params)
    return output.ok ? [{ inputs, output: output.value }] : []
  })
  return [...layer.examples, ...more]
}

describe.each(layers.map((layer) => [layer.kind, layer] as const))('%s', (_, layer) => {
  it.each(examplesOf(layer).map((example) => [JSON.stringify(example), example] as const))('%s', async (_, example) => {
    const params = layer.params.parse(example.params ?? {})
    const samples = 6 * (layer.packs?.(params) ?? 1)
    const built = buildExample(tf, layer, example, samples, 3)
    const weights = new Map(Object.entries(built.weights).map(([name, value]) => [`layer/${name}`, valuesOf(value)]))
    const network = networkOf(layer, example)
    const { out } = await runOnnx(onnxNetwork(network, { weights, step: 0 }), built.inputs)
    const expected = valuesOf(built.apply('inference'))
    if (example.params?.always) expect(out!.shape).toEqual(expected.shape)
    else expectSame(out!, expected)
    const keras = await runKeras(network, { weights, step: 0 }, built.inputs)
    if (example.params?.always) expect(keras.out!.shape).toEqual(expected.shape)
    else expectSame(keras.out!, expected)
    built.dispose()
  })
})

/** Weights as in the middle of a training: no bias of zeros; what is not trained, such as a variance, is moved up only. */
function stir(network: PlanNetwork, model: ReturnType<typeof buildNetwork>): ReadonlyMap<string, WeightValues> {
  const weights = new Map<string, WeightValues>()
  for (const { id, shape, trainable } of network.weights) {
    const live = model.weights.get(id)!.live
    const moved = valuesOf(live).values.map((value, index) => {
      const shift = 0.05 * Math.sin(index + 1)
      return value + (trainable ? shift : Math.abs(shift))
    })
    tf.tidy(() => live.assign(tf.tensor(moved, [...shape])))
    weights.set(id, { shape, values: moved })
  }
  return weights
}

const drawn = (): never => {
  throw new Error('nothing is drawn when samples are made')
}
const nothing: LayerRandom = { normal: drawn, uniform: drawn, number: drawn }

const batchOf = (shape: Shape, key: string): Tensor =>
  tf.tensor(normals(BATCH * shapeSize(shape), randomStream('onnx', key)), [BATCH, ...shape])

describe.each(readdirSync('templates').filter((name) => name.endsWith('.json')))('%s', (name) => {
  const loaded = loadDocument(readFileSync(`templates/${name}`, 'utf8'))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem))
  const networks = Object.values(compile(loaded.value).plan!.networks)

  it.each(networks.map((network) => [network.name, network] as const))('%s', async (_, network) => {
    const model = buildNetwork(tf, network)
    const weights = stir(network, model)
    const inputs = Object.fromEntries(
      Object.entries(network.inputs).map(([port, { shape }]) => [port, batchOf(shape, port)]),
    )
    const outputs = await runOnnx(onnxNetwork(network, { weights, step: 0 }), inputs)
    const keras = await runKeras(network, { weights, step: 0 }, inputs)
    const expected = model.apply(inputs, {
      mode: 'inference',
      part: null,
      updating: false,
      weights: 'live',
      step: 0,
      random: () => nothing,
    })
    for (const [port, value] of Object.entries(expected)) {
      expectSame(outputs[port]!, valuesOf(value))
      expectSame(keras[port]!, valuesOf(value))
    }
    tf.dispose([inputs, expected])
    model.dispose()
  })
})

it('gives TensorFlow.js a value twice, gives an input back, and leaves an input unread', async () => {
  const layer = layers.find(({ kind }) => kind === 'flatten')!
  const network = networkOf(layer, { inputs: { in: [2, 3] }, output: [6] })
  const { out } = network.outputs
  const given = network.inputs.in!
  Object.assign(network.inputs, { unread: { value: 'unread.out', shape: [5] } })
  Object.assign(network.outputs, { again: out, back: { ...given, node: 'back' } })
  const inputs = { in: batchOf([2, 3], 'in'), unread: batchOf([5], 'unread') }
  const outputs = await runKeras(network, { weights: new Map(), step: 0 }, inputs)
  const values = valuesOf(inputs.in)
  const flat = { ...values, shape: [BATCH, 6] }
  expect(outputs).toEqual({ out: flat, again: flat, back: values })
})

it('has few layers that TensorFlow.js lacks: those that docs/export.md names', () => {
  const own = layers.flatMap((layer) =>
    layer.examples.flatMap((example) => {
      const network = networkOf(layer, example)
      const weights = new Map(network.weights.map(({ id, shape }) => [id, filledWith(0.5, shape)]))
      return layersModel(network, { weights, step: 0 }, 'weights.bin').ownLayers.map((entry) => [layer, entry] as const)
    }),
  )
  expect([...new Set(own.map(([{ kind }]) => kind))].sort()).toEqual(BEYOND_KERAS)
  const docs = readFileSync('docs/export.md', 'utf8')
  for (const [layer, { className, mixesSamples }] of own) {
    expect(mixesSamples ?? false).toBe(layer.mixesSamples?.({}) === true || layer.packs !== undefined)
    expect(docs).toContain(`\`${className}\``)
  }
})
