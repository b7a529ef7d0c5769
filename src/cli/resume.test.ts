/** @file A run of the command line that is killed, once while it saves and once anywhere, ends byte for byte like one that was not. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { encodeContent } from '../data/own/content'
import { decodeInNode } from '../data/own/decode-node'
import { DEFAULT_OPTIONS, prepareOwn } from '../data/own/prepare'
import { referTo } from '../data/own/refer'
import type { GraphDocument, GraphNode } from '../graph/document'
import { loadDocument } from '../graph/load'
import { randomStream } from '../lib/random'
import { killedRun } from '../scripts/killed-run'
import { KEPT, moveAside, sameGraph } from './resume'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-killed-'))
const given = mkdtempSync(join(tmpdir(), 'ganvas-given-'))
afterAll(() => {
  for (const made of [folder, given]) rmSync(made, { recursive: true, force: true })
})

/** The ring's nets on a table of own points: its graph, and the folder that holds it. */
async function ownPoints(): Promise<{ file: string; data: string }> {
  const draw = randomStream('own points')
  const rows = Array.from({ length: 300 }, () => `${draw.normal()},${draw.normal()}`)
  const data = join(given, 'points')
  mkdirSync(data)
  writeFileSync(join(data, 'points.csv'), rows.join('\n'))
  const prepared = await prepareOwn([{ path: 'points.csv', blob: new Blob([rows.join('\n')]) }], DEFAULT_OPTIONS, {
    decode: decodeInNode,
  })
  if (!prepared.ok) throw new Error(prepared.problem.message)
  const { content } = prepared.value
  const bytes = encodeContent(content)
  const dataset = referTo(content, 'points', createHash('sha256').update(bytes).digest('hex'), bytes.length)
  const document = JSON.parse(readFileSync('templates/gaussian-ring.json', 'utf8'))
  document.nodes.data.params.dataset = dataset
  const file = join(given, 'own.json')
  writeFileSync(file, JSON.stringify(document))
  return { file, data }
}

test('a killed run on own data is resumed and ends like one that was left in peace', { timeout: 240_000 }, async () => {
  const { file, data } = await ownPoints()
  const { kills, ended, different } = await killedRun({
    file,
    options: ['--steps', '150', '--backend', 'wasm', '--data', data],
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

test('a run that is done makes room for another, and stays; the design stays where it was too', async () => {
  const run = mkdtempSync(join(given, 'run-'))
  expect(await moveAside(run)).toBe(null)
  for (const number of [1, 2]) {
    mkdirSync(join(run, KEPT))
    for (const name of [`${KEPT}/manifest`, 'checkpoint.safetensors', 'metrics.jsonl', 'graph.json'])
      writeFileSync(join(run, name), String(number))
    const aside = join(run, `earlier-${number}`)
    expect(await moveAside(run)).toBe(aside)
    expect(readFileSync(join(aside, KEPT, 'manifest'), 'utf8')).toBe(String(number))
    expect(readFileSync(join(aside, 'graph.json'), 'utf8')).toBe(String(number))
    expect(existsSync(join(run, 'checkpoint.safetensors'))).toBe(false)
    expect(existsSync(join(run, 'graph.json'))).toBe(true)
  }
})
