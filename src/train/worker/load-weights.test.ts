/** @file Weights from one run begin another; frozen layers keep them while the rest learns. */
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import { readNetworkWeights } from '../../export/read-weights'
import { setFrozen } from '../../graph/edits'
import { applyEdit, startHistory } from '../../graph/history'
import { encodeCheckpoint } from './checkpoint'
import { loadWeights } from './load-weights'
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
