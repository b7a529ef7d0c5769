/** @file A run of the command line that is killed, once while it saves and once anywhere, ends byte for byte like one that was not. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { randomStream } from '../lib/random'
import { killedRun } from '../scripts/killed-run'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-killed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a killed run is resumed and ends like one that was left in peace', { timeout: 240_000 }, async () => {
  const { kills, ended, different } = await killedRun({
    file: 'templates/gaussian-ring.json',
    options: ['--steps', '150', '--backend', 'wasm'],
    folder,
    kills: 2,
    random: randomStream('resume').uniform,
  })
  expect({ kills, different }).toEqual({ kills: 2, different: 0 })
  expect(ended).toBeGreaterThan(0)
})
