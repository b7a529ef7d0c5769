/** @file The layers against tf.layers, which follows Keras: same shapes, same weights, same numbers from the same weights. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { beforeAll, expect, it } from 'vitest'
import { layerKinds } from '.'
import { buildExample } from './contract'
import type { LayerDefinition, LayerExample, Tensor } from './layer'

type Activation = 'linear' | 'relu' | 'elu' | 'selu' | 'sigmoid' | 'softplus' | 'softmax' | 'tanh' | 'gelu' | 'swish'

/** Params of all layers at once; each oracle reads those of its own. */
interface Params {
  units: number
  filters: number
  kernelSize: number | number[]
  poolSize: number | number[]
  strides: number | number[] | null
  padding: 'same' | 'valid'
  dilation: number | number[]
  groups: number
  depthMultiplier: number
  bias: boolean
  weightNorm: 'none' | 'spectral' | 'equalized'
  activation: Activation
  factor: number | number[]
  method: 'nearest' | 'bilinear' | 'average' | 'sum' | 'max'
  momentum: number
  epsilon: number
  function: Activation | 'leaky-relu' | 'prelu'
  slope: number
  shared: boolean
  rate: number
  always: boolean
  shape: number[]
  axis: number
  size: number | number[]
  anchor: 'center' | 'start'
  mode: 'zeros' | 'reflect' | 'symmetric' | 'edge'
  order: number[]
  counts: number[]
}

type Oracle = (params: Params, example: LayerExample) => tfl.layers.Layer | null

const axes = (value: number | number[]) => (typeof value === 'number' ? [value, value] : value) as [number, number]

/** The names are the same; tfjs' type lacks gelu and swish, which it has. */
const activation = (name: Activation) => ({ activation: name as 'relu' })

/** One number for each axis, or one for all of them, which tfjs' types of the layers do not know. */
const perAxis = (value: number | number[] | null, count: number) =>
  (typeof value === 'number' ? new Array(count).fill(value) : value) as [number, number, number] & [number, number]

const convolution = (params: Params, count = 2) => ({
  filters: params.filters,
  kernelSize: perAxis(params.kernelSize, count),
  strides: perAxis(params.strides, count),
  padding: params.padding,
  useBias: params.bias,
  ...activation(params.activation),
})

const dilated = (params: Params, count = 2) => ({
  ...convolution(params, count),
  dilationRate: perAxis(params.dilation, count),
})

/** tf.layers has neither groups nor norms of weights. */
const plain =
  (oracle: Oracle): Oracle =>
  (params, example) =>
    params.weightNorm === 'none' && (params.groups ?? 1) === 1 ? oracle(params, example) : null

const pool = (params: Params) => ({
  poolSize: axes(params.poolSize),
  strides: axes(params.strides ?? params.poolSize),
  padding: params.padding,
})

/** `null`: tf.layers has no such layer, or refuses the shape, or draws at random. */
const oracles: Record<string, Oracle> = {
  dense: plain((params) =>
    tfl.layers.dense({ units: params.units, useBias: params.bias, ...activation(params.activation) }),
  ),
  conv1d: plain((params) => tfl.layers.conv1d(dilated(params, 1))),
  conv2d: plain((params) => tfl.layers.conv2d(dilated(params))),
  // That of tf.layers knows no dilation in three dimensions.
  conv3d: plain((params) => (params.dilation === 1 ? tfl.layers.conv3d(convolution(params, 3)) : null)),
  'conv1d-transpose': () => null,
  'conv2d-transpose': plain((params) => tfl.layers.conv2dTranspose(convolution(params))),
  'conv3d-transpose': plain((params) => tfl.layers.conv3dTranspose(convolution(params, 3))),
  // That of tf.layers takes a dilation and leaves it out.
  'depthwise-conv2d': plain((params) =>
    params.dilation === 1
      ? tfl.layers.depthwiseConv2d({ ...convolution(params), depthMultiplier: params.depthMultiplier })
      : null,
  ),
  upsample: (params) => (params.method === 'nearest' ? tfl.layers.upSampling2d({ size: axes(params.factor) }) : null),
  downsample: ({ method, factor }) => {
    const blocks = { poolSize: axes(factor), strides: axes(factor), padding: 'valid' } as const
    return method === 'max' ? tfl.layers.maxPooling2d(blocks) : tfl.layers.averagePooling2d(blocks)
  },
  resize: () => null,
  'pixel-shuffle': () => null,
  'max-pool2d': (params) => tfl.layers.maxPooling2d(pool(params)),
  'average-pool2d': (params) => tfl.layers.averagePooling2d(pool(params)),
  'global-pool': (params, { inputs }) => {
    if (inputs.in!.length === 2) return tfl.layers.globalMaxPooling1d()
    if (params.method === 'sum') return null
    return params.method === 'max' ? tfl.layers.globalMaxPooling2d({}) : tfl.layers.globalAveragePooling2d({})
  },
  // Without scale or center that of tf.layers fails when training, so it has both, and is given ones and zeros.
  'batch-norm': ({ momentum, epsilon }) => tfl.layers.batchNormalization({ momentum, epsilon }),
  'layer-norm': ({ epsilon }) => tfl.layers.layerNormalization({ epsilon }),
  'instance-norm': () => null,
  'group-norm': () => null,
  'pixel-norm': () => null,
  'adaptive-norm': () => null,
  activation(params, { inputs }) {
    if (params.function === 'leaky-relu') return tfl.layers.leakyReLU({ alpha: params.slope })
    if (params.function === 'prelu') {
      return tfl.layers.prelu({ sharedAxes: inputs.in!.slice(params.shared ? 0 : 1).map((_, axis) => axis + 1) })
    }
    return tfl.layers.activation(activation(params.function))
  },
  dropout: (params) => (params.always ? null : tfl.layers.dropout({ rate: params.rate })),
  'gaussian-noise': () => tfl.layers.gaussianNoise({ stddev: 0.1 }),
  reshape: (params) => tfl.layers.reshape({ targetShape: params.shape }),
  flatten: (_, { inputs }) => (inputs.in!.length > 1 ? tfl.layers.flatten() : null),
  permute: ({ order }) => tfl.layers.permute({ dims: order.map((axis) => axis + 1) }),
  crop({ size, anchor }, { inputs }) {
    const cropping = axes(size).map((kept, axis) => {
      const dropped = inputs.in![axis]! - kept
      const before = anchor === 'start' ? 0 : Math.floor(dropped / 2)
      return [before, dropped - before]
    })
    return tfl.layers.cropping2D({ cropping: cropping as [[number, number], [number, number]] })
  },
  pad({ size, mode }) {
    if (mode !== 'zeros') return null
    const [top, bottom, left, right] = typeof size === 'number' ? [size, size, size, size] : size
    return tfl.layers.zeroPadding2d({
      padding: [
        [top!, bottom!],
        [left!, right!],
      ],
    })
  },
  slice: () => null,
  repeat: ({ counts: [n, ...rest] }, { inputs }) =>
    inputs.in!.length === 1 && rest.join() === '1' ? tfl.layers.repeatVector({ n: n! }) : null,
  concatenate: ({ axis }) => tfl.layers.concatenate({ axis: axis < 0 ? axis : axis + 1 }),
  add: () => tfl.layers.add(),
  multiply: () => tfl.layers.multiply(),
  'stop-gradient': () => null,
  subtract: () => null,
  blend: () => null,
  'dot-product': () => null,
  embedding: () => null,
  'self-attention': () => null,
  'learned-constant': () => null,
  'minibatch-stddev': () => null,
  'minibatch-discrimination': () => null,
  pack: () => null,
  'replay-buffer': () => null,
  augment: () => null,
}

