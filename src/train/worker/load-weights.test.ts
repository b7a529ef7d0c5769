/** @file Weights from one run begin another; frozen layers keep them while the rest learns. */
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import { readNetworkWeights } from '../../export/read-weights'
import { setFrozen } from '../../graph/edits'
import { applyEdit, startHistory } from '../../graph/history'
import { createMemoryDirectory } from '../../runs/directory-memory'
import { RunStore } from '../../runs/run-store'
import { type FromWorker, fromWorkerSchema, type ToWorker, toWorkerSchema } from '../protocol'
import { encodeCheckpoint } from './checkpoint'
import { loadWeights } from './load-weights'
import { TrainingSession } from './session'
import { ganDocument, runSteps, trainerFor, weightsOf } from './testing'

beforeAll(async () => {
  await openBackend('wasm')
})

const dense = (units: number, activation: string) => ({ kind: 'dense', params: { units, activation } })
const document = ganDocument({
  generator: [dense(8, 'relu'), dense(2, 'linear')],
  critic: [dense(8, 'leaky-relu'), dense(1, 'linear')],
  generatorParams: { ema: 0.99 },
  loss: {},
  training: { batchSize: 16 },
})

test('a network begins with the weights of another run; its frozen layer keeps them', async () => {
  const first = await trainerFor(document, nodeDataFiles())
  await runSteps(first, 5)
  const trained = weightsOf(first)
  const read = readNetworkWeights(first.plan, 'G', await encodeCheckpoint(first))
  if (!read.ok) throw new Error(read.problem)
  const layers = [...new Set(first.plan.networks.G!.weights.map(({ layer }) => layer))]
  first.dispose()

  const frozen = applyEdit(startHistory(document), { label: 'Freeze', atMs: 0 }, (draft) =>
    setFrozen(draft, { nodes: [layers[0]!], frozen: true }),
  ).document
  const second = await trainerFor(frozen, nodeDataFiles())
  const before = weightsOf(second)
  expect(loadWeights(second, read.value)).toEqual({ loaded: layers, rest: [] })
  const ofG = (weights: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(weights).filter(([name]) => layers.includes(name.split('/')[0]!)))
  expect(ofG(weightsOf(second))).toEqual(ofG(trained))
  expect(ofG(weightsOf(second))).not.toEqual(ofG(before))

  await runSteps(second, 3)
  for (const [name, values] of Object.entries(ofG(weightsOf(second)))) {
    if (name.includes(layers[0]!)) expect(values, name).toEqual(trained[name as keyof typeof trained])
    else expect(values, name).not.toEqual(trained[name as keyof typeof trained])
  }
  second.dispose()
})

test('what is not given stays, and is named', async () => {
  const trainer = await trainerFor(document, nodeDataFiles())
  const [first, ...others] = trainer.plan.networks.G!.weights
  const { id, layer } = first!
  const size = trainer.machine.models.get('G')!.weights.get(id)!.live.size
  const given = loadWeights(trainer, { network: 'G', live: new Map([[id, new Float32Array(size)]]), ema: new Map() })
  expect(given.loaded).toEqual([])
  expect(given.rest).toEqual([...new Set([layer, ...others.map((other) => other.layer)])])
  expect(
    trainer.machine.models
      .get('G')!
      .weights.get(id)!
      .live.dataSync()
      .every((value) => value === 0),
  ).toBe(true)
  trainer.dispose()
})

/** A session that keeps its runs; messages of both directions are checked against their schemas. */
function openSession(store: RunStore) {
  const messages: FromWorker[] = []
  /** Time passes with each look at the clock, so that a run keeps itself at the same steps however busy the machine is. */
  let looks = 0
  const session = new TrainingSession({
    openBackend: () => openBackend('wasm'),
    files: nodeDataFiles(),
    nowMs: () => looks++,
    yieldToMessages: () => new Promise((done) => setImmediate(done)),
    reportEveryMs: 1_000_000,
    metricsEveryMs: 1_000_000,
    finalSamples: null,
    previewsEveryMs: 0,
    openRuns: async () => store,
    post: (message) => messages.push(fromWorkerSchema.parse(message)),
  })
  const send = (message: ToWorker) => session.handle(toWorkerSchema.parse(message))
  return { session, messages, send }
}

