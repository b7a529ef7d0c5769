/** @file The table of a run from its folder: the losses of every step, then the reports after its last checkpoint. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { RunHistory } from '../runs/history'
import { metricsCsv } from '../runs/metrics-csv'
import { KEPT, openRuns } from './resume'
import { readRunHistory } from './run-history'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-history-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const report = (step: number, critic: number, metrics: Record<string, number | null> = {}) =>
  JSON.stringify({ type: 'progress', step, losses: { loss: { critic, player: null } }, stepsPerSecond: 1, metrics })

async function csvOf(path: string): Promise<string[] | string> {
  const history = await readRunHistory(path)
  return history.ok ? metricsCsv(history.value).trim().split('\r\n') : history.problem
}

test('a folder without a run says what was expected', async () => {
  expect(await csvOf(folder)).toMatch(/neither checkpoints nor metrics.jsonl.*ganvas train/)
  expect(await csvOf(join(folder, 'gone'))).toMatch(/cannot be read/)
})

test('reports alone give a row each, figures where they changed, and a torn last line is left out', async () => {
  const lines = [report(4, 0.5, { w1: 2 }), report(8, 0.25, { w1: 2 }), report(9, 1, { w1: 1 }), '{"type":"progr']
  writeFileSync(join(folder, 'metrics.jsonl'), lines.join('\n'))
  const rows = ['step,loss critic,w1', '4,0.5,2', '8,0.25,', '9,1,1']
  expect(await csvOf(folder)).toEqual(rows)
  expect(await csvOf(join(folder, 'metrics.jsonl'))).toEqual(rows)
})

test('a checkpoint gives every step up to it, and only later reports are added', async () => {
  const history = new RunHistory()
  history.losses.append([0, 1, 2, 3, 4].map((step) => ({ step, losses: { loss: { critic: step, player: null } } })))
  history.measured(3, { w1: 2 })
  const bytes = Uint8Array.of(1)
  const snapshot = {
    step: 5,
    document: '{}',
    network: bytes,
    history,
    picture: null,
    backend: 'cpu',
    seed: 0,
    steps: 9,
  }
  await (await openRuns(folder)).save(KEPT, { ...snapshot, graph: 'g' })
  expect(await csvOf(folder)).toEqual([
    'step,loss critic,w1',
    '1,0,',
    '2,1,',
    '3,2,2',
    '4,3,',
    '5,4,',
    '8,0.25,',
    '9,1,1',
  ])
})
