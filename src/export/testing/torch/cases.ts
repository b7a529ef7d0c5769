/**
 * @file The designs that the programs are compared on: all that is shipped, every layer by its examples, and what the shipped ones lack of
 * losses, penalties, optimisers and settings of networks.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { compile } from '../../../compile/compile'
import { chain, type Sketch, sketch } from '../../../compile/testing'
import type { GraphDocument } from '../../../graph/document'
import { loadDocument, parseDocument } from '../../../graph/load'
import { layerKinds } from '../../../layers'
import { conv2d as conv2dKind } from '../../../layers/convolution/conv2d'
import { conv2dTranspose as conv2dTransposeKind } from '../../../layers/convolution/conv2d-transpose'
import { depthwiseConv2d as depthwiseKind } from '../../../layers/convolution/depthwise-conv2d'
import { CONVOLUTIONS, windows2d } from '../../../layers/convolution/testing/windows'
import type { LayerDefinition, LayerExample } from '../../../layers/layer'
import { shapeSize } from '../../../tensor/shape'

export interface Case {
  name: string
  document: GraphDocument
}

type Params = Record<string, unknown>

const [conv2d, conv2dTranspose, depthwiseConv2d] = [conv2dKind, conv2dTransposeKind, depthwiseKind] as unknown as [
  LayerDefinition,
  LayerDefinition,
  LayerDefinition,
]

/** Gradients are told apart by plain descent: its update is the gradient, where Adam's is little more than the sign. */
const DESCENT = { kind: 'sgd', learningRate: 0.02, momentum: 0 }
/** Slow enough for the critics of pictures that are shipped. */
const SLOW_DESCENT = { ...DESCENT, learningRate: 0.002 }

function read(path: string): GraphDocument {
  const loaded = loadDocument(readFileSync(path, 'utf8'))
  if (!loaded.ok) throw new Error(`${path}: ${JSON.stringify(loaded.problem)}`)
  return loaded.value
}

function changed(
  document: GraphDocument,
  { network = {}, batchSize = null }: { network?: Params; batchSize?: number | null },
): GraphDocument {
  const nodes = Object.entries(document.nodes).map(([id, node]) => [
    id,
    node.kind === 'network' ? { ...node, params: { ...node.params, ...network } } : node,
  ])
  const training = batchSize === null ? document.training : { ...document.training, batchSize }
  const parsed = parseDocument({ ...document, nodes: Object.fromEntries(nodes), training })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem))
  return parsed.value
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => `${folder}/${name}`)

/** Small batches: the arithmetic is the same, and a critic of pictures takes its time here. */
function batchOf(document: GraphDocument): number {
  const { plan } = compile(document)
  if (!plan) throw new Error(`${document.name} has errors`)
  const isLarge = plan.sources.some(({ outputs }) => Object.values(outputs).some(({ shape }) => shape.length > 1))
  return Math.min(document.training.batchSize, plan.batchMultiple * (isLarge ? 6 : 32))
}

const shipped = (): Case[] =>
  [...filesOf('templates'), ...filesOf('graphs')].flatMap((path) => {
    const document = read(path)
    const batchSize = batchOf(document)
    return [
      { name: path, document: changed(document, { batchSize }) },
      { name: `${path} (descent)`, document: changed(document, { batchSize, network: { optimizer: SLOW_DESCENT } }) },
    ]
  })

const published = (): Case[] =>
  filesOf('graphs/published').map((path) => ({
    name: path,
    document: changed(read(path), { batchSize: 2, network: { optimizer: SLOW_DESCENT } }),
  }))

interface GanOptions {
  generator?: Params
  critic?: Params
  loss?: Params
  training?: Params
  criticLayers?: readonly Sketch[]
  generatorLayers?: readonly Sketch[]
}

const BODY: readonly Sketch[] = [['dense', { units: 8, activation: 'tanh' }]]

