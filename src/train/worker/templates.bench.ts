/** @file Time of one training step of each template on WASM in Node. `npm run bench -- templates`; BENCH_THREADS sets the threads. */
import { readdirSync, readFileSync } from 'node:fs'
import { printTable } from '../../backend/bench/table'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import { loadDocument } from '../../graph/load'
import { runSteps, trainerFor } from './testing'

const folder = new URL('../../../templates/', import.meta.url)
const MEASURED_MS = 6000

const threads = process.env.BENCH_THREADS
const { info } = await openBackend('wasm', threads === undefined ? undefined : Number(threads))
const rows = [['template', 'batch', 'ms a step', 'steps/s']]
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const loaded = loadDocument(readFileSync(new URL(file, folder), 'utf8'))
  if (!loaded.ok) throw new Error(`${file} does not load`)
  const trainer = await trainerFor(loaded.value, nodeDataFiles())
  await runSteps(trainer, 3)
  const startMs = performance.now()
  let steps = 0
  for (; performance.now() - startMs < MEASURED_MS; steps++) await runSteps(trainer, 1)
  const stepMs = (performance.now() - startMs) / steps
  rows.push([file, String(loaded.value.training.batchSize), stepMs.toFixed(1), (1000 / stepMs).toFixed(1)])
  trainer.dispose()
}
printTable(`One training step of each template, WASM, ${info.threads} threads`, rows)
