/** @file A run that is interrupted goes on bit for bit as if it had not been, on WebAssembly; and a damaged checkpoint is refused in words. */
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import { unfinishedRun } from '../../editor/running/kept-runs'
import type { GraphDocument } from '../../graph/document'
import { randomStream } from '../../lib/random'
import { decodeSafetensors, encodeSafetensors } from '../../lib/safetensors'
import { createMemoryDirectory } from '../../runs/directory-memory'
import { RunStore } from '../../runs/run-store'
import type { FromWorker, ToWorker } from '../protocol'
import { encodeCheckpoint, restoreCheckpoint } from './checkpoint'
import { TrainingSession } from './session'
import { ganDocument, trainerFor } from './testing'

beforeAll(async () => {
  await openBackend('wasm')
})

const relu = { kind: 'activation', params: { function: 'relu' } }
const dense = (units: number, params = {}) => ({ kind: 'dense', params: { units, ...params } })

/** Fakes come to the critic by way of a replay buffer, whose state is a run's as well. */
function withReplay(document: GraphDocument): GraphDocument {
  const past = { kind: 'replay-buffer', params: { size: 24, probability: 0.5 }, position: { x: 0, y: 0 } }
  return {
    ...document,
    nodes: { ...document.nodes, past: past as GraphDocument['nodes'][string] },
    wires: { ...document.wires, 'past.in': 'G.x', 'D.x@fake': 'past.out' },
  }
}

const adam = { optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.5 } }

/** Everything that a step could forget: each has a state, or counts steps or updates. */
const RUNS: Record<string, () => GraphDocument> = {
  'batch norm, spectral norm, dropout, Adam, a moving average, a replay buffer, a lazy penalty': () =>
    withReplay(
      ganDocument({
        generator: [dense(12), { kind: 'batch-norm' }, relu, dense(2)],
        critic: [dense(12, { weightNorm: 'spectral' }), relu, { kind: 'dropout', params: { rate: 0.2 } }, dense(1)],
        generatorParams: { ema: 0.9, ...adam },
        criticParams: { updates: 2, ...adam },
        loss: { penalty: { kind: 'r1', weight: 0.1, every: 4 } },
        training: { steps: 40 },
      }),
    ),
  'critics that look ahead, RMSProp with momentum, a schedule': () =>
    ganDocument({
      generator: [dense(8), relu, dense(2)],
      critic: [dense(8), relu, dense(1)],
      generatorParams: { ema: 0.9, lookAhead: 2, ...adam },
      criticParams: {
        optimizer: {
          kind: 'rmsprop',
          learningRate: { schedule: 'linear', from: 1e-3, to: 1e-4, start: 0, end: 40 },
          momentum: 0.5,
        },
      },
      training: { steps: 40 },
    }),
}

type Progress = Extract<FromWorker, { type: 'progress' }>