const RANDOM_WHEN_TRAINING = ['dropout', 'gaussian-noise']
const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]

beforeAll(async () => {
  await tf.setBackend('cpu')
  await tf.ready()
})

it('has a word on every layer', () => {
  expect(Object.keys(oracles).sort()).toEqual(layers.map((layer) => layer.kind).sort())
})

const numbers = (tensor: Tensor): number[] => Array.from(tensor.dataSync())

function expectSame(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape)
  const wanted = numbers(expected)
  for (const [index, value] of numbers(actual).entries()) expect(value).toBeCloseTo(wanted[index]!, 4)
}

for (const layer of layers) {
  for (const example of layer.examples) {
    const params = layer.params.parse(example.params ?? {})
    const oracle = oracles[layer.kind]?.(params as unknown as Params, example)
    if (!oracle) continue
    it(`${layer.kind} ${JSON.stringify(example.params ?? {})} of ${JSON.stringify(example.inputs)} gives what tf.layers gives`, () => {
      const built = buildExample(tf, layer, example)
      const values = Object.values(built.inputs)
      const input = values.length === 1 ? values[0]! : values
      oracle.apply(input)
      const names = oracle.weights.map((weight) => weight.originalName.split('/').at(-1)!.replace('depthwise_', ''))
      const absent = names.filter((name) => !(name in built.weights))
      expect(absent.every((name) => name === 'gamma' || name === 'beta')).toBe(true)
      expect(names.filter((name) => !absent.includes(name))).toEqual(built.specs.map((spec) => spec.name))
      oracle.setWeights(
        oracle.getWeights().map((weight, index) => {
          const given = built.weights[names[index]!]
          return given ? tf.reshape(given, weight.shape) : tf.fill(weight.shape, names[index] === 'gamma' ? 1 : 0)
        }),
      )
      expectSame(built.apply('inference'), oracle.apply(input) as Tensor)

      if (RANDOM_WHEN_TRAINING.includes(layer.kind)) return
      const updates: Record<string, Tensor> = {}
      expectSame(
        built.apply('training', undefined, undefined, updates),
        oracle.apply(input, { training: true }) as Tensor,
      )
      for (const spec of built.specs.filter(({ trainable }) => !trainable)) {
        expectSame(updates[spec.name]!, oracle.getWeights()[names.indexOf(spec.name)]!)
      }
    })
  }
}

it('upsample bilinear is the half-pixel resize of TensorFlow.js', () => {
  const upsample = layers.find((layer) => layer.kind === 'upsample')!
  for (const example of upsample.examples.filter(({ params }) => params?.method === 'bilinear')) {
    const built = buildExample(tf, upsample, example)
    const size = example.output.slice(0, 2) as [number, number]
    expectSame(built.apply('inference'), tf.image.resizeBilinear(built.inputs.in as tf.Tensor4D, size, false, true))
  }
})
