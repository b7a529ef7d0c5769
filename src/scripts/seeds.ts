/**
 * @file The same graph from several seeds, as a table: one good run says little about a GAN.
 * `npm run seeds -- templates/gaussian-ring.json [--seeds 5] [--steps N] [--backend wasm]`.
 */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { machineText, trainRun } from './train-run'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '5' },
    from: { type: 'string', default: '0' },
    steps: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
  },
})

console.log(`${machineText()}, ${values.backend}\n`)
for (const file of positionals) {
  const name = basename(file).replace(/\.json$/, '')
  let columns: string[] | null = null
  for (let seed = Number(values.from); seed < Number(values.from) + Number(values.seeds); seed++) {
    const options = ['--backend', values.backend, '--seed', String(seed), '--out', `run/${name}-seed-${seed}`]
    const { step, seconds, metrics } = await trainRun(file, [
      ...options,
      ...(values.steps ? ['--steps', values.steps] : []),
    ])
    if (!columns) {
      columns = Object.keys(metrics)
      console.log(
        `| ${name}, seed | steps | seconds | ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length + 3)}`,
      )
    }
    const figures = columns.map((column) => Number(metrics[column]?.toPrecision(4)))
    console.log(`| ${seed} | ${step} | ${seconds.toFixed(0)} | ${figures.join(' | ')} |`)
  }
  console.log('')
}
