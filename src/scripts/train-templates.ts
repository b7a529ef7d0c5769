/**
 * @file Trains templates with the command line and keeps what came out of them: `templates/trained/<name>.png` and its entry
 * of `figures.json`, which the editor shows. `npm run templates -- [name…] [--samples 10000] [--backend wasm]`; without names, all of them.
 */
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { machineText, trainRun } from './train-run'

const FOLDER = 'templates/trained'
const FIGURES = `${FOLDER}/figures.json`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'wasm' },
    seed: { type: 'string', default: '0' },
    samples: { type: 'string', default: '10000' },
  },
})
const all = (await readdir('templates'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace(/\.json$/, ''))
const unknown = positionals.filter((name) => !all.includes(name))
if (unknown.length > 0) throw new Error(`no template is called ${unknown.join(', ')}; there are ${all.join(', ')}`)

for (const name of positionals.length > 0 ? positionals : all) {
  const options = ['--backend', values.backend, '--seed', values.seed, '--out', `run/${name}`]
  const { step, seconds, metrics, metricDetails, samples } = await trainRun(
    `templates/${name}.json`,
    options,
    values.samples,
  )
  await copyFile(samples, `${FOLDER}/${name}.png`)
  const figures = JSON.parse(await readFile(FIGURES, 'utf8')) as Record<string, unknown>
  figures[name] = {
    steps: step,
    seconds: Math.round(seconds),
    seed: Number(values.seed),
    backend: values.backend,
    machine: machineText(),
    metrics,
    metricDetails,
  }
  const sorted = Object.fromEntries(Object.entries(figures).sort(([a], [b]) => a.localeCompare(b)))
  await writeFile(FIGURES, `${JSON.stringify(sorted, null, 2)}\n`)
  console.log(`${name}: ${JSON.stringify(metrics)}`)
}
