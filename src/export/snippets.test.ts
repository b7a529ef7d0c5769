/**
 * @file The code that runs an export: it does. That for TensorFlow.js is run beside the files, that for Python is parsed, and docs/export.md
 * shows what the exporters give.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { exporters } from '.'
import { chosenNetworks, type ExportInput, mainNetwork, weightValues } from './exporter'
import { changed, inputOf, templatePaths } from './testing/templates'
import { loadsFromFolder, tensorFlowFolder, writeFiles } from './testing/tensorflow'
import { tfjs } from './tfjs/exporter'

const { folder, leave } = tensorFlowFolder()
afterAll(leave)

const EIGHT_GAUSSIANS = 'templates/gaussian-ring.json'
const python = spawnSync('python3', ['--version']).status === 0
const ofOneNetwork = (input: ExportInput): ExportInput => ({ ...input, network: mainNetwork(input)!.id })

/** Code blocks of a page by the exporter whose heading they stand under. */
function codeIn(page: string): Map<string, string> {
  const sections = page.split(/^## /m).slice(1)
  return new Map(
    sections.flatMap((section) => {
      const name = /^[^\n]*\(`([a-z]+)`\)/.exec(section)?.[1]
      const code = /```\w+\n(.*?)```/s.exec(section)?.[1]
      return name && code ? [[name, code] as const] : []
    }),
  )
}

test('docs/export.md shows the code that is given for 8 Gaussians', () => {
  const input = ofOneNetwork(inputOf(EIGHT_GAUSSIANS))
  const given = exporters.map((exporter) => [exporter.name, exporter.snippet(input)!.code] as const)
  const shown = codeIn(readFileSync('docs/export.md', 'utf8'))
  for (const [name, code] of shown) expect(code).toBe(new Map(given).get(name))
  expect([...shown.keys()].sort()).toEqual(['onnx', 'safetensors', 'tfjs'])
})

test.skipIf(!python)('Python parses what is given for every template', () => {
  const codes = templatePaths()
    .flatMap((path) => [inputOf(path), ofOneNetwork(inputOf(path))])
    .flatMap((input) => exporters.filter((exporter) => exporter !== tfjs).map((exporter) => exporter.snippet(input)!))
    .map(({ code }) => code)
  const script = 'import ast, json, sys\nfor code in json.load(sys.stdin): ast.parse(code)'
  const { stderr } = spawnSync('python3', ['-c', script], { input: JSON.stringify(codes), encoding: 'utf8' })
  expect(stderr).toBe('')
})

/** Runs the code for TensorFlow.js beside the files, as a module of a page, and answers what it prints. */
async function run(input: ExportInput): Promise<string> {
  const files = await tfjs.files(input)
  if (!files.ok) throw new Error(files.problem.message)
  writeFiles(folder, files.value)
  writeFileSync(join(folder, 'page.js'), tfjs.snippet(input)!.code)
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', loadsFromFolder(folder), 'page.js'], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

test('the code for TensorFlow.js runs beside the files, also where they hold layers that it lacks', async () => {
  const printed = await run(ofOneNetwork(inputOf(EIGHT_GAUSSIANS)))
  expect(printed.match(/\[[^[\]]+\]/g)).toHaveLength(16)

  const always = changed(DROPS, (nodes) => {
    for (const { kind, params } of nodes) if (kind === 'dropout') params.always = true
  })
  const network = chosenNetworks(always).find(({ body }) => body.some(({ kind }) => kind === 'dropout'))!
  const own = { ...always, network: network.id }
  expect(tfjs.notes!(own)[0]).toMatch(/lacks AlwaysDropout: import [a-z0-9-]+-layers\.js before/)
  expect((await run(own)).match(/\[[^[\]]+\]/g)).toHaveLength(16)
})

const DROPS = templatePaths().find((path) => /"kind": "dropout"/.test(readFileSync(path, 'utf8')))!

test('the moving average is exported unless the live weights are asked for', async () => {
  const input = templatePaths()
    .map(inputOf)
    .find(({ plan }) => Object.values(plan.networks).some(({ ema }) => ema !== null))!
  const network = Object.values(input.plan.networks).find(({ ema }) => ema !== null)!
  const all = (value: number) =>
    new Map(
      Object.values(input.plan.networks).flatMap((one) =>
        [...weightValues(input, one)].map(([id, { values }]) => [id, values.map(() => value)] as const),
      ),
    )
  const checkpoint = { step: 7, weights: all(0.5), ema: all(0.25) }
  const first = async (weights: ExportInput['weights']) => {
    const files = await tfjs.files({ ...input, checkpoint, weights, network: network.id })
    if (!files.ok) throw new Error(files.problem.message)
    return new Float32Array(files.value[1]!.bytes.buffer)[0]
  }
  expect([await first('ema'), await first('live')]).toEqual([0.25, 0.5])
})
