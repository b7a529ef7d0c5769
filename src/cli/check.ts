/** @file `ganvas check`: loads, compiles, prints what was found. Exit 0 no errors, 1 errors, 2 cannot read. */
import { defineCommand } from 'citty'
import type { Compilation } from '../compile/compilation'
import { compile } from '../compile/compile'
import { repairsOf } from '../compile/repairs/verify'
import { summarise, summaryText } from '../compile/summary'
import type { GraphDocument } from '../graph/document'
import { formatShape } from '../tensor/shape'
import { describeLoadErrors, readGraph } from './read-graph'

const OK = 0
const ERRORS = 1
const CANNOT_READ = 2

export const checkCommand = defineCommand({
  meta: { name: 'check', description: 'Check graph files: shapes, wires, parameters, cost' },
  args: {
    file: { type: 'positional', description: 'Graph file; several may be given', required: true },
    summary: {
      type: 'boolean',
      description: 'Also a table of the layers of each network: shape, parameters, FLOPs',
      default: false,
    },
    json: { type: 'boolean', description: 'One JSON object for each file', default: false },
  },
  async run({ args }) {
    let exitCode = OK
    for (const file of args._) exitCode = Math.max(exitCode, await checkFile(file, args))
    process.exitCode = exitCode
  },
})

async function checkFile(file: string, { json, summary }: { json: boolean; summary: boolean }): Promise<number> {
  const loaded = await readGraph(file)
  if (!loaded.ok) {
    if (json) {
      const diagnostics = loaded.problem.map(({ path, message }) => ({
        code: 'load',
        severity: 'error',
        path,
        message,
      }))
      console.log(JSON.stringify({ file, ok: false, diagnostics }))
    } else console.error(describeLoadErrors(file, loaded.problem))
    return CANNOT_READ
  }
  const compilation = compile(loaded.value)
  const clean = !compilation.diagnostics.some(({ severity }) => severity === 'error')
  console.log(
    json ? JSON.stringify(toJson(file, loaded.value, compilation, clean)) : overview(file, loaded.value, compilation),
  )
  if (summary && !json) console.log(`\n${summaryText(summarise(loaded.value, compilation))}\n`)
  return clean ? OK : ERRORS
}

function toJson(file: string, document: GraphDocument, compilation: Compilation, clean: boolean) {
  const { silenced, networks, objectives, flopsPerStep, bytes } = compilation
  const nodes = Object.fromEntries(
    Object.entries(compilation.nodes).map(([id, { outputs, parameters, flops }]) => [
      id,
      { outputs, parameters, flops },
    ]),
  )
  const diagnostics = compilation.diagnostics.map((diagnostic) => ({
    ...diagnostic,
    ...(diagnostic.repairs && { repairs: repairsOf(document, diagnostic, compilation.diagnostics) }),
  }))
  return { file, ok: clean, diagnostics, silenced: silenced.length, nodes, networks, objectives, flopsPerStep, bytes }
}

function overview(file: string, document: GraphDocument, compilation: Compilation): string {
  const lines = [`${file}: ${document.name}`]
  for (const { severity, code, node, port, message, fix } of compilation.diagnostics) {
    const place = node ? ` ${node}${port ? `.${port}` : ''}` : ''
    lines.push(`  ${severity === 'info' ? 'advice' : severity} [${code}]${place}: ${message}${fix ? ` ${fix}` : ''}`)
  }
  for (const [id, network] of Object.entries(compilation.networks)) {
    const ports = (shapes: Record<string, readonly number[]>) =>
      Object.entries(shapes)
        .map(([port, shape]) => `${port} ${formatShape(shape)}`)
        .join(', ')
    lines.push(
      `  network ${id}: ${ports(network.inputs)} → ${ports(network.outputs)}, ` +
        `${network.parameters.toLocaleString('en')} parameters (${network.trainable.toLocaleString('en')} trainable)`,
    )
  }
  for (const [id, { critics, players }] of Object.entries(compilation.objectives))
    lines.push(`  objective ${id}: ${critics.join(', ') || 'nobody'} against ${players.join(', ') || 'nobody'}`)
  const { flopsPerStep, bytes } = compilation
  lines.push(
    `  one step: ${(flopsPerStep / 1e9).toFixed(3)} GFLOP; weights ${(bytes.weights / 1e6).toFixed(1)} MB, ` +
      `activations ${(bytes.activations / 1e6).toFixed(1)} MB`,
  )
  return lines.join('\n')
}
