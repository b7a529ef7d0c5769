/** @file A session as the command line holds it: what a run says from start to end, and what becomes of its measurements. */
import { expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import type { GraphDocument } from '../../graph/document'
import { type FromWorker, fromWorkerSchema } from '../protocol'
import { TrainingSession } from './session'
import { ganDocument } from './testing'

const dense = (units: number) => ({ kind: 'dense', params: { units } })
const relu = { kind: 'activation', params: { function: 'relu' } }

function ring(steps: number, ema: number | null): GraphDocument {
  return ganDocument({
    dataset: 'ring',
    generator: [dense(16), relu, dense(2)],
    critic: [dense(16), relu, dense(1)],
    generatorParams: { ema },
    training: { steps, batchSize: 32 },
  })
}

/** Runs to its end, or until `act` has paused it; every message is checked against its schema. */
function run(document: GraphDocument, finalSamples: number | null, act?: (session: TrainingSession) => void) {
  const messages: FromWorker[] = []
  return new Promise<FromWorker[]>((resolve) => {
    const session = new TrainingSession({
      openBackend: () => openBackend('cpu'),
      files: nodeDataFiles(),
      nowMs: () => performance.now(),
      yieldToMessages: async () => {
        act?.(session)
        await new Promise((done) => setImmediate(done))
      },
      reportEveryMs: 1_000_000,
      metricsEveryMs: 1_000_000,
      finalSamples,
      previewsEveryMs: null,
      post(message) {
        messages.push(fromWorkerSchema.parse(message))
        if (['done', 'paused', 'failed'].includes(message.type)) resolve(messages)
      },
    })
    void session.handle({ type: 'start', runId: 1, document, backend: 'cpu', paused: false })
  })
}

const lastReport = (messages: readonly FromWorker[]) =>
  messages.findLast((message): message is Extract<FromWorker, { type: 'progress' }> => message.type === 'progress')!

test('figures of a ring come with sample count, floor and both weights', async () => {
  const messages = await run(ring(3, 0.9), 500)
  expect(messages.at(-1)).toMatchObject({ type: 'done', step: 3 })
  const { metrics, metricDetails } = lastReport(messages)
  const names = ['modesHit', 'modesCovered', 'highQualityShare', 'reverseKl', 'w1', 'slicedW1', 'gridJs', 'gridKl']
  expect(Object.keys(metrics)).toEqual(names)
  expect(Object.keys(metricDetails)).toEqual(names)
  expect(metricDetails.modesCovered).toEqual({ samples: 500, extractor: null, floor: 8, live: expect.any(Number) })
  expect(metricDetails.reverseKl!.floor).toBeCloseTo(7 / 1000, 9)
  // Three steps in, the moving average and the live weights are different generators, both far from the data.
  expect(metrics.slicedW1).not.toBe(metricDetails.slicedW1!.live)
  expect(metrics.slicedW1).toBeGreaterThan(3 * metricDetails.slicedW1!.floor!)
  expect(metricDetails.w1!.floor).toBeGreaterThan(0)
})

test('without a moving average the figures are those of the live weights, and the same each time', async () => {
  const first = lastReport(await run(ring(2, null), null))
  const again = lastReport(await run(ring(2, null), null))
  expect(first.metricDetails.w1).toMatchObject({ samples: 256, live: null })
  expect(again.metrics).toEqual(first.metrics)
})

test('a pause while figures are computed is obeyed, and they are left', async () => {
  let pauses = 0
  const messages = await run(ring(2, 0.9), 500, (session) => {
    if (pauses++ === 3) void session.handle({ type: 'pause', runId: 1 })
  })
  expect(messages.at(-1)).toMatchObject({ type: 'paused', step: 2 })
  const { metrics, metricDetails } = lastReport(messages)
  expect(metrics).toEqual({})
  expect(metricDetails.modesHit).toEqual({ samples: 10_000, extractor: null, floor: null, live: null })
})
