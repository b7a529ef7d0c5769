/**
 * @file Runs on WebGPU whose device is destroyed: while they train, wait, are saved or answer, and while nothing runs. Each goes on, and
 * ends where an uninterrupted one ends. (A GPU process that crashes for real: `e2e/device-loss.spec.ts`.)
 */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-page'
import { decodeSafetensors } from '../../lib/safetensors'
import { createMemoryDirectory } from '../../runs/directory-memory'
import { RunStore } from '../../runs/run-store'
import type { BackendChoice, FromWorker, ToWorker } from '../protocol'
import { encodeCheckpoint } from './checkpoint'
import { TrainingSession } from './session'
import { ganDocument } from './testing'

const STEPS = 6
/** Of weights, moments and averages of about 1 after six steps; WebAssembly rounds otherwise than a GPU. */
const DECIMALS = 3

const dense = (units: number, activation = 'linear') => ({ kind: 'dense', params: { units, activation } })
const adam = { optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.5 } }

const document = ganDocument({
  generator: [dense(8, 'leaky-relu'), { kind: 'batch-norm' }, dense(2)],
  critic: [dense(8, 'leaky-relu'), dense(1)],
  generatorParams: { ema: 0.9, ...adam },
  criticParams: adam,
  training: { steps: STEPS, batchSize: 8 },
})

type Of<Type extends FromWorker['type']> = Extract<FromWorker, { type: Type }>