/** A session like that of a worker, which ends for good when it is dropped. */
function openSession(store: RunStore) {
  const messages: FromWorker[] = []
  /** Time passes with each look at the clock, so that a run keeps itself at the same steps however busy the machine is. */
  let looks = 0
  let wake = () => {}
  const session = new TrainingSession({
    openBackend: () => openBackend('wasm'),
    files: nodeDataFiles(),
    nowMs: () => looks++,
    yieldToMessages: () => new Promise((done) => setImmediate(done)),
    reportEveryMs: 5,
    metricsEveryMs: 1_000_000,
    finalSamples: 64,
    previewsEveryMs: null,
    openRuns: async () => store,
    post(message) {
      messages.push(message)
      wake()
    },
  })
  const until = async (type: FromWorker['type'], from: number) => {
    for (;;) {
      const found = messages.slice(from).find((message) => message.type === type || message.type === 'failed')
      if (found?.type === 'failed') throw new Error(found.message)
      if (found) return
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    messages,
    send: (message: ToWorker) => session.handle(message),
    /** Sends, and waits for what comes after it. */
    async ask(message: ToWorker, type: FromWorker['type']) {
      const from = messages.length
      void session.handle(message)
      await until(type, from)
    },
    file: () => encodeCheckpoint(session.trainer!),
    losses: () => messages.flatMap((message) => (message.type === 'progress' ? (message as Progress).history : [])),
  }
}

const start = (document: GraphDocument, resume: boolean, paused: boolean): ToWorker => ({
  type: 'start',
  runId: 1,
  document,
  backend: 'wasm',
  paused,
  kept: { run: 'run', resume },
})

describe('40 steps and 17 + 23 steps give the same weights, averages, moments, states and losses', () => {
  test.each(Object.entries(RUNS))('%s', async (_, make) => {
    const document = make()
    const whole = openSession(new RunStore(createMemoryDirectory(), () => 1))
    await whole.ask(start(document, false, false), 'done')
    const expected = await whole.file()

    const store = new RunStore(createMemoryDirectory(), () => 1)
    const first = openSession(store)
    await first.ask(start(document, false, true), 'started')
    for (let step = 0; step < 17; step++) await first.ask({ type: 'step', runId: 1 }, 'paused')
    await first.ask({ type: 'keep', runId: 1 }, 'kept')
    // What comes after the checkpoint is lost and comes again.
    for (let step = 0; step < 3; step++) await first.ask({ type: 'step', runId: 1 }, 'paused')
    await first.send({ type: 'stop', runId: 2 })

    const kept = await store.load('run')
    expect(kept).toMatchObject({ ok: true, value: { step: 17 } })
    const after = new RunStore(copyOf(store), () => 1)
    const second = openSession(after)
    await second.ask(start(document, true, false), 'done')
    expect(second.messages.find(({ type }) => type === 'started')).toMatchObject({ step: 17 })
    expect(await second.file()).toEqual(expected)
    expect(second.losses()).toEqual(whole.losses())
    expect(second.losses()).toHaveLength(40)
    // Pictures of what was before it was interrupted come along.
    await second.send({ type: 'keep', runId: 1 })
    const pictured = (await after.pictures('run')).map(({ step }) => step)
    expect([pictured[0], pictured.at(-1)]).toEqual([17, 40])
  })
})

/** The disk as another process finds it. */
function copyOf(store: RunStore) {
  const directory = createMemoryDirectory()
  const { files } = (store as unknown as { directory: ReturnType<typeof createMemoryDirectory> }).directory
  for (const [path, content] of files) directory.files.set(path, content.slice())
  return directory
}

test('a full disk is said once, and the run goes on to its end', async () => {
  const directory = createMemoryDirectory(100)
  const session = openSession(new RunStore(directory, () => 1))
  await session.ask(start(RUNS[Object.keys(RUNS)[0]!]!(), false, true), 'started')
  for (let turn = 0; turn < 3; turn++) {
    await session.ask({ type: 'step', runId: 1 }, 'paused')
    await session.send({ type: 'keep', runId: 1 })
  }
  const words = session.messages.filter((message) => message.type === 'not-kept')
  expect(words).toEqual([expect.objectContaining({ full: true, message: expect.stringContaining('Training goes on') })])
  directory.quotaBytes = 1e9
  // Of a run that waits as well.
  await session.send({ type: 'keep', runId: 1 })
  expect(session.messages.at(-1)).toMatchObject({ type: 'kept', step: 3 })
  await session.ask({ type: 'resume', runId: 1 }, 'done')
  await session.send({ type: 'keep', runId: 1 })
  expect(session.messages.at(-1)).toMatchObject({ type: 'kept', step: 40 })
})

test('what is kept while the run goes on has the losses of its steps, no fewer and no more', async () => {
  const store = new RunStore(createMemoryDirectory(), () => 1)
  const session = openSession(store)
  await session.ask(start({ ...RUNS[Object.keys(RUNS)[1]!]!() }, false, false), 'progress')
  const lengths: [number, number][] = []
  for (let turn = 0; turn < 8; turn++) {
    await session.send({ type: 'keep', runId: 1 })
    const kept = await store.load('run')
    if (kept.ok) lengths.push([kept.value.history.losses.length, kept.value.step])
  }
  expect(lengths.length).toBeGreaterThan(2)
  for (const [losses, step] of lengths) expect(losses).toBe(step)
  await session.send({ type: 'stop', runId: 1 })
})

test('a run is offered again until it is stopped', async () => {
  const store = new RunStore(createMemoryDirectory(), () => 1)
  const session = openSession(store)
  await session.ask(start(RUNS[Object.keys(RUNS)[1]!]!(), false, true), 'started')
  expect(await unfinishedRun(store, true)).toBeNull()
  await session.ask({ type: 'step', runId: 1 }, 'paused')
  await session.ask({ type: 'keep', runId: 1 }, 'kept')
  // While it is trained, it is not, and what was before it only to those who ask for that.
  await store.duplicate('run', 'copy', 'Copy')
  expect(await unfinishedRun(store, false)).toBeNull()
  // Gone, as when its tab was killed.
  const left = new RunStore(copyOf(store), () => 1)
  expect(await unfinishedRun(left, false)).toMatchObject({ id: 'run', step: 1 })
  await session.send({ type: 'stop', runId: 1 })
  expect(await unfinishedRun(store, true)).toBeNull()
})

test('a run that is open elsewhere is not trained twice', async () => {
  const store = new RunStore(createMemoryDirectory(), () => 1)
  const document = RUNS[Object.keys(RUNS)[1]!]!()
  const one = openSession(store)
  await one.ask(start(document, false, true), 'started')
  const two = openSession(store)
  await expect(two.ask(start(document, false, true), 'started')).rejects.toThrow(/another tab/)
  await one.send({ type: 'stop', runId: 1 })
  await two.ask(start(document, false, true), 'started')
})

test('200 damaged checkpoints are refused in words, or are what they were', async () => {
  const random = randomStream('damaged checkpoints')
  const trainer = await trainerFor(
    ganDocument({ generator: [dense(2)], critic: [dense(1)], generatorParams: { ema: 0.9 } }),
    nodeDataFiles(),
  )
  trainer.runStep()
  const good = await encodeCheckpoint(trainer)
  const decoded = decodeSafetensors(good)
  if (!decoded.ok) throw new Error(decoded.problem)
  const { tensors } = decoded.value
  const headerBytes = Number(new DataView(good.buffer).getBigUint64(0, true))
  const header = (text: string) => {
    const body = new TextEncoder().encode(text)
    const file = new Uint8Array(8 + body.length + 64)
    new DataView(file.buffer).setBigUint64(0, BigInt(body.length), true)
    file.set(body, 8)
    return file
  }
  const damages: (() => Uint8Array<ArrayBuffer>)[] = [
    () => {
      const file = good.slice()
      file[random.integer(8 + headerBytes)]! ^= 1 << random.integer(8)
      return file
    },
    () => good.slice(0, random.integer(good.length)),
    () => {
      const file = good.slice()
      new DataView(file.buffer).setBigUint64(0, BigInt(random.integer(2 ** 31)) * BigInt(random.integer(2 ** 31)), true)
      return file
    },
    // One tensor's bytes under a thousand names.
    () =>
      header(
        JSON.stringify(
          Object.fromEntries(
            Array.from({ length: 1000 }, (_, index) => [
              `w${index}`,
              { dtype: 'F32', shape: [16], data_offsets: [0, 64] },
            ]),
          ),
        ),
      ),
    () => header(JSON.stringify({ huge: { dtype: 'F32', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 2 ** 53] } })),
    () => {
      const other = tensors.map((tensor, index) => ({ ...tensor, name: tensors[(index + 1) % tensors.length]!.name }))
      return encodeSafetensors(other, {
        format: 'ganvas-checkpoint',
        version: '1',
        step: '1',
      })
    },
    () => encodeSafetensors([], { format: 'ganvas-checkpoint', version: '1', step: '-3', updates: '{"G":"many"}' }),
  ]
  let refused = 0
  for (let trial = 0; trial < 200; trial++) {
    const restored = restoreCheckpoint(trainer, damages[trial % damages.length]!())
    if (restored.ok) expect(restored.value).toBeGreaterThanOrEqual(0)
    else {
      refused++
      expect(restored.problem).toMatch(/^(It |A |The |Tensor ).{10,}/s)
    }
  }
  expect(refused).toBeGreaterThan(150)
  expect(restoreCheckpoint(trainer, good)).toEqual({ ok: true, value: 1 })
  expect(await encodeCheckpoint(trainer)).toEqual(good)
  trainer.dispose()
})
