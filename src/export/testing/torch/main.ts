/**
 * @file Holds the exported programs against real PyTorch: networks, losses, penalties, optimisers, order of updates, averages. Then starts some
 * as their users would. `npm run pytorch -- [--only 'TEXT;TEXT'] [--large] [--steps 2] [--keep]`; `--large`: the nets of papers too, which take an hour.
 *
 * Exit 0 all agree, 1 some do not, 3 skipped: GANVAS_PYTHON, or else python3, has no PyTorch, safetensors and Lightning.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openBackend } from '../../../backend/open-node'
import { compile } from '../../../compile/compile'
import type { LoadedDataset } from '../../../data/dataset'
import { nodeDataFiles } from '../../../data/files-node'
import { loadDatasets } from '../../../train/worker/datasets'
import { cases } from './cases'
import { record } from './record'

interface Result {
  name: string
  inference?: number
  training?: number
  loss?: number
  worstLoss?: string
  weights?: number
  update?: number
  average?: number
  statistics?: number
  worstWeight?: string
  worstShare?: number
  error?: string
  trace?: string
}

/** Largest distances that pass. `update`: of all weights' changes together, where these are gradients. */
const LIMITS = { inference: 1e-4, training: 1e-4, loss: 1e-3, weights: 1e-3, average: 1e-3, statistics: 1e-3 } as const
const UPDATE_LIMIT = 5e-3

const say = (line: string) => process.stdout.write(`${line}\n`)

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    large: { type: 'boolean', default: false },
    steps: { type: 'string', default: '2' },
    keep: { type: 'boolean', default: false },
  },
})
const python = process.env.GANVAS_PYTHON ?? 'python3'
const script = join(dirname(fileURLToPath(import.meta.url)), 'run.py')

const probe = spawnSync(python, [script], { encoding: 'utf8' })
if (probe.status !== 0) {
  say(probe.error ? `skipped: ${python} does not run: ${probe.error.message}` : probe.stderr.trim())
  process.exit(3)
}

const { tf } = await openBackend('wasm')
const datasets = new Map<string, LoadedDataset>()
const root = await mkdtemp(join(tmpdir(), 'ganvas-torch-'))
const only = values.only?.split(';')
const chosen = cases(values.large).filter(({ name }) => !only || only.some((part) => name.includes(part)))
const results: Result[] = []
const folders: string[] = []
for (const [index, { name, document }] of chosen.entries()) {
  const folder = join(root, String(index))
  try {
    const { plan } = compile(document)
    if (plan) await loadDatasets(plan, nodeDataFiles(), { loaded: datasets })
    await record(name, document, { tf, datasets, folder, steps: Number(values.steps) })
    folders.push(folder)
  } catch (error) {
    results.push({ name, error: `recording: ${error instanceof Error ? error.message : error}` })
  }
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${index + 1} of ${chosen.length} recorded: ${name}`)
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

if (folders.length > 0) {
  const child = spawn(python, [script, ...folders], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) results.push(JSON.parse(line) as Result)
}

/** Plain descent moves by the gradient; what divides by its length moves by its sign, where that is rounding. */
const isDescent = (name: string) => !/^(templates|graphs)\/(?!published)/.test(name) || name.endsWith('(descent)')

function failures(result: Result): string[] {
  if (result.error) return [result.error]
  const found = Object.entries(LIMITS).flatMap(([key, limit]) => {
    const value = result[key as keyof typeof LIMITS] ?? 0
    return value <= limit ? [] : [`${key} ${value.toExponential(1)}`]
  })
  if (isDescent(result.name) && !((result.update ?? 0) <= UPDATE_LIMIT))
    found.push(`update ${result.update?.toExponential(1)}`)
  return found
}

const COLUMNS = ['inference', 'training', 'loss', 'weights', 'update', 'average', 'statistics'] as const
say(`| design | ${COLUMNS.join(' | ')} | |\n| --- |${' --- |'.repeat(COLUMNS.length + 1)}`)
let failed = 0
for (const result of results) {
  const problems = failures(result)
  if (problems.length > 0) failed++
  const cells = COLUMNS.map((column) => result[column]?.toExponential(0) ?? '')
  const word =
    problems.length === 0
      ? 'ok'
      : `**${problems.join('; ')}** ${result.worstLoss ?? ''} ${result.worstWeight ?? ''} ${result.worstShare?.toExponential(1) ?? ''}`
  say(`| ${result.name} | ${cells.join(' | ')} | ${word} |`)
  if (result.trace) say(result.trace)
}
say(`\n${results.length - failed} of ${results.length} designs agree.`)
if (values.keep) say(`kept in ${root}`)
else await rm(root, { recursive: true, force: true })
process.exit(failed > 0 ? 1 : 0)
