/** @file Graphs with one mistake each, for tests: of every code that the compiler has, what it says of it and where. */
import type { GraphDocument } from '../graph/document'
import type { DiagnosticCode } from './diagnostics'
import { chain, removed, rewired, type Sketch, sketch, withParams } from './testing'
import { conditionalGan, imageGan, infoGan, pointGan } from './testing-graphs'

export interface Mistake {
  title: string
  code: DiagnosticCode
  /** With one mistake. */
  document: GraphDocument
  /** Where it is reported: `node`, `node.port`, or `null` for the whole document. */
  at: string | null
  /** What the message must contain. */
  says?: readonly string[]
  /** What the fix must contain. */
  fix?: string
  /** Nobody but the author can know how it was meant, so nothing is offered. */
  open?: true
  /** The error that comes to light once it is mended. */
  reveals?: DiagnosticCode
}

const dense = (units: number, params = {}) => ['dense', { units, ...params }] as const

export const mistakes: readonly Mistake[] = [
  {
    title: 'an objective without one of its scores',
    code: 'missing-wire',
    document: rewired(pointGan(), { 'loss.fake': null }),
    at: 'loss.fake',
    says: ['Adversarial "loss"', 'input fake'],
  },
  {
    title: 'an objective without any wire is one mistake',
    code: 'missing-wire',
    document: rewired(pointGan(), { 'loss.real': null, 'loss.fake': null }),
    at: 'loss.real',
    says: ['inputs real and fake'],
  },
  {
    title: 'a gap in a chain of layers',
    code: 'missing-wire',
    document: rewired(pointGan(), { 'G_2.in': null }),
    at: 'G_2.in',
    says: ['Dense "G_2"'],
  },
  {
    title: 'an output node without a wire',
    code: 'missing-wire',
    document: rewired(pointGan(), { 'D_out.in': null }),
    at: 'D_out.in',
  },
  {
    title: 'a call without one of its inputs',
    code: 'missing-wire',
    document: rewired(pointGan(), { 'D.point@fake': null }),
    at: 'D.point@fake',
    says: ['in the call fake'],
  },
  {
    title: 'a concatenation of one value',
    code: 'missing-wire',
    document: rewired(conditionalGan(), { 'D_join.b': null }),
    at: 'D_join.b',
    says: ['at least 2', 'one wire'],
  },
  {
    title: 'a network that no call feeds',
    code: 'unknown-shape-source',
    document: rewired(pointGan(), { 'G.z': null }),
    at: 'G.z',
    says: ['G', 'shape is unknown'],
  },
  {
    title: 'layers in a circle',
    code: 'cycle',
    document: rewired(pointGan(), { 'G_1.in': 'G_2.out' }),
    at: 'G_1',
    says: ['Dense "G_1" → Dense "G_2" → Dense "G_1"'],
  },
  {
    title: 'a network that reads its own output in one call',
    code: 'cycle',
    document: rewired(pointGan(), { 'G.z': 'G.point' }),
    at: 'G',
    says: ['G → G'],
    fix: 'add a call of G',
  },
  {
    title: 'calls that bring different shapes',
    code: 'call-shape',
    document: withParams(pointGan(), 'G_2', { units: 3 }),
    at: 'D.point@fake',
    says: ['[3]', '[2]', 'call fake', 'call real'],
    fix: '[2]',
  },
  {
    title: 'weights on the canvas',
    code: 'weights-outside-network',
    document: withExtra({ loose: dense(2) }, { 'loose.in': 'z.out', 'G.z': 'loose.out' }),
    at: 'loose',
    says: ['kernel and bias'],
    fix: 'Move it into a network',
  },
  {
    title: 'a reshape to another number of values',
    code: 'reshape-size',
    document: withParams(imageGan(8), 'G_4', { shape: [7, 7, 33] }),
    at: 'G_4.in',
    says: ['1,617', '1,568'],
  },
  {
    title: 'a convolution over a vector',
    code: 'rank-mismatch',
    document: withExtra(
      { N: chain('x', [['conv2d'], ['flatten'], dense(2)], 'point'), far: ['distance'] },
      {
        'N.x': 'data.point',
        'far.a': 'N.point',
        'far.b': 'data.point',
      },
    ),
    at: 'N_1.in',
    says: ['[height, width, channels]', '[2]'],
  },
  {
    title: 'a distance between different shapes',
    code: 'shape-mismatch',
    document: withExtra(
      { long: ['latent', { shape: [3] }], far: ['distance'] },
      { 'far.a': 'G.point', 'far.b': 'long.out' },
    ),
    at: 'far.b',
    says: ['[2]', '[3]'],
  },
  {
    title: 'an axis that is not there',
    code: 'axis-out-of-range',
    document: withParams(conditionalGan(), 'D_join', { axis: 2 }),
    at: 'D_join.a',
  },
  {
    title: 'a window that does not fit',
    code: 'window-too-large',
    document: withParams(imageGan(8), 'D_2', { kernelSize: 20, padding: 'valid' }),
    at: 'D_2.in',
  },
  {
    title: 'channels that do not divide into groups',
    code: 'not-divisible',
    document: withCritic(['group-norm', { groups: 3 }]),
    at: 'D_1.in',
    says: ['2 channels', '3 groups'],
  },
  {
    title: 'a part that lies outside',
    code: 'out-of-bounds',
    document: withCritic(['slice', { start: 2 }]),
    at: 'D_1.in',
    says: ['[2]'],
  },
  {
    title: 'an instance norm over one place',
    code: 'single-place',
    document: withCritic(['reshape', { shape: [1, 2] }], ['instance-norm']),
    at: 'D_2.in',
    says: ['[1, 2]'],
  },
  {
    title: 'a penalty through a layer without a second derivative',
    code: 'penalty-second-derivative',
    document: penalised('r1', pooled()),
    at: 'D_2',
    says: ['Max pool', 'the penalty of Adversarial "loss"'],
    fix: 'Average pool',
  },
  {
    title: 'a look ahead through a layer without a second derivative',
    code: 'penalty-second-derivative',
    document: withParams(pooled(), 'G', { lookAhead: 2 }),
    at: 'D_2',
    says: ['Max pool', 'G looks ahead'],
    fix: 'Average pool',
  },
  {
    title: 'a penalty on a critic whose scores depend on the batch',
    code: 'penalty-mixed-samples',
    document: penalised('gradient-penalty', withCritic(['batch-norm'])),
    at: 'D_1',
    says: ['Batch norm', 'Adversarial "loss"'],
    fix: 'Layer norm',
  },
  {
    title: 'a penalty between samples that enter at different places',
    code: 'penalty-unpaired-samples',
    document: rewired(
      penalised(
        'gradient-penalty',
        withExtra({ hint: ['latent', { shape: [1] }], sum: ['add'] }, { 'sum.a': 'D.score@fake', 'sum.b': 'hint.out' }),
      ),
      { 'loss.fake': 'sum.out' },
    ),
    at: 'loss',
    says: ['"data.point" for real', '"G.point" and "hint.out" for fake'],
    fix: 'R1',
  },
  {
    title: 'a look ahead of a critic with a penalty',
    code: 'look-ahead-penalty',
    document: withParams(penalised('r1', pointGan()), 'G', { lookAhead: 3 }),
    at: 'G',
    says: ['third derivatives'],
  },
  {
    title: 'a batch that packs do not divide',
    code: 'pack-batch',
    document: withCritic(['pack', { count: 3 }]),
    at: 'D_1',
    says: ['64', '3'],
    fix: '63 or 66',
  },
  {
    title: 'packs compared with single samples',
    code: 'batch-mismatch',
    document: withExtra(
      { pairs: ['pack'], N: chain('x', [dense(2)], 'y'), far: ['distance'] },
      { 'pairs.in': 'G.point', 'N.x': 'pairs.out', 'far.a': 'N.y', 'far.b': 'data.point' },
    ),
    at: 'far.b',
    says: ['packs of 2 samples', 'single samples'],
  },
  {
    title: 'an axis that is too long',
    code: 'output-too-large',
    document: sketch(
      {
        data: ['dataset'],
        z: ['latent', { shape: [1024, 1024, 2] }],
        G: chain('z', [['flatten'], dense(2)], 'point'),
        D: chain('point', [dense(1)], 'score', { calls: ['real', 'fake'] }),
        loss: ['adversarial'],
      },
      {
        'G.z': 'z.out',
        'D.point@real': 'data.point',
        'D.point@fake': 'G.point',
        'loss.real': 'D.score@real',
        'loss.fake': 'D.score@fake',
      },
    ),
    at: 'G_1',
    says: ['2,097,152'],
    open: true,
  },
  {
    title: 'a label target for a loss without labels',
    code: 'params-conflict',
    document: withParams(pointGan(), 'loss', { loss: 'hinge', realTarget: 0.9 }),
    at: 'loss',
    says: ['"realTarget" (0.9)'],
  },
  {
    title: 'two networks of one name',
    code: 'duplicate-network-name',
    document: withParams(withParams(pointGan(), 'G', { name: 'Net' }), 'D', { name: 'Net' }),
    at: 'D',
    says: ['"G" and "D"'],
  },
  {
    title: 'a network without an output',
    code: 'network-without-output',
    document: withExtra({ N: { params: {}, nodes: { N_in: ['input'] }, wires: {} } }),
    at: 'N',
  },
  {
    title: 'a network that nothing is wired to',
    code: 'network-unused',
    document: withExtra({ N: chain('x', [dense(2)], 'y') }),
    at: 'N',
  },
  {
    title: 'a call that nothing is wired to',
    code: 'call-unused',
    document: withParams(pointGan(), 'D', { calls: ['real', 'fake', 'third'] }),
    at: 'D.score@third',
    says: ['call third'],
  },
  {
    title: 'a call that nothing reads',
    code: 'call-unused',
    document: rewired(withParams(pointGan(), 'D', { calls: ['real', 'fake', 'third'] }), {
      'D.point@third': 'data.point',
    }),
    at: 'D.score@third',
  },
  {
    title: 'a source that nothing reads',
    code: 'unused-node',
    document: withExtra({ more: ['latent'] }),
    at: 'more',
  },
  {
    title: 'a preview of nothing',
    code: 'unused-node',
    document: withExtra({ look: ['preview'] }),
    at: 'look.in',
  },
  {
    title: 'a branch of layers that leads nowhere, named once',
    code: 'unused-node',
    document: withExtra(
      { flat: ['flatten'], flatter: ['flatten'] },
      { 'flat.in': 'data.point', 'flatter.in': 'flat.out' },
    ),
    at: 'flatter',
  },
  {
    title: 'an input that is wired to nothing inside',
    code: 'input-unused',
    document: conditionalInput(),
    at: 'G_label',
    says: ['input label of G'],
  },
  {
    title: 'an output that no wire leaves',
    code: 'output-reaches-nothing',
    document: removed(infoGan(), 'information'),
    at: 'Q.code',
    says: ['output code of Q'],
  },
  {
    title: 'scores of a frozen network',
    code: 'critic-frozen',
    document: withParams(pointGan(), 'D', { trainable: false }),
    at: 'loss',
    says: ['D', 'is frozen'],
    fix: 'Make D trainable',
  },
  {
    title: 'scores of two networks',
    code: 'objective-without-critic',
    document: sketch(
      {
        z: ['latent', { shape: [2] }],
        data: ['dataset'],
        A: chain('x', [dense(1)], 'score'),
        B: chain('x', [dense(1)], 'score'),
        loss: ['adversarial'],
      },
      { 'A.x': 'data.point', 'B.x': 'z.out', 'loss.real': 'A.score', 'loss.fake': 'B.score' },
    ),
    at: 'loss',
    says: ['both real and fake'],
    reveals: 'objective-without-player',
  },
  {
    title: 'a critic alone',
    code: 'objective-without-player',
    document: sketch(
      {
        z: ['latent', { shape: [2] }],
        data: ['dataset'],
        D: chain('x', [dense(1)], 'score', { calls: ['real', 'fake'] }),
        loss: ['adversarial'],
      },
      { 'D.x@real': 'data.point', 'D.x@fake': 'z.out', 'loss.real': 'D.score@real', 'loss.fake': 'D.score@fake' },
    ),
    at: 'loss',
    says: ['exactly one of its inputs real and fake'],
    open: true,
  },
  {
    title: 'a frozen generator',
    code: 'objective-without-player',
    document: withParams(pointGan(), 'G', { trainable: false }),
    at: 'loss',
    says: ['G is not trainable'],
  },
  {
    title: 'a generator behind a stop-gradient',
    code: 'objective-without-player',
    document: rewired(withExtra({ stop: ['stop-gradient'] }), { 'stop.in': 'G.point', 'D.point@fake': 'stop.out' }),
    at: 'loss',
    says: ['no gradient gets through to G'],
    fix: 'Stop gradient',
  },
  {
    title: 'a distance between data and data',
    code: 'objective-without-player',
    document: withExtra({ far: ['distance'] }, { 'far.a': 'data.point', 'far.b': 'data.point' }),
    at: 'far',
    says: ['its input a'],
  },
  {
    title: 'a score of labels only',
    code: 'score-depends-on-no-sample',
    document: labelCritic(),
    at: 'loss.real',
    says: ['only the labels data.label'],
    open: true,
  },
  {
    title: 'a critic that ends in a sigmoid',
    code: 'score-bounded',
    document: withParams(pointGan(), 'D_2', { activation: 'sigmoid' }),
    at: 'loss.real',
    says: ['between 0 and 1'],
  },
  {
    title: 'a critic that ends in a dense layer on a map',
    code: 'score-of-each-place',
    document: withCritic(['reshape', { shape: [2, 1, 1] }], ['conv2d', { filters: 2, padding: 'same' }]),
    at: 'D_3.in',
    says: ['2 places', '[2, 1, 2]'],
    fix: 'Flatten',
  },
  {
    title: 'a network that does not exist, named in trains',
    code: 'trains-unknown-network',
    document: withParams(pointGan(), 'loss', { trains: ['G', 'D', 'g'] }),
    at: 'loss',
    says: ['"g"'],
    fix: '"G"',
  },
  {
    title: 'a network that is out of reach, named in trains',
    code: 'trains-unreached-network',
    document: withParams(withExtra({ far: ['distance'] }, { 'far.a': 'G.point', 'far.b': 'data.point' }), 'far', {
      trains: ['G', 'D'],
    }),
    at: 'far',
    says: ['D', 'does not stand behind it'],
  },
  {
    title: 'a graph without an objective',
    code: 'nothing-to-train',
    document: sketch({ z: ['latent', { shape: [2] }], G: chain('z', [dense(2)], 'point') }, { 'G.z': 'z.out' }),
    at: null,
    says: ['No objective'],
    open: true,
  },
  {
    title: 'an objective of weight 0',
    code: 'nothing-to-train',
    document: withParams(pointGan(), 'loss', { weight: 0 }),
    at: null,
  },
  {
    title: 'an unbounded generator of images',
    code: 'range-mismatch',
    document: withParams(imageGan(8), 'G_11', { activation: 'linear' }),
    at: 'D.image@fake',
    says: ['without limits', '[-1, 1]'],
    fix: 'tanh',
  },
  {
    title: 'a generator of images in [0, 1]',
    code: 'range-mismatch',
    document: withParams(imageGan(8), 'G_11', { activation: 'sigmoid' }),
    at: 'D.image@fake',
    says: ['[0, 1]', '[-1, 1]'],
    fix: 'tanh',
  },
  {
    title: 'a Wasserstein critic without clipping',
    code: 'wasserstein-without-constraint',
    document: withParams(pointGan(), 'loss', { loss: 'wasserstein' }),
    at: 'D',
    fix: '0.01',
  },
  {
    title: 'Adam with momentum and clipping',
    code: 'momentum-with-clip',
    document: withParams(withParams(pointGan(), 'loss', { loss: 'wasserstein' }), 'D', { clip: 0.01, updates: 5 }),
    at: 'D',
    says: ['beta1 0.5', '±0.01'],
  },
  {
    title: 'weights that do not fit into memory',
    code: 'too-large',
    document: withExtra(
      { N: chain('x', [dense(65_536), dense(65_536), dense(2)], 'point'), far: ['distance'] },
      { 'N.x': 'data.point', 'far.a': 'N.point', 'far.b': 'data.point' },
    ),
    at: null,
    says: ['GB'],
    open: true,
  },
  {
    title: 'the loss of the first paper',
    code: 'saturating-loss',
    document: withParams(pointGan(), 'loss', { loss: 'minimax' }),
    at: 'loss',
  },
  {
    title: 'labels of fakes smoothed',
    code: 'fake-smoothing',
    document: withParams(pointGan(), 'loss', { fakeTarget: 0.1 }),
    at: 'loss',
    fix: '0.9',
  },
  {
    title: 'a Wasserstein critic with one update',
    code: 'hurried-critic',
    document: withParams(withParams(pointGan(), 'loss', { loss: 'wasserstein' }), 'D', {
      clip: 0.01,
      optimizer: { kind: 'rmsprop' },
    }),
    at: 'D',
    says: ['one update'],
  },
  {
    title: 'Adam as other programs set it',
    code: 'heavy-momentum',
    document: withParams(pointGan(), 'G', { optimizer: { kind: 'adam', beta1: 0.9 } }),
    at: 'G',
    says: ['0.9'],
  },
  {
    title: 'max pooling in a critic of images',
    code: 'sparse-gradient',
    document: ofImages([['conv2d', { filters: 4, padding: 'same', activation: 'leaky-relu' }], ['max-pool2d']]),
    at: 'D_2',
    says: ['Max pool'],
  },
  {
    title: 'ReLU in a critic of images',
    code: 'relu-in-critic',
    document: ofImages([['conv2d', { filters: 4, padding: 'same', activation: 'relu' }], ['activation']]),
    at: 'D',
    says: ['and 1 more'],
  },
  {
    title: 'batch norm before anything else in the critic',
    code: 'batch-norm-at-end',
    document: ofImages([
      ['batch-norm'],
      ['conv2d', { filters: 4, strides: 2, padding: 'same', activation: 'leaky-relu' }],
    ]),
    at: 'D_1',
  },
  {
    title: 'batch norm of four samples',
    code: 'batch-norm-of-few',
    document: withBatch(
      ofImages([
        ['conv2d', { filters: 4, strides: 2, padding: 'same' }],
        ['batch-norm'],
        ['activation', { function: 'leaky-relu' }],
      ]),
      4,
    ),
    at: 'D_2',
    says: ['4 samples'],
  },
  {
    title: 'a kernel that its strides do not divide',
    code: 'checkerboard',
    document: ofImages(
      [['conv2d', { filters: 4, strides: 2, padding: 'same', activation: 'leaky-relu' }]],
      ['conv2d-transpose', { filters: 1, kernelSize: 5, strides: 2, padding: 'same', activation: 'tanh' }],
    ),
    at: 'G_3',
  },
  {
    title: 'a generator that starts from a box',
    code: 'boxed-latent',
    document: withParams(pointGan(), 'z', { distribution: 'uniform' }),
    at: 'z',
  },
  {
    title: 'more noise than pixels',
    code: 'wide-latent',
    document: withParams(ofImages([['conv2d', { filters: 4, strides: 2, padding: 'same' }]]), 'z', { shape: [100] }),
    at: 'z',
    says: ['100', '64'],
  },
  {
    title: 'noise on fakes alone',
    code: 'one-sided-noise',
    document: rewired(withExtra({ noise: ['gaussian-noise'] }), { 'noise.in': 'G.point', 'D.point@fake': 'noise.out' }),
    at: 'noise',
    says: ['D.point@real'],
  },
  {
    title: 'a critic forty times the size of the generator',
    code: 'uneven-sizes',
    document: ofImages([
      ['flatten'],
      dense(512, { activation: 'leaky-relu' }),
      dense(512, { activation: 'leaky-relu' }),
    ]),
    at: 'loss',
    says: ['times fewer'],
    open: true,
  },
]

