/** @file Time of one training step of each template on WASM in Node. `npm run bench -- step` prints the table. */
import { readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import { loadDocument } from '../../graph/load'
import { runSteps, trainerFor } from './testing'

const folder = new URL('../../../templates/', import.meta.url)
const only = process.env.BENCH_TEMPLATE ?? ''

for (const threads of [1, os.availableParallelism()]) {
  const { info } = await openBackend('wasm', threads)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name.includes(only))) {
    const loaded = loadDocument(readFileSync(new URL(file, folder), 'utf8'))
    if (!loaded.ok) throw new Error(`${file} does not load`)
    const trainer = await trainerFor(loaded.value, nodeDataFiles())
    await runSteps(trainer, 3)
    const startMs = performance.now()
    let steps = 0
    while (performance.now() - startMs < 6000) {
      await runSteps(trainer, 1)
      steps++
    }
    const stepMs = (performance.now() - startMs) / steps
    console.log(
      `${file.padEnd(24)} ${info.name} ${info.threads} threads  ${stepMs.toFixed(1)} ms/step  ${(1000 / stepMs).toFixed(1)} steps/s  batch ${loaded.value.training.batchSize}`,
    )
    trainer.dispose()
  }
}
