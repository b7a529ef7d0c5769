/** @file The page's view of a run: its life, the time it counts, and messages of other runs. */
import { expect, test } from 'vitest'
import type { BackendInfo, FromWorker } from './protocol'
import { elapsedMs, type RunState, reduceRun } from './run-state'

const backend: BackendInfo = { name: 'wasm', reason: 'No GPU.', threads: 2, adapter: null }
const message = (state: RunState, received: FromWorker, nowMs = 0, paused = false) =>
  reduceRun(state, { type: 'message', message: received, nowMs, paused })

const starting = reduceRun({ status: 'idle' }, { type: 'started-by-user', runId: 3 })
const running = message(starting, { type: 'started', runId: 3, step: 0, backend }, 1000)

test('from Train to done, with the time of pauses left out', () => {
  expect(starting).toMatchObject({ status: 'starting', loading: null })
  expect(message(starting, { type: 'loading', runId: 3, dataset: 'MNIST', fraction: 0.5 })).toMatchObject({
    loading: { dataset: 'MNIST', fraction: 0.5 },
  })
  expect(elapsedMs(running, 1500)).toBe(500)
  const paused = message(running, { type: 'paused', runId: 3, step: 7 }, 2000)
  expect(paused).toMatchObject({ status: 'paused', step: 7, elapsedMs: 1000 })
  expect(elapsedMs(paused, 9000)).toBe(1000)
  const resumed = reduceRun(paused, { type: 'resumed-by-user', nowMs: 9000 })
  const done = message(resumed, { type: 'done', runId: 3, step: 9 }, 9500)
  expect(done).toMatchObject({ status: 'done', step: 9, elapsedMs: 1500 })
  expect(reduceRun(done, { type: 'reset-by-user' })).toEqual({ status: 'idle' })
})

test('a message of another run changes nothing', () => {
  expect(message(running, { type: 'done', runId: 2, step: 99 })).toBe(running)
  expect(message({ status: 'idle' }, { type: 'done', runId: 3, step: 99 })).toEqual({ status: 'idle' })
})

test('a failure keeps the step, the place and the backend', () => {
  const failed = message(running, {
    type: 'failed',
    runId: 3,
    step: 12,
    code: 'non-finite',
    message: 'The loss became NaN.',
    node: 'loss',
  })
  expect(failed).toEqual({
    status: 'failed',
    runId: 3,
    step: 12,
    code: 'non-finite',
    message: 'The loss became NaN.',
    node: 'loss',
    backend,
  })
})
