/** @file Layers that keep or divide batches outside of networks: a replay buffer's state, and packs. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { chain, sketch } from '../../compile/testing'
import { nodeDataFiles } from '../../data/files-node'
import type { GraphDocument } from '../../graph/document'
import type { Tensor } from '../../layers/layer'
import { decodeSafetensors } from '../../lib/safetensors'
import { encodeCheckpoint } from './checkpoint'
import { inheritWeights } from './inherit'
import { computePreviews } from './previews'
import { runSteps, trainerFor as trainerWith } from './testing'
import { draw } from './testing-mlp'
import type { Trainer } from './trainer'

const trainerFor = (document: GraphDocument) => trainerWith(document, nodeDataFiles())

beforeAll(async () => {
  await openBackend('cpu')
})

const scores = { 'loss.real': 'D.score@real', 'loss.fake': 'D.score@fake' }
const generator = chain('z', [['dense', { units: 2 }]], 'point')
const critic = chain('x', [['dense', { units: 1 }]], 'score', { calls: ['real', 'fake'] })

/** Fakes come to the critic by way of a buffer, or straight. */
const replayed = (buffered: boolean, updates = 1): GraphDocument =>
  sketch(
    {
      z: ['latent', { shape: [2] }],
      data: ['dataset', { dataset: 'ring' }],
      G: generator,
      ...(buffered && { past: ['replay-buffer', { size: 12, probability: 1 }] as const }),
      D: { ...critic, params: { ...critic.params, updates } },
      loss: ['adversarial'],
    },
    {
      'G.z': 'z.out',
      'D.x@real': 'data.point',
      ...(buffered ? { 'past.in': 'G.point', 'D.x@fake': 'past.out' } : { 'D.x@fake': 'G.point' }),
      ...scores,
    },
    { batchSize: 8, seed: 1 },
  )

const live = (trainer: Trainer, id: string): Tensor => trainer.machine.models.get(id[0]!)!.weights.get(id)!.live
const dense = (trainer: Trainer, node: string, x: Tensor) =>
  tf.add(tf.matMul(x as tf.Tensor2D, live(trainer, `${node}/kernel`) as tf.Tensor2D), live(trainer, `${node}/bias`))

const stateOf = (trainer: Trainer, name: string) => [...trainer.machine.state.get('past')![name]!.live.dataSync()]

describe('a replay buffer outside of networks', () => {
  test('fills in the critics’ part, once for each of their updates, and passes what is fresh meanwhile', async () => {
    const [plain, buffered] = [await trainerFor(replayed(false)), await trainerFor(replayed(true))]
    expect(await runSteps(buffered, 1)).toEqual(await runSteps(plain, 1))
    expect(stateOf(buffered, 'filled')).toEqual([8])
    await runSteps(buffered, 1)
    expect(stateOf(buffered, 'filled')).toEqual([12])
    const twice = await trainerFor(replayed(true, 2))
    await runSteps(twice, 1)
    expect(stateOf(twice, 'filled')).toEqual([12])
  })

  test('the critic sees old samples, the player its own', async () => {
    const [plain, buffered] = [await trainerFor(replayed(false)), await trainerFor(replayed(true))]
    await runSteps(buffered, 3)
    inheritWeights(buffered, plain)
    const { z } = draw(buffered, 3, 0)
    const fake = dense(buffered, 'G_1', z)
    const [[criticPlain]] = (await runSteps(plain, 1)) as [number[]]
    const [[critic, player]] = (await runSteps(buffered, 1)) as [number[]]
    expect(critic).not.toBe(criticPlain)
    const ownLoss = tf.mean(tf.softplus(tf.neg(dense(buffered, 'D_1', fake))))
    expect(player).toBeCloseTo(ownLoss.dataSync()[0]!, 5)
  })

  test('a run with it can be repeated, goes on after surgery, leaves no tensor behind, and previews do not touch it', async () => {
    const [a, b] = [await trainerFor(replayed(true)), await trainerFor(replayed(true))]
    await runSteps(a, 3)
    const tensors = tf.memory().numTensors
    const stored = stateOf(a, 'stored')
    await computePreviews(a, 'live', null)
    expect(stateOf(a, 'stored')).toEqual(stored)
    expect(inheritWeights(a, b).fresh).toEqual([])
    expect(stateOf(b, 'stored')).toEqual(stored)
    const expected = await runSteps(a, 2)
    expect(await runSteps(b, 2)).toEqual(expected)
    expect(stateOf(a, 'stored')).not.toEqual(stored)
    expect(tf.memory().numTensors).toBe(tensors)
    a.dispose()
    b.dispose()
  })

  test('a checkpoint holds it', async () => {
    const trainer = await trainerFor(replayed(true))
    await runSteps(trainer, 1)
    const saved = decodeSafetensors(await encodeCheckpoint(trainer))
    if (!saved.ok) throw new Error(saved.problem)
    const filled = saved.value.tensors.find(({ name }) => name === 'weights/past/filled')
    expect([...filled!.values]).toEqual([8])
  })
})

const packed = (batchSize: number): GraphDocument =>
  sketch(
    {
      z: ['latent', { shape: [2] }],
      data: ['dataset', { dataset: 'ring' }],
      G: generator,
      realPack: ['pack', { count: 2 }],
      fakePack: ['pack', { count: 2 }],
      D: critic,
      loss: ['adversarial', { penalty: { kind: 'r1', weight: 0.5 } }],
    },
    {
      'G.z': 'z.out',
      'realPack.in': 'data.point',
      'fakePack.in': 'G.point',
      'D.x@real': 'realPack.out',
      'D.x@fake': 'fakePack.out',
      ...scores,
    },
    { batchSize, seed: 1 },
  )

describe('packs', () => {
  test('the critic judges pairs, with a penalty on them', async () => {
    const trainer = await trainerFor(packed(8))
    expect(trainer.plan.batchMultiple).toBe(2)
    const expected = tf.tidy(() => {
      const { z, real } = draw(trainer, 0, 0)
      const fake = dense(trainer, 'G_1', z)
      const score = (x: Tensor) => dense(trainer, 'D_1', tf.reshape(x, [4, 4]))
      const loss = tf.add(tf.mean(tf.softplus(tf.neg(score(real)))), tf.mean(tf.softplus(score(fake))))
      return tf.add(loss, tf.mul(tf.sum(tf.square(live(trainer, 'D_1/kernel'))), 0.25)).dataSync()[0]!
    })
    const [[critic]] = (await runSteps(trainer, 1)) as [number[]]
    expect(critic).toBeCloseTo(expected, 5)
  })

  test('previews draw as many samples as packs can divide', async () => {
    const trainer = await trainerFor(packed(8))
    const previews = await computePreviews(trainer, 'live', null)
    expect(previews.map(({ node }) => node)).toContain('D_out')
  })
})