function openSession(store = new RunStore(createMemoryDirectory(), () => 1)) {
  const messages: FromWorker[] = []
  let wake = () => {}
  /** Time passes with each look at the clock: one step between two messages, on fast machines too. */
  let looks = 0
  const session = new TrainingSession({
    openBackend,
    files: { read: () => Promise.reject(new Error('This test reads no files.')) },
    nowMs: () => performance.now() + 13 * looks++,
    yieldToMessages: () => new Promise<void>((done) => setTimeout(done)).then(() => noticed),
    reportEveryMs: 0,
    metricsEveryMs: 1e9,
    finalSamples: 64,
    previewsEveryMs: 1e9,
    openRuns: async () => store,
    post(message) {
      messages.push(message)
      wake()
    },
  })
  /** The first message from `from` on that is such a one. */
  async function until<Type extends FromWorker['type']>(
    type: Type,
    from: number,
    accept: (message: Of<Type>) => boolean = () => true,
  ): Promise<Of<Type>> {
    for (;;) {
      const found = messages
        .slice(from)
        .find(
          (message): message is Of<Type> | Of<'failed'> =>
            message.type === 'failed' || (message.type === type && accept(message as Of<Type>)),
        )
      if (found?.type === type) return found as Of<Type>
      if (found) throw new Error(JSON.stringify(found))
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    messages,
    store,
    send: (message: ToWorker) => session.handle(message),
    until,
    ask<Type extends FromWorker['type']>(message: ToWorker, type: Type): Promise<Of<Type>> {
      const from = messages.length
      void session.handle(message)
      return until(type, from)
    },
    reaches: (step: number, from: number) => until('progress', from, (progress) => progress.step >= step),
    file: () => encodeCheckpoint(session.trainer!),
    losses: () => messages.flatMap((message) => (message.type === 'progress' ? message.history : [])),
  }
}

const start = (run: string, more: { resume?: boolean; paused?: boolean; backend?: BackendChoice } = {}): ToWorker => ({
  type: 'start',
  runId: 1,
  document,
  backend: more.backend ?? 'webgpu',
  paused: more.paused ?? false,
  kept: { run, resume: more.resume ?? false },
})
const pause: ToWorker = { type: 'pause', runId: 1 }
const resume: ToWorker = { type: 'resume', runId: 1 }
const step: ToWorker = { type: 'step', runId: 1 }
const keep: ToWorker = { type: 'keep', runId: 1 }
const stop: ToWorker = { type: 'stop', runId: 1 }

/** The loss of the device that was destroyed last: no run takes another step before it, however long the browser is about it. */
let noticed: Promise<void> = Promise.resolve()

/** As a driver that is reset, or another tab that brings the GPU down: nobody here was asked. */
function destroyDevice() {
  const { device } = tf.backend() as unknown as { device: GPUDevice }
  noticed = device.lost.then(() => {})
  device.destroy()
}
const loseWebGl = () =>
  (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu.gl
    .getExtension('WEBGL_lose_context')!
    .loseContext()

function valuesOf(file: Uint8Array) {
  const decoded = decodeSafetensors(file)
  if (!decoded.ok) throw new Error(decoded.problem)
  const { metadata, tensors } = decoded.value
  return { step: metadata.step, tensors: new Map(tensors.map(({ name, values }) => [name, values])) }
}

function expectSame(received: Uint8Array, expected: Uint8Array) {
  const [left, right] = [valuesOf(received), valuesOf(expected)]
  expect(left.step).toBe(right.step)
  expect([...left.tensors.keys()]).toEqual([...right.tensors.keys()])
  for (const [name, values] of left.tensors)
    values.forEach((value, index) => {
      expect(value, name).toBeCloseTo(right.tensors.get(name)![index]!, DECIMALS)
    })
}

let hasGpu = false
/** What a run that nothing happens to has learnt. */
let whole: Uint8Array

beforeAll(async () => {
  hasGpu = Boolean(await navigator.gpu?.requestAdapter())
  const session = openSession()
  await session.ask(start('whole', { backend: 'wasm' }), 'done')
  whole = await session.file()
  await session.send(stop)
})

test('lost three times while it trains: on a new device twice, then on WebAssembly, and no tensor is left', async (context) => {
  if (!hasGpu) context.skip('no WebGPU adapter here')
  const tensors = tf.memory().numTensors
  const { messages, until, reaches, ask, send, file, losses } = openSession()
  await ask(start('run', { paused: true }), 'started')
  await ask(step, 'paused')
  await ask(keep, 'kept')
  void send(resume)
  const recoveries: Of<'recovered'>[] = []
  for (const at of [2, 3, 4]) {
    const from = messages.length
    await reaches(at, from)
    destroyDevice()
    const recovered = await until('recovered', from)
    const kept = messages.findLast((message) => message.type === 'kept')
    expect(recovered.step).toBe(kept?.step)
    recoveries.push(recovered)
  }
  expect(recoveries.map(({ backend }) => backend.name)).toEqual(['webgpu', 'webgpu', 'wasm'])
  const [first, , third] = recoveries.map(({ message }) => message)
  expect(first).toMatch(/^The GPU device was lost.* Training continues on a new one, from .* step \d+\.$/)
  expect(third).toMatch(/lost.* again. Training continues on WebAssembly, which is slower, .* reload the page\.$/)
  await until('done', 0)
  expectSame(await file(), whole)
  // Steps that were done again were reported again.
  expect(new Set(losses().map((point) => point.step)).size).toBe(STEPS)
  await send(stop)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('lost while it waits, answers, is saved or edited, and while nothing runs: it ends as if nothing had been', async (context) => {
  if (!hasGpu) context.skip('no WebGPU adapter here')
  const { messages, until, ask, send, store } = openSession()
  await ask(start('run', { paused: true }), 'started')
  await ask(step, 'paused')
  await ask(step, 'paused')
  await ask(pause, 'kept')

  let from = messages.length
  destroyDevice()
  expect((await until('recovered', from)).message).toMatch(/The run waits on a new one, at .* step 2\.$/)
  await until('paused', from)

  from = messages.length
  const question = { of: 'samples', node: 'G_out', count: 2, given: {}, weights: 'ema' } as const
  void send({ type: 'play', runId: 1, ask: 7, question })
  void send({ type: 'probe', runId: 1, probes: [{ node: 'G0', call: null, maps: { of: 'channels', index: 0 } }] })
  void send({ type: 'measure-heat', runId: 1, on: true })
  void send({ type: 'checkpoint', runId: 1 })
  destroyDevice()
  expect((await until('played', from)).answer).toMatchObject({ of: 'samples', step: 2 })
  expect(await until('insides', from)).toMatchObject({ insides: [{ node: 'G0', step: 2 }] })
  await until('heat', from)
  expect(valuesOf((await until('checkpoint', from)).bytes).step).toBe('2')

  await send(stop)
  destroyDevice()
  // As after a reload: the claim is free, the rest is on the disk.
  const next = openSession(store)
  await next.ask(start('run', { resume: true, paused: true }), 'started')
  await next.ask(step, 'paused')
  from = next.messages.length
  void next.send(keep)
  destroyDevice()
  const recovered = await next.until('recovered', from)
  expect(recovered.backend.name).toBe('webgpu')
  // Nothing that was read back from a dying device is kept.
  expect(await store.load('run')).toMatchObject({ ok: true, value: { step: recovered.step, passedOver: [] } })
  await next.ask(resume, 'done')
  expectSame(await next.file(), whole)

  from = next.messages.length
  const longer = { ...document, training: { ...document.training, steps: STEPS + 1 } }
  void next.send({ type: 'replace', runId: 1, document: longer })
  destroyDevice()
  await next.until('recovered', from)
  await next.until('replaced', from)
  await next.ask(resume, 'done')
  expect(valuesOf(await next.file()).step).toBe(String(STEPS + 1))
  await next.send(stop)
})

test('a WebGL context that is lost while it computes, which answers nothing any more, holds nobody up', async () => {
  const { messages, until, ask, send } = openSession()
  await ask(start('run', { backend: 'webgl', paused: true }), 'started')
  await ask(step, 'paused')
  await ask(keep, 'kept')
  const from = messages.length
  void send(step)
  loseWebGl()
  expect((await until('recovered', from)).step).toBe(1)
  await until('paused', from)
  expect(await ask(step, 'paused')).toMatchObject({ step: 2 })
  await send(stop)
})
