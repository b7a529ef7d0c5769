/**
 * @file Kills a run at random moments, every other one around a save, goes on with it each time, and holds its last checkpoint against
 * that of a run left in peace, byte by byte. `npm run kills -- [--page | --edits] [--kills 20] [--seed 0] [--steps N] [--backend wasm]`: of the
 * command line, or with `--page` of the built page in a real browser, on WebAssembly. With `--edits` it is editing that is killed, with
 * the whole browser, one to three seconds after the last edit, which must be there afterwards with its step of undo.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { withBuiltSite } from '../../e2e/fixtures/built-page'
import { isKept, killedEdits } from '../../e2e/fixtures/killed-edits'
import { killedPage, WAYS } from '../../e2e/fixtures/killed-page'
import { randomStream } from '../lib/random'
import { killedRun } from './killed-run'
import { machineText } from './train-run'

const { values } = parseArgs({
  options: {
    page: { type: 'boolean', default: false },
    edits: { type: 'boolean', default: false },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '0' },
    steps: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
  },
})

const file = 'templates/gaussian-ring.json'
const random = randomStream('kills', Number(values.seed)).uniform
const kills = Number(values.kills)
const folder = await mkdtemp(join(tmpdir(), 'ganvas-kills-'))
const startedAtMs = performance.now()
const sayMachine = (backend: string) => {
  const seconds = (performance.now() - startedAtMs) / 1000
  console.log(`${machineText()}, ${backend}, seed ${values.seed}, ${seconds.toFixed(0)} s`)
}
const sayEnd = (steps: string, { ended, different }: { ended: number; different: number }) => {
  console.log(`${ended} of ${ended} runs came to their ${steps} steps, ${ended - different} of them byte for byte`)
  if (different > 0) process.exitCode = 1
}

async function killCommandLine(steps: string): Promise<void> {
  const result = await killedRun({
    file,
    options: ['--steps', steps, '--backend', values.backend],
    folder,
    kills,
    random,
  })
  sayMachine(values.backend)
  console.log(`${result.kills} processes killed, ${result.killsAroundSaves} of them around a save`)
  console.log(`went on from steps ${result.resumedAt.join(', ')}`)
  sayEnd(steps, result)
}

async function killPage(steps: string): Promise<void> {
  await withBuiltSite(async (siteUrl) => {
    const result = await killedPage({
      ...{ siteUrl, file, steps: Number(steps), folder, kills, random },
      say: (text) => console.error(text),
    })
    sayMachine('page, wasm')
    const ways = WAYS.map((way) => `${way} ${result.kills.filter((kill) => kill === way).length}`)
    console.log(`${result.kills.length} kills, ${result.killsAroundSaves} of them around a save: ${ways.join(', ')}`)
    console.log(
      `${result.kept} left a run that was not done, and ${result.resumed} of these went on; the others left none`,
    )
    console.log(`went on from steps ${result.resumedAt.join(', ')}`)
    console.log(`lost at most ${result.mostStepsLost} steps, ${result.mostSecondsLost.toFixed(1)} s of training`)
    sayEnd(steps, result)
  })
}

async function killEdits(): Promise<void> {
  await withBuiltSite(async (siteUrl) => {
    let waitMs = 0
    const results = await killedEdits({
      ...{ siteUrl, folder, kills },
      pause: () => {
        waitMs = Math.round(1000 + 2000 * random())
        return wait(waitMs)
      },
      say(killed) {
        const { done, found } = killed
        const end = isKept(killed) ? 'nothing lost' : `done ${JSON.stringify(done)}, found ${JSON.stringify(found)}`
        console.error(`${waitMs} ms after the last edit: ${end}`)
      },
    })
    sayMachine('page')
    const kept = results.filter(isKept)
    console.log(`${results.length} browsers killed; ${kept.length} lost nothing`)
    if (kept.length < results.length) process.exitCode = 1
  })
}

try {
  if (values.edits) await killEdits()
  else if (values.page) await killPage(values.steps ?? '600')
  else await killCommandLine(values.steps ?? '3000')
} finally {
  await rm(folder, { recursive: true, force: true })
}