const start = (more: Partial<Extract<ToWorker, { type: 'start' }>>): ToWorker => ({
  type: 'start',
  runId: 1,
  document,
  backend: 'wasm',
  paused: true,
  kept: { run: 'a', resume: false },
  ...more,
})

async function trainedFile(steps: number) {
  const trainer = await trainerFor(document, nodeDataFiles())
  await runSteps(trainer, steps)
  const file = await encodeCheckpoint(trainer)
  const read = readNetworkWeights(trainer.plan, 'G', file)
  if (!read.ok) throw new Error(read.problem)
  const weights = weightsOf(trainer)
  trainer.dispose()
  return { file, given: read.value, weights }
}

test('a run that has made no step takes weights, shows what it makes of them, and has them after it was closed', async () => {
  const { given, weights } = await trainedFile(4)
  const store = new RunStore(createMemoryDirectory(), () => 0)
  const { session, messages, send } = openSession(store)
  await send(start({}))
  await send({ type: 'load-weights', runId: 1, network: 'G', live: given.live, ema: given.ema })
  const types = messages.map(({ type }) => type)
  expect(types).toEqual(['started', 'previews', 'weights-loaded', 'previews', 'kept'])
  expect(messages[2]).toMatchObject({ network: 'G', rest: [] })
  const pictures = messages.flatMap((message) => (message.type === 'previews' ? [message.previews] : []))
  expect(pictures[1]).not.toEqual(pictures[0])
  const now = weightsOf(session.trainer!)
  for (const id of given.live.keys()) expect(now[id], id).toEqual(weights[id])
  await send({ type: 'stop', runId: 1 })

  const again = openSession(store)
  await again.send(start({ kept: { run: 'a', resume: true } }))
  expect(again.messages[0]).toMatchObject({ type: 'started', step: 0 })
  expect(weightsOf(again.session.trainer!)).toEqual(now)
  await again.send({ type: 'stop', runId: 1 })
})

test('what a network had learnt before it was given weights was kept', async () => {
  const { given } = await trainedFile(1)
  const store = new RunStore(createMemoryDirectory(), () => 0)
  const { session, messages, send } = openSession(store)
  await send(start({}))
  await send({ type: 'step', runId: 1 })
  const learnt = await encodeCheckpoint(session.trainer!)
  await send({ type: 'load-weights', runId: 1, network: 'G', live: given.live, ema: given.ema })
  expect(messages.filter(({ type }) => type === 'kept')).toHaveLength(2)
  expect(await encodeCheckpoint(session.trainer!)).not.toEqual(learnt)
  await send({ type: 'stop', runId: 1 })
})

test('a run starts at the step of a checkpoint from elsewhere; one of another graph fails in words', async () => {
  const { file, weights } = await trainedFile(3)
  const store = new RunStore(createMemoryDirectory(), () => 0)
  const { session, messages, send } = openSession(store)
  await send(start({ checkpoint: file }))
  expect(messages[0]).toMatchObject({ type: 'started', step: 3 })
  expect(weightsOf(session.trainer!)).toEqual(weights)
  expect(messages.at(-1)).toMatchObject({ type: 'kept', step: 3 })
  await send({ type: 'stop', runId: 1 })

  const other = openSession(store)
  const wider = ganDocument({ generator: [dense(9, 'relu'), dense(2, 'linear')], critic: [dense(1, 'linear')] })
  await other.send(start({ document: wider, checkpoint: file, kept: { run: 'b', resume: false } }))
  expect(other.messages.at(-1)).toMatchObject({
    type: 'failed',
    code: 'storage',
    message: expect.stringMatching(/expected \[/),
  })
})
