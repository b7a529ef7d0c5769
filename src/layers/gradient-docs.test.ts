/**
 * @file `docs/gradients.md`: how often each kind may be differentiated, and how well that holds on each backend. With
 * `npm run docs:gradients` this writes it from what the checks measured; otherwise it fails where the page and the catalogue differ.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { layerKinds } from '.'
import type { CheckedDerivatives } from './contract'
import { TOLERANCE } from './gradient-check'
import { REPORTING, reportPath } from './gradient-report'
import type { LayerDefinition } from './layer'

const PATH = 'docs/gradients.md'
const BACKENDS = ['cpu', 'wasm', 'webgpu', 'webgl'] as const
const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]

function readReport(backend: string, kind: string): CheckedDerivatives | null {
  const path = reportPath(backend, kind)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

const titleOf = (kind: string): string => layers.find((layer) => layer.kind === kind)?.title ?? kind

/** What a kind says of itself: these columns follow the catalogue, the others what was measured. */
function claims(layer: LayerDefinition): string[] {
  if (layer.passesGradient === false) return [layer.title, `\`${layer.kind}\``, 'none passes', 'none passes']
  const others = layer.instead?.(layer.params.parse({})).map(({ kind }) => titleOf(kind)) ?? []
  const instead = others.length > 0 ? `no: take ${[...new Set(others)].join(' or ')}` : 'no'
  return [layer.title, `\`${layer.kind}\``, 'yes', layer.differentiable === 2 ? 'yes' : instead]
}

const errorText = (error: number | null | undefined): string =>
  error === null || error === undefined ? '–' : error === 0 ? '0' : error.toExponential(0)

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table(): string {
  const head = ['kind', 'in files', 'first', 'second', ...BACKENDS.map((backend) => `error on ${backend}`)]
  const rows = layers.map((layer) => [
    ...claims(layer),
    ...BACKENDS.map((backend) => {
      const measured = readReport(backend, layer.kind)
      return errorText(measured?.second ?? measured?.first)
    }),
  ])
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

/** What `src/backend/gradients/stock.test.ts` found. */
function stockTable(): string {
  const path = reportPath('stock', 'all')
  if (!existsSync(path)) throw new Error(`${path} is not there. Run npm run docs:gradients, which makes it.`)
  const faults: Record<string, { first: string; second: string }> = JSON.parse(readFileSync(path, 'utf8'))
  const rows = Object.entries(faults).map(([name, { first, second }]) => [name, first, second])
  const head = ['operation', 'first of TensorFlow.js', 'second of TensorFlow.js']
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

const page = (): string => `# Derivatives

A generator learns by first derivatives. A gradient penalty on a critic (WGAN-GP, DRAGAN, R1, R2) is itself made of first derivatives, so the
critic's weights need second ones. TensorFlow.js 4.22 computes many of those wrongly or not at all, so Ganvas registers gradients of its own
(\`src/backend/gradients\`), and no layer is marked as twice differentiable that the tests have not found to be so. A penalty over a critic
that holds any other layer is an error that names the node and what to put in its place.

This page is made by \`npm run docs:gradients\`, which checks every layer in the catalogue on each backend: all examples on \`cpu\` and
\`wasm\` in Node, the first of each on \`webgpu\` and \`webgl\` in a browser, both on SwiftShader. A random weighted sum of the layer's outputs is differentiated by
all inputs and weights, and compared with central differences along the gradient and along random directions, while training and after;
for the second derivative, all gradients of such a sum of squared outputs are summed and differentiated again. The error is the largest
difference as a share of the gradient's length. More than ${TOLERANCE} fails the tests; what remains below that is the rounding of float32 in
the difference quotients. The error shown is that of the highest order a layer has. Layers whose own statistics are held constant (the
vectors of spectral norm) are checked as a penalty uses them: first by the inputs, then by everything.

Two more judges stand beside the differences: \`src/layers/oracle.test.ts\` compares values with tf.layers, and
\`src/backend/gradients/oracle.test.ts\` compares what a critic's weights get under WGAN-GP and R1 with jax-js, which shares no code with
TensorFlow.js.

${table()}

## What TensorFlow.js gets wrong

The same cases by which ours are tested, put to the gradients of TensorFlow.js 4.22 on its \`cpu\` backend. Everything that is not listed is
right there too; everything that is listed is right here, on all four backends, but the second derivatives of \`prod\`, which is not
used.

${stockTable()}
`

it(`${PATH} ${REPORTING ? 'is written' : 'says what the catalogue says; if not, run npm run docs:gradients'}`, () => {
  if (REPORTING) {
    mkdirSync('docs', { recursive: true })
    writeFileSync(PATH, page())
  }
  const cells = readFileSync(PATH, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))
  expect(cells.slice(2, 2 + layers.length).map((row) => row.slice(0, 4))).toEqual(layers.map(claims))
})