/** A GAN of points. */
const gan = ({
  generator,
  critic,
  loss,
  training,
  criticLayers = BODY,
  generatorLayers = BODY,
}: GanOptions): GraphDocument =>
  sketch(
    {
      z: ['latent', { shape: [4] }],
      data: ['dataset', { dataset: 'ring' }],
      G: chain('z', [...generatorLayers, ['dense', { units: 2 }]], 'point', { optimizer: DESCENT, ...generator }),
      D: chain('point', [...criticLayers, ['dense', { units: 1 }]], 'score', {
        calls: ['real', 'fake'],
        optimizer: DESCENT,
        ...critic,
      }),
      loss: ['adversarial', loss ?? {}],
    },
    {
      'G.z': 'z.out',
      'D.point@real': 'data.point',
      'D.point@fake': 'G.point',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
    { batchSize: 16, seed: 1, steps: 10, ...training },
  )

const LOSSES = [
  'minimax',
  'non-saturating',
  'least-squares',
  'wasserstein',
  'hinge',
  'relativistic',
  'relativistic-average',
  'relativistic-average-least-squares',
  'relativistic-average-hinge',
  'mmd',
]

const KERNELS = [
  { kind: 'rational-quadratic-mixture', innerProduct: 0.1 },
  { kind: 'rational-quadratic', alpha: 2 },
  { kind: 'rbf-mixture', estimator: 'biased' },
  { kind: 'rbf', scale: 0.5, innerProduct: 1 },
  { kind: 'distance' },
  { kind: 'linear' },
]

const linear = (from: number, to: number, end = 10) => ({ schedule: 'linear', from, to, start: 0, end })

const games = (): Case[] => {
  const all: Record<string, GanOptions> = {}
  for (const loss of LOSSES) all[`loss ${loss}`] = { loss: { loss } }
  for (const kernel of KERNELS) {
    all[`kernel ${kernel.kind}`] = { loss: { loss: 'mmd', kernel } }
    all[`kernel ${kernel.kind}, gradient penalty`] = {
      loss: { loss: 'mmd', kernel, penalty: { kind: 'gradient-penalty', weight: 1 } },
    }
  }
  for (const kind of [
    'gradient-penalty',
    'one-sided-gradient-penalty',
    'zero-centered-gradient-penalty',
    'dragan',
    'r1',
    'r2',
    'r1-r2',
  ])
    all[`penalty ${kind}`] = { loss: { loss: 'non-saturating', penalty: { kind, weight: 2 } } }
  for (const loss of ['mmd', 'wasserstein'])
    for (const values of [false, true])
      all[`scaled ${loss}${values ? ' with values' : ''}`] = {
        loss: { loss, penalty: { kind: 'scaled', weight: 3, values } },
      }
  all['penalty of several outputs'] = {
    loss: { loss: 'hinge', penalty: { kind: 'r1', weight: linear(2, 1) } },
    criticLayers: [
      ['dense', { units: 6, activation: 'softplus' }],
      ['reshape', { shape: [3, 2] }],
      ['dense', { units: 4 }],
    ],
  }
  all['penalty every third update'] = {
    loss: { loss: 'wasserstein', penalty: { kind: 'r1', weight: 1, every: 3 } },
    critic: { updates: 2 },
  }
  all['targets that are drawn and flipped'] = {
    loss: { loss: 'non-saturating', realTarget: [0.7, 1.2], fakeTarget: [0, 0.3], flip: 0.2 },
  }
  all['smooth targets'] = { loss: { loss: 'least-squares', realTarget: 0.9, fakeTarget: -1 } }
  all['weight on a schedule'] = { loss: { loss: 'hinge', weight: linear(0.2, 2) } }
  const optimizers = {
    adam: { kind: 'adam', learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 },
    'adam without memory': { kind: 'adam', learningRate: 0.01, beta1: 0, beta2: 0.99, epsilon: 1e-4 },
    rmsprop: { kind: 'rmsprop', learningRate: 0.01, decay: 0.9, momentum: 0, epsilon: 1e-7 },
    'rmsprop with momentum': { kind: 'rmsprop', learningRate: 0.01, decay: 0.9, momentum: 0.8, epsilon: 1e-3 },
    sgd: { kind: 'sgd', learningRate: 0.05, momentum: 0 },
    'sgd with momentum': { kind: 'sgd', learningRate: 0.05, momentum: 0.9 },
  }
  for (const [name, optimizer] of Object.entries(optimizers)) {
    all[name] = { generator: { optimizer }, critic: { optimizer, updates: 2 } }
    all[`${name}, looking ahead`] = { generator: { optimizer, lookAhead: 3 }, critic: { optimizer } }
  }
  for (const schedule of ['linear', 'cosine', 'exponential', 'step'])
    all[`${schedule} learning rate`] = {
      critic: { optimizer: { ...DESCENT, learningRate: { schedule, from: 0.1, to: 0.01, start: 2, end: 10 } } },
    }
  all['looking ahead with clips'] = {
    generator: { lookAhead: 2 },
    critic: { clip: 0.3, clipGradient: 0.05 },
    loss: { loss: 'wasserstein' },
  }
  all.clip = { critic: { clip: 0.1 }, loss: { loss: 'wasserstein' } }
  all['clipped gradients'] = { critic: { clipGradient: 0.02 }, generator: { clipGradient: 0.01 } }
  all.ema = { generator: { ema: 0.9 }, critic: { ema: 0.5 } }
  all['new draw for the generator'] = { training: { reuseDraw: false }, critic: { updates: 3 } }
  all['generator updated twice'] = { generator: { updates: 2 } }
  const normed: readonly Sketch[] = [
    ['dense', { units: 8 }],
    ['batch-norm', {}],
    ['activation', { function: 'relu' }],
  ]
  all['batch norm in both'] = {
    criticLayers: normed,
    generatorLayers: normed,
    critic: { updates: 2 },
    generator: { ema: 0.5 },
  }
  const spectral: readonly Sketch[] = [['dense', { units: 8, weightNorm: 'spectral', activation: 'relu' }]]
  all['spectral norm'] = { criticLayers: spectral, loss: { loss: 'hinge' } }
  all['spectral norm and penalty'] = {
    criticLayers: spectral,
    loss: { loss: 'hinge', penalty: { kind: 'r1', weight: 1 } },
  }
  all['spectral norm, looking ahead'] = { criticLayers: spectral, generator: { lookAhead: 2 } }
  const noisy: readonly Sketch[] = [
    ['dense', { units: 8 }],
    ['dropout', { rate: 0.3 }],
    ['gaussian-noise', { stddev: linear(0.5, 0.1) }],
  ]
  all['noise on a schedule'] = { criticLayers: noisy, generatorLayers: noisy }
  return Object.entries(all).map(([name, options]) => ({ name, document: gan(options) }))
}

/** Networks that share an update, objectives of other kinds, two critics, a buffer of old samples. */
const compositions = (): Case[] => {
  const points = { z: ['latent', { shape: [2] }], data: ['dataset', { dataset: 'ring' }] } satisfies Record<
    string,
    Sketch
  >
  const optimizer = DESCENT
  const dense = (units: number): readonly Sketch[] => [
    ['dense', { units: 6, activation: 'tanh' }],
    ['dense', { units }],
  ]
  const critic = chain('x', dense(1), 'score', { calls: ['real', 'fake'], optimizer })
  const training = { batchSize: 8, seed: 2, steps: 10 }
  const bigan = sketch(
    {
      ...points,
      G: chain('z', dense(2), 'point', { optimizer }),
      E: chain('point', dense(2), 'z', { optimizer }),
      realPair: ['concatenate', {}],
      fakePair: ['concatenate', {}],
      D: critic,
      loss: ['adversarial', { loss: 'non-saturating' }],
    },
    {
      'G.z': 'z.out',
      'E.point': 'data.point',
      'realPair.a': 'data.point',
      'realPair.b': 'E.z',
      'fakePair.a': 'G.point',
      'fakePair.b': 'z.out',
      'D.x@real': 'realPair.out',
      'D.x@fake': 'fakePair.out',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
    training,
  )
  const replay = sketch(
    {
      ...points,
      G: chain('z', dense(2), 'point', { optimizer, calls: ['main'] }),
      old: ['replay-buffer', { size: 12, probability: 0.5 }],
      D: chain('x', dense(1), 'score', { calls: ['real', 'fake'], optimizer, updates: 3 }),
      E: chain('x', dense(1), 'score', { calls: ['real', 'fake'], optimizer: { ...DESCENT, learningRate: 0.02 } }),
      loss: ['adversarial', { loss: 'hinge', penalty: { kind: 'r1', weight: 1, every: 2 } }],
      other: ['adversarial', { loss: 'least-squares', weight: 0.5, penalty: { kind: 'r2', weight: 1, every: 2 } }],
    },
    {
      'G.z': 'z.out',
      'old.in': 'G.point',
      'D.x@real': 'data.point',
      'D.x@fake': 'old.out',
      'E.x@real': 'data.point',
      'E.x@fake': 'G.point',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
      'other.real': 'E.score@real',
      'other.fake': 'E.score@fake',
    },
    training,
  )
  const distances = ['l1', 'l2', 'huber', 'cosine'].map((metric) => ({
    name: `distance ${metric}`,
    document: sketch(
      {
        ...points,
        G: chain('z', dense(2), 'point', { optimizer }),
        D: critic,
        loss: ['adversarial', { loss: 'hinge' }],
        near: ['distance', { metric, weight: 3 }],
      },
      {
        'G.z': 'z.out',
        'D.x@real': 'data.point',
        'D.x@fake': 'G.point',
        'loss.real': 'D.score@real',
        'loss.fake': 'D.score@fake',
        'near.a': 'G.point',
        'near.b': 'data.point',
      },
      training,
    ),
  }))
  const frozen = sketch(
    {
      ...points,
      G: chain('z', dense(2), 'point', { optimizer }),
      features: chain('x', dense(3), 'out', { calls: ['real', 'fake'], trainable: false }),
      D: chain('x', dense(1), 'score', { calls: ['real', 'fake'], optimizer }),
      loss: ['adversarial', { loss: 'hinge' }],
    },
    {
      'G.z': 'z.out',
      'features.x@real': 'data.point',
      'features.x@fake': 'G.point',
      'D.x@real': 'features.out@real',
      'D.x@fake': 'features.out@fake',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
    training,
  )
  return [
    { name: 'bidirectional GAN', document: bigan },
    { name: 'two critics and a replay buffer', document: replay },
    { name: 'a frozen network in between', document: frozen },
    ...distances,
  ]
}

/** A layer with one input for each port, each made by a dense layer of what comes in, in both networks. */
function layerCase(layer: LayerDefinition, example: Pick<LayerExample, 'params' | 'inputs'>, what: string): Case[] {
  const inputs = Object.entries(example.inputs)
  const network = (id: string, port: string, output: string, units: number, params: Params) => {
    const nodes: Record<string, Sketch> = { [`${id}_in`]: ['input', { name: port }] }
    const wires: Record<string, string> = {}
    for (const [name, shape] of inputs) {
      nodes[`${id}_d_${name}`] = ['dense', { units: shapeSize(shape), activation: 'tanh' }]
      nodes[`${id}_r_${name}`] = ['reshape', { shape: [...shape] }]
      wires[`${id}_d_${name}.in`] = `${id}_in.out`
      wires[`${id}_r_${name}.in`] = `${id}_d_${name}.out`
      wires[`${id}_layer.${name}`] = `${id}_r_${name}.out`
    }
    nodes[`${id}_layer`] = [layer.kind, example.params ?? {}]
    nodes[`${id}_flat`] = ['flatten']
    nodes[`${id}_end`] = ['dense', { units }]
    nodes[`${id}_out`] = ['output', { name: output }]
    Object.assign(wires, {
      [`${id}_flat.in`]: `${id}_layer.out`,
      [`${id}_end.in`]: `${id}_flat.out`,
      [`${id}_out.in`]: `${id}_end.out`,
    })
    return { params: { optimizer: DESCENT, ...params }, nodes, wires }
  }
  const make = (inGenerator: boolean, penalty: Params) =>
    sketch(
      {
        z: ['latent', { shape: [3] }],
        data: ['dataset', { dataset: 'ring' }],
        G: inGenerator
          ? network('G', 'z', 'point', 2, {})
          : chain('z', BODY.concat([['dense', { units: 2 }]]), 'point', { optimizer: DESCENT }),
        D: network('D', 'point', 'score', 1, { calls: ['real', 'fake'] }),
        loss: ['adversarial', { loss: 'least-squares', penalty }],
      },
      {
        'G.z': 'z.out',
        'D.point@real': 'data.point',
        'D.point@fake': 'G.point',
        'loss.real': 'D.score@real',
        'loss.fake': 'D.score@fake',
      },
      { batchSize: 12, seed: 3, steps: 10 },
    )
  const name = `${layer.kind} ${what}`
  // A penalty on the critic's slope where the layer can be differentiated twice; the plainer, the less the compiler grants.
  const tries = [make(true, { kind: 'r1', weight: 1 }), make(true, { kind: 'none' }), make(false, { kind: 'none' })]
  const document = tries.find((candidate) => compile(candidate).plan !== null)
  return document ? [{ name, document }] : []
}

const layers = (): Case[] =>
  (layerKinds.filter((kind) => kind.role === 'layer') as LayerDefinition[]).flatMap((layer) =>
    layer.examples.flatMap((example, index) => layerCase(layer, example, String(index + 1))),
  )

/** The windows whose arithmetic the tests of convolutions follow by hand. */
const windows = (): Case[] =>
  windows2d.flatMap(({ places, params: window }) => {
    const { padding, strides, kernelSize } = window
    const what = `${padding}, strides ${strides}, kernel ${kernelSize.join(' × ')} on ${places.join(' × ')}`
    const input = (channels: number) => ({ in: [...places, channels] })
    const convolutions = CONVOLUTIONS.flatMap(({ name, params, channels }) =>
      layerCase(conv2d, { params: { filters: 2, ...window, ...params }, inputs: input(channels) }, `${name}, ${what}`),
    )
    return [
      ...convolutions,
      ...layerCase(depthwiseConv2d, { params: { depthMultiplier: 2, ...window }, inputs: input(3) }, what),
      ...layerCase(conv2dTranspose, { params: { filters: 2, ...window }, inputs: input(3) }, what),
    ]
  })

/** In the order in which they are reported. `large`: with the nets of papers. */
export const cases = (large: boolean): Case[] => [
  ...shipped(),
  ...games(),
  ...compositions(),
  ...layers(),
  ...windows(),
  ...(large ? published() : []),
]