/** Digits, judged by a critic that begins with these layers. */
function ofImages(
  layers: readonly Sketch[],
  last: Sketch = ['conv2d-transpose', { filters: 1, kernelSize: 4, strides: 2, padding: 'same', activation: 'tanh' }],
): GraphDocument {
  return sketch(
    {
      z: ['latent', { shape: [16] }],
      data: ['dataset', { dataset: 'digits' }],
      G: chain('z', [dense(128, { activation: 'relu' }), ['reshape', { shape: [4, 4, 8] }], last], 'image'),
      D: chain('image', [...layers, ['flatten'], dense(1)], 'score', { calls: ['real', 'fake'] }),
      loss: ['adversarial'],
    },
    {
      'G.z': 'z.out',
      'D.image@real': 'data.image',
      'D.image@fake': 'G.image',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
  )
}

function withBatch(document: GraphDocument, batchSize: number): GraphDocument {
  return { ...document, training: { ...document.training, batchSize } }
}

function withExtra(parts: Parameters<typeof sketch>[0], wires: Record<string, string> = {}): GraphDocument {
  const extra = sketch(parts, {})
  const base = pointGan()
  return rewired({ ...base, nodes: { ...base.nodes, ...extra.nodes }, wires: { ...base.wires, ...extra.wires } }, wires)
}

/** Points judged by a critic that begins with these layers, `D_1` and so on. */
function withCritic(...layers: Sketch[]): GraphDocument {
  return sketch(
    {
      z: ['latent', { shape: [2] }],
      data: ['dataset'],
      G: chain('z', [dense(2)], 'point'),
      D: chain('point', [...layers, dense(1)], 'score', { calls: ['real', 'fake'] }),
      loss: ['adversarial'],
    },
    {
      'G.z': 'z.out',
      'D.point@real': 'data.point',
      'D.point@fake': 'G.point',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
  )
}

/** The generator has an input of labels, and its layers do not read it. */
function conditionalInput(): GraphDocument {
  return sketch(
    {
      z: ['latent', { shape: [2] }],
      classes: ['labels'],
      data: ['dataset', { dataset: 'ring' }],
      G: {
        params: {},
        nodes: {
          G_in: ['input', { name: 'z' }],
          G_label: ['input', { name: 'label' }],
          G_fc: dense(2),
          G_out: ['output', { name: 'point' }],
        },
        wires: { 'G_fc.in': 'G_in.out', 'G_out.in': 'G_fc.out' },
      },
      D: chain('point', [dense(1)], 'score', { calls: ['real', 'fake'] }),
      loss: ['adversarial'],
    },
    {
      'G.z': 'z.out',
      'G.label': 'classes.out',
      'D.point@real': 'data.point',
      'D.point@fake': 'G.point',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
  )
}

function labelCritic(): GraphDocument {
  return sketch(
    {
      data: ['dataset', { dataset: 'digits' }],
      z: ['latent', { shape: [4] }],
      G: chain('z', [dense(10)], 'y'),
      D: chain('x', [dense(1)], 'score', { calls: ['real', 'fake'] }),
      loss: ['adversarial'],
    },
    {
      'G.z': 'z.out',
      'D.x@real': 'data.label',
      'D.x@fake': 'G.y',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
  )
}

function penalised(kind: string, document: GraphDocument): GraphDocument {
  return withParams(document, 'loss', { penalty: { kind, weight: 1 } })
}

function pooled(): GraphDocument {
  return withCritic(['reshape', { shape: [1, 2, 1] }], ['max-pool2d', { poolSize: [1, 2] }], ['flatten'])
}
