/**
 * @file The files in `graphs/broken/`: every one is the example of the design with one thing wrong, and says where the error
 * must point and a part of what it must say. Those in `compile/` load, and the compiler must answer the code. A test keeps the
 * folder equal to this list (`npx vitest run src/graph/broken.test.ts -u` writes it).
 */
import example from '../../../graphs/golden/v1/design-example.json'

type Path = readonly (string | number)[]

export interface BrokenFile {
  file: string
  text: string
  /** Path of the first error. */
  path: string
  /** Part of its message. */
  says: string
}

export interface UnfitFile {
  file: string
  text: string
  /** Of a diagnostic that must be among the compiler's. */
  code: string
  /** The node that the diagnostic must name; `null` when it concerns the whole document. */
  node: string | null
}

const text = JSON.stringify(example, null, 2)

/** The example with values set at paths; `undefined` removes what is there. */
function edited(...changes: readonly (readonly [path: Path, value: unknown])[]): string {
  const document: Record<string, unknown> = structuredClone(example)
  for (const [path, value] of changes) {
    let owner = document
    for (const key of path.slice(0, -1)) owner = owner[key] as Record<string, unknown>
    owner[path.at(-1)!] = value
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const set = (path: Path, value: unknown) => edited([path, value])
const param = (node: string, key: string, value: unknown) => set(['nodes', node, 'params', key], value)
const wire = (to: string, from: unknown) => set(['wires', to], from)
const node = (kind: string, params: object = {}, parent?: string) => ({
  kind,
  params,
  parent,
  position: { x: 0, y: 0 },
})

/** The text with one part of it replaced. */
function replaced(part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`The example has no ${part}.`)
  return text.replace(part, by)
}

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

/** Files that must not load. */
export const brokenFiles: readonly BrokenFile[] = [
  // No JSON.
  { file: 'empty', text: '', path: '$', says: 'Line 1, column 1: A value should stand here, but the file ends.' },
  { file: 'spaces', text: ' \n\n', path: '$', says: 'Line 3, column 1' },
  { file: 'web-page', text: '<!doctype html>\n<html></html>\n', path: '$', says: 'Line 1, column 1' },
  {
    file: 'truncated-in-text',
    text: text.slice(0, text.indexOf('design:')),
    path: 'description',
    says: 'the file ends',
  },
  {
    file: 'truncated-in-node',
    text: text.slice(0, text.indexOf('"tanh"')),
    path: 'nodes.G_fc.params.activation',
    says: 'the file ends',
  },
  {
    file: 'truncated-at-the-end',
    text: text.slice(0, -1),
    path: '$',
    says: '"," or "}" should stand here, but the file ends',
  },
  {
    file: 'comma-missing',
    text: replaced('"version": 1,', '"version": 1'),
    path: '$',
    says: 'Line 4, column 3: "," or "}"',
  },
  {
    file: 'comma-too-many',
    text: replaced('"steps": 2000', '"steps": 2000,'),
    path: 'training',
    says: 'A key in double quotes',
  },
  { file: 'single-quotes', text: replaced('"ganvas"', "'ganvas'"), path: 'format', says: 'A value should stand here' },
  {
    file: 'comment',
    text: replaced('"wires"', '// all wires\n  "wires"'),
    path: '$',
    says: 'A key in double quotes should stand here, but there is "/"',
  },
  { file: 'bad-escape', text: replaced('DCGAN ·', 'DCGAN \\x'), path: 'name', says: 'backslash' },
  { file: 'two-documents', text: `${text}\n${text}`, path: '$', says: 'The file should end here' },
  {
    file: 'not-a-number',
    text: replaced('"seed": 0', '"seed": NaN'),
    path: 'training.seed',
    says: 'A value should stand here',
  },
  { file: 'deep-nesting', text: '['.repeat(100_000), path: '', says: 'nested more than 32 deep' },
  {
    file: 'deep-param',
    text: param('z', 'shape', nested(40)),
    path: `nodes.z.params.shape${'[0]'.repeat(28)}`,
    says: 'nested more than 32 deep',
  },
  {
    file: 'two-wires-on-one-input',
    text: replaced('"G.z": "z.out",', '"G.z": "z.out", "G.z": "data.image",'),
    path: 'wires["G.z"]',
    says: 'twice',
  },
  { file: 'two-nodes-of-one-id', text: replaced('"data": {', '"z": {'), path: 'nodes.z', says: 'twice' },

  // No graph, or not of this version.
  { file: 'null', text: 'null\n', path: '$', says: 'not null' },
  { file: 'list', text: '[1, 2]\n', path: '$', says: 'not [1,2]' },
  { file: 'text', text: '"ganvas"\n', path: '$', says: 'not "ganvas"' },
  { file: 'format-missing', text: set(['format'], undefined), path: 'format', says: 'missing' },
  { file: 'format-of-others', text: set(['format'], 'comfy'), path: 'format', says: 'not "comfy"' },
  { file: 'version-missing', text: set(['version'], undefined), path: 'version', says: 'not nothing' },
  { file: 'version-newer', text: set(['version'], 7), path: 'version', says: 'of version 7' },
  { file: 'version-fraction', text: set(['version'], 1.5), path: 'version', says: 'not 1.5' },
  { file: 'version-text', text: set(['version'], '1'), path: 'version', says: 'not "1"' },
  { file: 'version-zero', text: set(['version'], 0), path: 'version', says: 'not 0' },

  // Keys that would reach into every object.
  {
    file: 'proto-key',
    text: replaced('"format"', '"__proto__": { "polluted": true },\n  "format"'),
    path: '__proto__',
    says: 'reserved',
  },
  {
    file: 'proto-in-params',
    text: replaced('"units": 784', '"__proto__": { "units": 1 }'),
    path: 'nodes.G_fc.params.__proto__',
    says: 'reserved',
  },
  {
    file: 'constructor-node',
    text: set(['nodes', 'constructor'], node('flatten')),
    path: 'nodes.constructor',
    says: 'reserved',
  },
  { file: 'prototype-key', text: set(['training', 'prototype'], {}), path: 'training.prototype', says: 'reserved' },
  {
    file: 'inherited-call',
    text: param('D', 'calls', ['real', 'toString']),
    path: 'nodes.D.params.calls[1]',
    says: 'reserved',
  },

  // Keys and kinds that there are not.
  { file: 'unknown-key', text: set(['node'], {}), path: 'node', says: 'nearest known key is "nodes"' },
  {
    file: 'unknown-node-key',
    text: set(['nodes', 'z', 'postion'], {}),
    path: 'nodes.z.postion',
    says: 'nearest known key is "position"',
  },
  {
    file: 'unknown-param',
    text: param('G_fc', 'unit', 784),
    path: 'nodes.G_fc.params.unit',
    says: 'nearest known key is "units"',
  },
  {
    file: 'unknown-optimizer-key',
    text: set(['nodes', 'G', 'params', 'optimizer', 'learning_rate'], 1),
    path: 'nodes.G.params.optimizer.learning_rate',
    says: '"learningRate"',
  },
  {
    file: 'unknown-kind',
    text: set(['nodes', 'G_fc', 'kind'], 'dens'),
    path: 'nodes.G_fc.kind',
    says: 'There is no kind "dens". The nearest known one is "dense".',
  },
  { file: 'kind-missing', text: set(['nodes', 'G_fc', 'kind'], undefined), path: 'nodes.G_fc.kind', says: 'missing' },
  { file: 'kind-number', text: set(['nodes', 'G_fc', 'kind'], 5), path: 'nodes.G_fc.kind', says: 'it is 5' },
  {
    file: 'unknown-dataset',
    text: param('data', 'dataset', 'minst'),
    path: 'nodes.data.params.dataset',
    says: 'The nearest is "mnist"',
  },
  {
    file: 'unknown-activation',
    text: param('G_fc', 'activation', 'tan'),
    path: 'nodes.G_fc.params.activation',
    says: 'The nearest is "tanh"',
  },
  {
    file: 'unknown-optimizer',
    text: param('G', 'optimizer', { kind: 'adma' }),
    path: 'nodes.G.params.optimizer.kind',
    says: 'The nearest known one is "adam"',
  },

  // Values of the wrong type or size.
  { file: 'nodes-list', text: set(['nodes'], []), path: 'nodes', says: 'This should be an object, not [].' },
  { file: 'nodes-missing', text: set(['nodes'], undefined), path: 'nodes', says: 'missing' },
  { file: 'node-null', text: set(['nodes', 'z'], null), path: 'nodes.z', says: 'not null' },
  { file: 'wires-list', text: set(['wires'], [['z.out', 'G.z']]), path: 'wires', says: 'This should be an object' },
  { file: 'wire-number', text: wire('G.z', 1), path: 'wires["G.z"]', says: 'This should be a text, not 1.' },
  { file: 'params-list', text: set(['nodes', 'G_fc', 'params'], [1]), path: 'nodes.G_fc.params', says: 'not [1]' },
  { file: 'units-text', text: param('G_fc', 'units', '784'), path: 'nodes.G_fc.params.units', says: 'not "784"' },
  { file: 'units-null', text: param('G_fc', 'units', null), path: 'nodes.G_fc.params.units', says: 'not null' },
  {
    file: 'units-fraction',
    text: param('G_fc', 'units', 1.5),
    path: 'nodes.G_fc.params.units',
    says: 'a whole number, not 1.5',
  },
  {
    file: 'units-negative',
    text: param('G_fc', 'units', -1),
    path: 'nodes.G_fc.params.units',
    says: 'at least 1, not -1',
  },
  {
    file: 'units-huge',
    text: param('G_fc', 'units', 1e12),
    path: 'nodes.G_fc.params.units',
    says: 'not 1000000000000',
  },
  {
    file: 'shape-huge',
    text: param('z', 'shape', [2_000_000]),
    path: 'nodes.z.params.shape[0]',
    says: 'at most 1048576, not 2000000',
  },
  {
    file: 'shape-of-five-axes',
    text: param('G_rs', 'shape', [1, 1, 1, 28, 28]),
    path: 'nodes.G_rs.params.shape',
    says: 'at most 4 values, not 5',
  },
  {
    file: 'position-text',
    text: set(['nodes', 'z', 'position', 'x'], 'left'),
    path: 'nodes.z.position.x',
    says: 'not "left"',
  },
  {
    file: 'position-missing',
    text: set(['nodes', 'z', 'position'], undefined),
    path: 'nodes.z.position',
    says: 'missing',
  },
  {
    file: 'position-infinite',
    text: replaced('"x": 1600', '"x": 1e999'),
    path: 'nodes.loss.position.x',
    says: 'not Infinity',
  },
  {
    file: 'learning-rate-text',
    text: set(['nodes', 'G', 'params', 'optimizer', 'learningRate'], 'slow'),
    path: 'nodes.G.params.optimizer.learningRate',
    says: 'a finite number or an object, not "slow"',
  },
  {
    file: 'schedule-backwards',
    text: set(['nodes', 'G', 'params', 'optimizer', 'learningRate'], {
      schedule: 'linear',
      from: 1,
      to: 0,
      start: 9,
      end: 3,
    }),
    path: 'nodes.G.params.optimizer.learningRate.end',
    says: 'End must not be before start',
  },
  {
    file: 'kernel-of-three-axes',
    text: set(['nodes', 'c'], node('conv2d', { kernelSize: [3, 3, 3] }, 'D')),
    path: 'nodes.c.params.kernelSize',
    says: 'exactly 2 values, not 3',
  },
  { file: 'no-calls', text: param('D', 'calls', []), path: 'nodes.D.params.calls', says: 'at least 1 value' },
  {
    file: 'batch-of-none',
    text: set(['training', 'batchSize'], 0),
    path: 'training.batchSize',
    says: 'at least 1, not 0',
  },
  { file: 'steps-huge', text: set(['training', 'steps'], 1e9), path: 'training.steps', says: 'at most 10000000' },
  { file: 'seed-negative', text: set(['training', 'seed'], -1), path: 'training.seed', says: 'at least 0, not -1' },
  {
    file: 'name-long',
    text: set(['name'], 'x'.repeat(201)),
    path: 'name',
    says: 'at most 200 characters, not one of 201',
  },

  // Ids, ports and frames that do not fit together.
  {
    file: 'id-with-space',
    text: set(['nodes', 'my node'], node('preview')),
    path: 'nodes["my node"]',
    says: 'begins with a letter',
  },
  {
    file: 'id-long',
    text: set(['nodes', 'n'.repeat(65)], node('preview')),
    path: `nodes.${'n'.repeat(65)}`,
    says: 'at most 64',
  },
  { file: 'endpoint-without-port', text: wire('loss', 'D.score'), path: 'wires.loss', says: '"loss" is no endpoint' },
  { file: 'endpoint-with-space', text: wire('G.z', 'z. out'), path: 'wires["G.z"]', says: '"z. out" is no endpoint' },
  {
    file: 'wire-to-nobody',
    text: wire('los.real', 'D.score@real'),
    path: 'wires["los.real"]',
    says: 'The nearest is "loss"',
  },
  {
    file: 'wire-from-nobody',
    text: wire('G.z', 'x.out'),
    path: 'wires["G.z"]',
    says: 'a node "x" that does not exist',
  },
  {
    file: 'wire-from-inherited',
    text: wire('G.z', 'toString.out'),
    path: 'wires["G.z"]',
    says: 'a node "toString" that does not exist',
  },
  {
    file: 'wire-to-unknown-port',
    text: wire('loss.fak', 'D.score@fake'),
    path: 'wires["loss.fak"]',
    says: 'the inputs "real", "fake"',
  },
  {
    file: 'wire-from-unknown-port',
    text: wire('D.image@real', 'data.picture'),
    path: 'wires["D.image@real"]',
    says: 'an output "picture"',
  },
  {
    file: 'wire-of-another-dataset',
    text: param('data', 'dataset', 'ring'),
    path: 'wires["D.image@real"]',
    says: 'an output "image"',
  },
  {
    file: 'unknown-call',
    text: wire('D.image@reel', 'data.image'),
    path: 'wires["D.image@reel"]',
    says: 'the calls "real", "fake"',
  },
  {
    file: 'call-left-out',
    text: wire('loss.real', 'D.score'),
    path: 'wires["loss.real"]',
    says: 'means the call "main"',
  },
  {
    file: 'call-of-a-layer',
    text: wire('G_fc.in@main2', 'G_z.out'),
    path: 'wires["G_fc.in@main2"]',
    says: 'has the call "main"',
  },
  {
    file: 'one-input-two-names',
    text: wire('G.z@main', 'z.out'),
    path: 'wires["G.z@main"]',
    says: 'Two wires end at "G.z"',
  },
  {
    file: 'wire-across-frames',
    text: wire('G_fc.in', 'z.out'),
    path: 'wires["G_fc.in"]',
    says: 'cannot cross a frame',
  },
  { file: 'wire-between-frames', text: wire('D_fl.in', 'G_rs.out'), path: 'wires["D_fl.in"]', says: 'in network "G"' },
  {
    file: 'parent-unknown',
    text: set(['nodes', 'G_fc', 'parent'], 'H'),
    path: 'nodes.G_fc.parent',
    says: 'no such node',
  },
  {
    file: 'parent-no-network',
    text: set(['nodes', 'G_fc', 'parent'], 'z'),
    path: 'nodes.G_fc.parent',
    says: 'no network',
  },
  {
    file: 'parent-itself',
    text: set(['nodes', 'G', 'parent'], 'G'),
    path: 'nodes.G.parent',
    says: 'Networks cannot hold networks',
  },
  {
    file: 'network-in-network',
    text: set(['nodes', 'D', 'parent'], 'G'),
    path: 'nodes.D.parent',
    says: 'Networks cannot hold networks',
  },
  {
    file: 'input-on-the-canvas',
    text: set(['nodes', 'G_z', 'parent'], undefined),
    path: 'nodes.G_z',
    says: 'lies on the canvas',
  },
  {
    file: 'latent-in-network',
    text: set(['nodes', 'z', 'parent'], 'G'),
    path: 'nodes.z.parent',
    says: 'hold only layers',
  },
  {
    file: 'loss-in-network',
    text: set(['nodes', 'loss', 'parent'], 'D'),
    path: 'nodes.loss.parent',
    says: 'hold only layers',
  },
  {
    file: 'two-inputs-of-one-name',
    text: set(['nodes', 'G_y'], node('input', { name: 'z' }, 'G')),
    path: 'nodes.G_y.params.name',
    says: 'two inputs named "z"',
  },
  {
    file: 'two-outputs-of-one-name',
    text: set(['nodes', 'G_o'], node('output', { name: 'image' }, 'G')),
    path: 'nodes.G_o.params.name',
    says: 'two outputs named "image"',
  },
  {
    file: 'two-calls-of-one-name',
    text: param('D', 'calls', ['real', 'fake', 'real']),
    path: 'nodes.D.params.calls',
    says: 'name of its own',
  },
  {
    file: 'port-name-with-dot',
    text: param('G_z', 'name', 'z.1'),
    path: 'nodes.G_z.params.name',
    says: 'this is "z.1"',
  },
]

/** Files that load, with something that cannot be trained. */
export const unfitFiles: readonly UnfitFile[] = [
  {
    file: 'cycle-in-network',
    text: edited(
      [['nodes', 'G_add'], node('add', {}, 'G')],
      [['wires', 'G_add.a'], 'G_fc.out'],
      [['wires', 'G_add.b'], 'G_rs.out'],
      [['wires', 'G_rs.in'], 'G_add.out'],
    ),
    code: 'cycle',
    node: 'G_add',
  },
  {
    file: 'cycle-of-one-node',
    text: edited(
      [['nodes', 'G_add'], node('add', {}, 'G')],
      [['wires', 'G_add.a'], 'G_add.out'],
      [['wires', 'G_add.b'], 'G_fc.out'],
    ),
    code: 'cycle',
    node: 'G_add',
  },
  {
    file: 'cycle-on-the-canvas',
    text: edited(
      [['nodes', 'noise'], node('gaussian-noise')],
      [['wires', 'noise.in'], 'D.score@fake'],
      [['wires', 'G.z'], 'noise.out'],
    ),
    code: 'cycle',
    node: 'G',
  },
  { file: 'wire-missing', text: wire('G_rs.in', undefined), code: 'missing-wire', node: 'G_rs' },
  { file: 'reshape-of-another-size', text: param('G_rs', 'shape', [32, 32, 1]), code: 'reshape-size', node: 'G_rs' },
  {
    file: 'weights-on-the-canvas',
    text: edited([['nodes', 'loose'], node('dense')], [['wires', 'loose.in'], 'z.out']),
    code: 'weights-outside-network',
    node: 'loose',
  },
  {
    file: 'image-expected',
    text: edited(
      [['nodes', 'G_cv'], node('conv2d', {}, 'G')],
      [['wires', 'G_cv.in'], 'G_fc.out'],
      [['wires', 'G_rs.in'], 'G_cv.out'],
    ),
    code: 'rank-mismatch',
    node: 'G_cv',
  },
  { file: 'nobody-to-train', text: wire('loss.fake', 'D.score@real'), code: 'objective-without-player', node: 'loss' },
  {
    file: 'too-large-for-memory',
    text: edited(
      [['nodes', 'G_one'], node('dense', { units: 1_048_576 }, 'G')],
      [['nodes', 'G_two'], node('dense', { units: 1_048_576 }, 'G')],
      [['wires', 'G_one.in'], 'G_z.out'],
      [['wires', 'G_two.in'], 'G_one.out'],
      [['wires', 'G_fc.in'], 'G_two.out'],
    ),
    code: 'too-large',
    node: null,
  },
]
