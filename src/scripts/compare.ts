/**
 * @file Several graphs, each trained for the same wall time, judged alike: a Markdown table and the pictures.
 * `npm run compare -- [--seconds 600] [--out docs/compare] templates/dcgan-mnist.json …`. Let nothing else run meanwhile.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { evaluateRun, machineText, trainRun } from './train-run'

const COLUMNS = ['frechetDistance', 'kernelDistance', 'precision', 'recall'] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '0' },
    samples: { type: 'string', default: '10000' },
    backend: { type: 'string', default: 'wasm' },
    out: { type: 'string', default: 'docs/compare' },
  },
})

await mkdir(values.out, { recursive: true })
const rows: string[] = []
let floors: string | null = null
let extractor = ''
for (const file of positionals) {
  const name = basename(file).replace(/\.json$/, '')
  const folder = `run/compare-${name}`
  const options = ['--backend', values.backend, '--seed', values.seed, '--seconds', values.seconds, '--out', folder]
  const { step, seconds, samples } = await trainRun(file, options)
  await copyFile(samples, join(values.out, `${name}.png`))
  const { metrics, metricDetails } = await evaluateRun(folder, values.samples, values.backend)
  const figures = COLUMNS.map((column) => Number(metrics[column]?.toPrecision(3)))
  floors ??= COLUMNS.map((column) => Number(metricDetails[column]?.floor?.toPrecision(2))).join(' | ')
  extractor = metricDetails.frechetDistance?.extractor ?? extractor
  rows.push(`| ${name} | ${step} | ${seconds.toFixed(0)} | ${figures.join(' | ')} |`)
  console.log(rows.at(-1))
}
const table = [
  `| graph | steps | seconds | Fréchet distance | KID | precision | recall |`,
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...rows,
  `| the data itself | | | ${floors} |`,
  '',
  `${machineText()}, ${values.backend}, seed ${values.seed}; ${values.samples} samples of the averaged weights, ${extractor}.`,
].join('\n')
await writeFile(join(values.out, 'table.md'), `${table}\n`)
console.log(`\n${table}`)
