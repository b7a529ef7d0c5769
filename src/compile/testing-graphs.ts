/** @file The GANs of the literature as small graphs, for tests. Each is drawn, and none is a special case. */
import type { GraphDocument } from '../graph/document'
import { chain, type Sketch, sketch } from './testing'

type Params = Record<string, unknown>

const dense = (units: number, params: Params = {}): Sketch => ['dense', { units, ...params }]

interface GanOptions {
  generator?: Params
  critic?: Params
  loss?: Params
  training?: Params
}

/** Points on a ring, two small networks, one adversarial objective: `z`, `data`, `G`, `D`, `loss`. */
export const pointGan = ({ generator = {}, critic = {}, loss = {}, training = {} }: GanOptions = {}): GraphDocument =>
  sketch(
    {
      z: ['latent', { shape: [2] }],
      data: ['dataset', { dataset: 'ring' }],
      G: chain('z', [dense(8, { activation: 'relu' }), dense(2)], 'point', generator),
      D: chain('point', [dense(8, { activation: 'relu' }), dense(1)], 'score', { calls: ['real', 'fake'], ...critic }),
      loss: ['adversarial', loss],
    },
    {
      'G.z': 'z.out',
      'D.point@real': 'data.point',
      'D.point@fake': 'G.point',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
    training,
  )

/** DCGAN of the TensorFlow tutorial at 28 × 28, with as many channels as asked for: `z`, `data`, `G`, `D`, `loss`. */
export function imageGan(
  channels = 64,
  { generator = {}, critic = {}, loss = {}, training = {} }: GanOptions = {},
): GraphDocument {
  const up = (filters: number, strides: number, activation = 'linear'): Sketch => [
    'conv2d-transpose',
    { filters, strides, kernelSize: 5, padding: 'same', bias: false, activation },
  ]
  const down = (filters: number): Sketch => [
    'conv2d',
    { filters, kernelSize: 5, strides: 2, padding: 'same', activation: 'leaky-relu' },
  ]
  const relu: Sketch = ['activation', { function: 'leaky-relu' }]
  return sketch(
    {
      z: ['latent', { shape: [100] }],
      data: ['dataset', { dataset: 'mnist' }],
      G: chain(
        'z',
        [
          dense(7 * 7 * 4 * channels, { bias: false }),
          ['batch-norm'],
          relu,
          ['reshape', { shape: [7, 7, 4 * channels] }],
          up(2 * channels, 1),
          ['batch-norm'],
          relu,
          up(channels, 2),
          ['batch-norm'],
          relu,
          up(1, 2, 'tanh'),
        ],
        'image',
        generator,
      ),
      D: chain('image', [down(channels), down(2 * channels), ['flatten'], dense(1)], 'score', {
        calls: ['real', 'fake'],
        ...critic,
      }),
      loss: ['adversarial', loss],
    },
    {
      'G.z': 'z.out',
      'D.image@real': 'data.image',
      'D.image@fake': 'G.image',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
    training,
  )
}

/** DCGAN of the paper at 64 × 64 × 3 (PyTorch's example), on a latent of pictures for want of such data. */
export function paperGan(training: Params = {}): GraphDocument {
  const up = (filters: number, index: number): Sketch => [
    'conv2d-transpose',
    {
      filters,
      kernelSize: 4,
      strides: index === 0 ? 1 : 2,
      padding: index === 0 ? 'valid' : 'same',
      bias: false,
      initializer: 'normal',
    },
  ]
  const down = (filters: number): Sketch => [
    'conv2d',
    { filters, kernelSize: 4, strides: 2, padding: 'same', bias: false, initializer: 'normal' },
  ]
  const leaky: Sketch = ['activation', { function: 'leaky-relu' }]
  return sketch(
    {
      z: ['latent', { shape: [1, 1, 100] }],
      data: ['latent', { shape: [64, 64, 3] }],
      G: chain(
        'z',
        [
          ...[512, 256, 128, 64].flatMap((filters, index): Sketch[] => [
            up(filters, index),
            ['batch-norm'],
            ['activation', { function: 'relu' }],
          ]),
          up(3, 4),
          ['activation', { function: 'tanh' }],
        ],
        'image',
        { name: 'Generator' },
      ),
      D: chain(
        'image',
        [
          down(64),
          leaky,
          ...[128, 256, 512].flatMap((filters): Sketch[] => [down(filters), ['batch-norm'], leaky]),
          ['conv2d', { filters: 1, kernelSize: 4, strides: 1, padding: 'valid', bias: false, initializer: 'normal' }],
        ],
        'score',
        { name: 'Discriminator', calls: ['real', 'fake'] },
      ),
      loss: ['adversarial', {}],
    },
    {
      'G.z': 'z.out',
      'D.image@real': 'data.out',
      'D.image@fake': 'G.image',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
    training,
  )
}

/** Labels go into both networks, next to the latent and next to the points. */
export const conditionalGan = (): GraphDocument => {
  const joined = (id: string, name: string, layer: Sketch, output: string, params: Params = {}) => ({
    params,
    nodes: {
      [`${id}_x`]: ['input', { name }],
      [`${id}_label`]: ['input', { name: 'label' }],
      [`${id}_join`]: ['concatenate'],
      [`${id}_fc`]: layer,
      [`${id}_out`]: ['output', { name: output }],
    } satisfies Record<string, Sketch>,
    wires: {
      [`${id}_join.a`]: `${id}_x.out`,
      [`${id}_join.b`]: `${id}_label.out`,
      [`${id}_fc.in`]: `${id}_join.out`,
      [`${id}_out.in`]: `${id}_fc.out`,
    },
  })
  return sketch(
    {
      z: ['latent', { shape: [4] }],
      classes: ['labels', { classes: 10 }],
      data: ['dataset', { dataset: 'digits' }],
      flat: ['flatten'],
      G: joined('G', 'z', dense(64, { activation: 'tanh' }), 'pixels'),
      D: joined('D', 'pixels', dense(1), 'score', { calls: ['real', 'fake'] }),
      loss: ['adversarial'],
    },
    {
      'flat.in': 'data.image',
      'G.z': 'z.out',
      'G.label': 'classes.out',
      'D.pixels@real': 'flat.out',
      'D.label@real': 'data.label',
      'D.pixels@fake': 'G.pixels',
      'D.label@fake': 'classes.out',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
  )
}

const scores = (objective: string, critic: string) => ({
  [`${objective}.real`]: `${critic}.score@real`,
  [`${objective}.fake`]: `${critic}.score@fake`,
})

/** Two sets of points, two generators with two calls each, two critics, two adversarial and two L1 objectives. */
export const cycleGan = (updates: Params = {}): GraphDocument =>
  sketch(
    {
      a: ['dataset', { dataset: 'ring' }],
      b: ['dataset', { dataset: 'two-moons' }],
      AB: chain('x', [dense(2)], 'y', { calls: ['translate', 'back'] }),
      BA: chain('x', [dense(2)], 'y', { calls: ['translate', 'back'] }),
      DA: chain('x', [dense(1)], 'score', { calls: ['real', 'fake'], ...updates }),
      DB: chain('x', [dense(1)], 'score', { calls: ['real', 'fake'], ...updates }),
      lossA: ['adversarial'],
      lossB: ['adversarial'],
      cycleA: ['distance'],
      cycleB: ['distance'],
    },
    {
      'AB.x@translate': 'a.point',
      'BA.x@translate': 'b.point',
      'BA.x@back': 'AB.y@translate',
      'AB.x@back': 'BA.y@translate',
      'DA.x@real': 'a.point',
      'DA.x@fake': 'BA.y@translate',
      'DB.x@real': 'b.point',
      'DB.x@fake': 'AB.y@translate',
      ...scores('lossA', 'DA'),
      ...scores('lossB', 'DB'),
      'cycleA.a': 'BA.y@back',
      'cycleA.b': 'a.point',
      'cycleB.a': 'AB.y@back',
      'cycleB.b': 'b.point',
    },
  )

/** An encoder on the real side: the critic sees pairs of a sample and its code. */
export const biGan = (): GraphDocument =>
  sketch(
    {
      z: ['latent', { shape: [3] }],
      data: ['dataset', { dataset: 'ring' }],
      E: chain('x', [dense(3)], 'code'),
      G: chain('z', [dense(2)], 'point'),
      D: {
        params: { calls: ['real', 'fake'] },
        nodes: {
          D_x: ['input', { name: 'x' }],
          D_z: ['input', { name: 'z' }],
          D_join: ['concatenate'],
          D_fc: ['dense', { units: 1 }],
          D_out: ['output', { name: 'score' }],
        },
        wires: { 'D_join.a': 'D_x.out', 'D_join.b': 'D_z.out', 'D_fc.in': 'D_join.out', 'D_out.in': 'D_fc.out' },
      },
      loss: ['adversarial'],
    },
    {
      'E.x': 'data.point',
      'G.z': 'z.out',
      'D.x@real': 'data.point',
      'D.z@real': 'E.code',
      'D.x@fake': 'G.point',
      'D.z@fake': 'z.out',
      ...scores('loss', 'D'),
    },
  )

/** A body that the critic's head and a recogniser of the code share, as in InfoGAN. */
export const infoGan = (): GraphDocument =>
  sketch(
    {
      z: ['latent', { shape: [2] }],
      code: ['latent', { shape: [3], distribution: 'uniform' }],
      noise: ['concatenate'],
      data: ['dataset', { dataset: 'ring' }],
      G: chain('z', [dense(2)], 'point'),
      body: chain('x', [dense(8)], 'features', { calls: ['real', 'fake'] }),
      head: chain('features', [dense(1)], 'score', { calls: ['real', 'fake'] }),
      Q: chain('features', [dense(3)], 'code'),
      loss: ['adversarial'],
      information: ['distance', { metric: 'l2' }],
    },
    {
      'noise.a': 'z.out',
      'noise.b': 'code.out',
      'G.z': 'noise.out',
      'body.x@real': 'data.point',
      'body.x@fake': 'G.point',
      'head.features@real': 'body.features@real',
      'head.features@fake': 'body.features@fake',
      'Q.features': 'body.features@fake',
      ...scores('loss', 'head'),
      'information.a': 'Q.code',
      'information.b': 'code.out',
    },
  )

/** A frozen feature net under two small critics, as in Projected GAN. */
export const projectedGan = (): GraphDocument =>
  sketch(
    {
      z: ['latent', { shape: [2] }],
      data: ['dataset', { dataset: 'ring' }],
      G: chain('z', [dense(2)], 'point'),
      F: {
        params: { calls: ['real', 'fake'], trainable: false },
        nodes: {
          F_in: ['input', { name: 'x' }],
          F_low: ['dense', { units: 8 }],
          F_high: ['dense', { units: 4 }],
          F_lowTap: ['output', { name: 'low' }],
          F_highTap: ['output', { name: 'high' }],
        },
        wires: {
          'F_low.in': 'F_in.out',
          'F_high.in': 'F_low.out',
          'F_lowTap.in': 'F_low.out',
          'F_highTap.in': 'F_high.out',
        },
      },
      D1: chain('x', [dense(1)], 'score', { calls: ['real', 'fake'] }),
      D2: chain('x', [dense(1)], 'score', { calls: ['real', 'fake'] }),
      loss1: ['adversarial'],
      loss2: ['adversarial'],
    },
    {
      'G.z': 'z.out',
      'F.x@real': 'data.point',
      'F.x@fake': 'G.point',
      'D1.x@real': 'F.low@real',
      'D1.x@fake': 'F.low@fake',
      'D2.x@real': 'F.high@real',
      'D2.x@fake': 'F.high@fake',
      ...scores('loss1', 'D1'),
      ...scores('loss2', 'D2'),
    },
  )
