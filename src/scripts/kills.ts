/**
 * @file Kills a run of the command line at random moments, every other one around a save, resumes it each time, and holds its last
 * checkpoint against that of a run left in peace, byte by byte. `npm run kills -- [--kills 20] [--seed 0] [--steps N] [--backend wasm]`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomStream } from '../lib/random'
import { killedRun } from './killed-run'
import { machineText } from './train-run'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '0' },
    steps: { type: 'string', default: '3000' },
    backend: { type: 'string', default: 'wasm' },
  },
})

const folder = await mkdtemp(join(tmpdir(), 'ganvas-kills-'))
const startedAtMs = performance.now()
try {
  const { kills, killsAroundSaves, resumedAt, ended, different } = await killedRun({
    file: 'templates/gaussian-ring.json',
    options: ['--steps', values.steps, '--backend', values.backend],
    folder,
    kills: Number(values.kills),
    random: randomStream('kills', Number(values.seed)).uniform,
  })
  const seconds = (performance.now() - startedAtMs) / 1000
  console.log(`${machineText()}, ${values.backend}, seed ${values.seed}, ${seconds.toFixed(0)} s`)
  console.log(`${kills} processes killed, ${killsAroundSaves} of them around a save`)
  console.log(`went on from steps ${resumedAt.join(', ')}`)
  console.log(
    `${ended} of ${ended} runs came to their ${values.steps} steps, ${ended - different} of them byte for byte`,
  )
  if (different > 0) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true })
}
