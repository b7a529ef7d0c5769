/** @file The page's client against the real worker: a whole run by messages, in a real browser. */
import { afterEach, expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { decodeSafetensors } from '../lib/safetensors'
import { createTrainingClient, type TrainingClient } from './client'
import type { FromWorker } from './protocol'
import { ganDocument } from './worker/testing'

const document = (steps: number, learningRate = 1e-3, units = 8): GraphDocument =>
  ganDocument({
    generator: [
      { kind: 'dense', params: { units, activation: 'relu' } },
      { kind: 'dense', params: { units: 2 } },
    ],
    critic: [
      { kind: 'dense', params: { units, activation: 'relu' } },
      { kind: 'dense', params: { units: 1 } },
    ],
    generatorParams: { optimizer: { kind: 'sgd', learningRate }, ema: 0.9 },
    criticParams: { optimizer: { kind: 'sgd', learningRate } },
    loss: { loss: 'least-squares' },
    training: { steps },
  })

let client: TrainingClient | null = null
afterEach(() => client?.dispose())

/** Sends, and collects all that comes until a message of one of the types. */
function session() {
  const received: FromWorker[] = []
  let wake = () => {}
  client = createTrainingClient((message) => {
    received.push(message)
    wake()
  })
  const until = async <Type extends FromWorker['type']>(type: Type, from = 0) => {
    for (;;) {
      const failed = received.find((message) => message.type === 'failed')
      if (failed && type !== 'failed') throw new Error(JSON.stringify(failed))
      const found = received.slice(from).find((message) => message.type === type)
      if (found) return found as Extract<FromWorker, { type: Type }>
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { send: client.send, received, until }
}

const start = { type: 'start', runId: 1, backend: 'auto', paused: false } as const

test('a run: started with its backend and reason, previews of every output, progress, done', async () => {
  const { send, received, until } = session()
  send({ ...start, document: document(30) })
  const started = await until('started')
  expect(['wasm', 'webgpu']).toContain(started.backend.name)
  expect(started.backend.reason).toMatch(/\w+ .*\./)
  expect((await until('done')).step).toBe(30)
  const previews = await until('previews')
  expect(previews.previews.map(({ node, preview }) => [node, preview.type])).toEqual(
    expect.arrayContaining([
      ['G_out', 'points'],
      ['D_out', 'histogram'],
    ]),
  )
  const points = previews.previews.find(({ node }) => node === 'G_out')!.preview
  expect(points).toMatchObject({ real: expect.any(Float32Array), surface: { scores: expect.any(Float32Array) } })
  const steps = received.flatMap((message) => (message.type === 'progress' ? message.history : []))
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, step) => step))
  expect(received.findLast((message) => message.type === 'progress')?.metrics).toHaveProperty('modesCovered')
})

test('pause, one step, another graph that keeps what fits, resume', async () => {
  const { send, received, until } = session()
  send({ ...start, document: document(1_000_000), paused: true })
  await until('started')
  send({ type: 'step', runId: 1 })
  expect((await until('paused')).step).toBe(1)
  send({ type: 'replace', runId: 1, document: document(1_000_000, 1e-3, 12) })
  const replaced = await until('replaced')
  expect(replaced.fresh.sort()).toEqual(['D0', 'D1', 'G0', 'G1'])
  // The last layers' biases fit, but no layer whole.
  expect(replaced.kept).toBe(0)
  send({ type: 'resume', runId: 1 })
  const from = received.length
  await until('progress', from)
  send({ type: 'pause', runId: 1 })
  expect((await until('paused', from)).step).toBeGreaterThan(1)
})

test('a checkpoint comes whole while the run goes on', async () => {
  const { send, received, until } = session()
  send({ ...start, document: document(1_000_000) })
  await until('progress')
  send({ type: 'checkpoint', runId: 1 })
  const { step, bytes } = await until('checkpoint')
  const decoded = decodeSafetensors(bytes)
  expect(decoded).toMatchObject({ ok: true, value: { metadata: { step: String(step) } } })
  await until('progress', received.length)
})

test('a loss that is no number stops the run, with the step and the objective', async () => {
  const { send, until } = session()
  send({ ...start, document: document(1000, 10) })
  const failed = await until('failed')
  expect(failed).toMatchObject({ code: 'non-finite', node: 'loss' })
  expect(failed.message).toMatch(/step \d+/)
})

test('a graph with errors is refused in words', async () => {
  const broken = document(10)
  const { 'loss.fake': _, ...wires } = broken.wires
  const { send, until } = session()
  send({ ...start, document: { ...broken, wires } })
  expect(await until('failed')).toMatchObject({ code: 'document' })
})
