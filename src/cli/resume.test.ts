/** @file A run of the command line that is killed, once while it saves and once anywhere, ends byte for byte like one that was not. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { GraphDocument, GraphNode } from '../graph/document'
import { loadDocument } from '../graph/load'
import { randomStream } from '../lib/random'
import { killedRun } from '../scripts/killed-run'
import { sameGraph } from './resume'

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

test('what is bypassed or frozen makes another graph; where nodes lie does not', () => {
  const loaded = loadDocument(readFileSync('templates/gaussian-ring.json', 'utf8'))
  if (!loaded.ok) throw new Error('the template loads')
  const { nodes } = loaded.value
  const changed = (change: Partial<GraphNode>): GraphDocument => ({
    ...loaded.value,
    nodes: { ...nodes, G_dense1: { ...nodes.G_dense1!, ...change } },
  })
  expect(sameGraph(loaded.value, changed({ position: { x: 1, y: 2 } }))).toBe(true)
  expect(sameGraph(loaded.value, changed({ frozen: true }))).toBe(false)
  expect(sameGraph(loaded.value, changed({ bypassed: true }))).toBe(false)
})
