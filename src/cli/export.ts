/**
 * @file `ganvas export`: writes a design, its networks, or the figures of a run for other programs. Exit 0 written, 1 refused,
 * 2 cannot read.
 */
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { defineCommand } from 'citty'
import { type CheckpointWeights, readCheckpointWeights } from '../compile/checkpoint-file'
import { compile } from '../compile/compile'
import type { Plan } from '../compile/plan'
import { exporters, findExporter } from '../export'
import { type ExportedFile, type ExportInput, textFile } from '../export/exporter'
import { nearest } from '../graph/nearest'
import { fail, ok, type Result } from '../lib/result'
import { metricsCsv } from '../runs/metrics-csv'
import { leave } from './arguments'
import { readCheckpoint } from './read-checkpoint'
import { describeLoadErrors, readGraph } from './read-graph'
import { readRunHistory } from './run-history'
import { problemText } from './system-problem'

/** What needs a run and no design: no exporter. */
const CSV = 'csv'
const names = [...exporters.map(({ name }) => name), CSV]

/** What `--to` takes, for the help: more than its table has room for. */
export const exportWays = [
  ...exporters.map((exporter) => [exporter.name, exporter.describe()] as const),
  [CSV, 'The losses and metrics of a run as a table, one row a step; FILE is the folder of the run.'] as const,
]
  .map(([name, what]) => `  --to ${name}\n      ${what}`)
  .join('\n')

export const exportCommand = defineCommand({
  meta: {
    name: 'export',
    description: 'A design, its networks or the figures of a run for other programs',
  },
  args: {
    file: {
      type: 'positional',
      description: 'Graph file, as saved with the run; for csv the folder of the run',
      required: true,
    },
    to: { type: 'string', description: names.join(' | '), required: true },
    checkpoint: {
      type: 'string',
      description: 'Checkpoint, or the folder that holds it; without it the weights that training begins with',
    },
    network: { type: 'string', description: 'Id or name of the only network; without it all' },
    ema: { type: 'boolean', description: 'The moving average of the weights, where there is one (the default)' },
    live: { type: 'boolean', description: 'The weights as the last update left them' },
    out: { type: 'string', description: 'File, or folder for several (the present folder)' },
  },
  async run({ args }) {
    if (args.to === CSV) return exportCsv(args.file, args)
    const exporter = findExporter(args.to)
    if (!exporter) {
      const meant = args.to === '' ? null : nearest(args.to, names)
      return leave(2, `--to takes ${names.join(', ')}, not "${args.to}".${meant ? ` Did you mean "${meant}"?` : ''}`)
    }
    if (args.ema && args.live) return leave(2, '--ema and --live exclude each other. Leave one out.')
    const loaded = await readGraph(args.file)
    if (!loaded.ok) return leave(2, describeLoadErrors(args.file, loaded.problem))
    const document = loaded.value
    const { plan } = compile(document)
    if (!plan) return leave(1, `${args.file} has errors. "ganvas check ${args.file}" lists them.`)
    const network = args.network === undefined ? ok(null) : findNetwork(plan, args.network)
    if (!network.ok) return leave(2, network.problem)
    if (network.value !== null && !exporter.takes.network)
      return leave(2, `--to ${exporter.name} takes the whole design. Leave --network out.`)
    let checkpoint: CheckpointWeights | null = null
    if (args.checkpoint !== undefined) {
      const bytes = await readCheckpoint(args.checkpoint)
      if (typeof bytes === 'string') return leave(2, bytes)
      const read = readCheckpointWeights(plan, bytes)
      if (!read.ok) return leave(1, `The checkpoint ${args.checkpoint} does not fit ${args.file}. ${read.problem}`)
      checkpoint = read.value
    }
    const input: ExportInput = {
      document,
      plan,
      checkpoint,
      network: network.value,
      weights: args.live ? 'live' : 'ema',
    }
    const exported = await exporter.files(input)
    if (!exported.ok) {
      const { message, fix, node } = exported.problem
      return leave(1, `${args.file}${node ? ` at ${node}` : ''}: ${message} ${fix}`)
    }
    const written = await write(exported.value, args.out)
    if (!written.ok) return leave(2, written.problem)
    if (exporter.takes.weights && !checkpoint)
      console.error('Without --checkpoint these are the weights that training begins with.')
    for (const note of exporter.notes?.(input) ?? []) console.error(note)
    console.log(written.value.join('\n'))
  },
})

async function exportCsv(path: string, given: Readonly<Record<string, unknown>> & { out?: string | undefined }) {
  const meant = ['checkpoint', 'network', 'ema', 'live'].find((name) => given[name] !== undefined)
  if (meant) return leave(2, `--to ${CSV} takes all that a run has been through. Leave --${meant} out.`)
  const history = await readRunHistory(path)
  if (!history.ok) return leave(2, history.problem)
  const written = await write([textFile('metrics.csv', metricsCsv(history.value))], given.out)
  if (!written.ok) return leave(2, written.problem)
  console.log(written.value.join('\n'))
}

/** By id, or by name whatever its case. */
function findNetwork(plan: Plan, wanted: string): Result<string, string> {
  const all = Object.values(plan.networks)
  const found =
    all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (found) return ok(found.id)
  return fail(`--network takes ${all.map(({ id, name }) => `${id} (${name})`).join(', ')}, not "${wanted}".`)
}

/** Paths of what was written. A single file takes the path `out`, unless that is a folder. */
async function write(files: readonly ExportedFile[], out = '.'): Promise<Result<string[], string>> {
  const isFolder =
    files.length > 1 ||
    /[/\\]$/.test(out) ||
    (await stat(out).then(
      (entry) => entry.isDirectory(),
      () => false,
    ))
  const paths: string[] = []
  try {
    for (const { name, bytes } of files) {
      const path = isFolder ? join(out, name) : out
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, bytes)
      paths.push(path)
    }
  } catch (error) {
    return fail(`The export cannot be written: ${problemText(error)}`)
  }
  return ok(paths)
}
