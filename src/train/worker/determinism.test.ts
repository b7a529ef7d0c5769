/** @file The same document, seed and backend: bit-equal losses on WASM. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import { type GanSpec, ganDocument, runSteps, trainerFor, weightsOf } from './testing'

beforeAll(async () => {
  await openBackend('wasm')
})

const dense = (units: number, activation: string) => ({ kind: 'dense', params: { units, activation } })

const ring: GanSpec = {
  generator: [dense(32, 'relu'), dense(32, 'relu'), dense(2, 'linear')],
  critic: [
    { kind: 'gaussian-noise', params: { stddev: 0.05 } },
    dense(32, 'leaky-relu'),
    dense(32, 'leaky-relu'),
    dense(1, 'linear'),
  ],
  generatorParams: { ema: 0.99 },
  loss: { penalty: { kind: 'r1-r2', weight: 0.1 } },
  training: { batchSize: 64 },
}

test('200 steps on the ring, twice', async () => {
  expect(tf.getBackend()).toBe('wasm')
  const run = async () => {
    const trainer = await trainerFor(ganDocument(ring), nodeDataFiles())
    const losses = await runSteps(trainer, 200)
    const weights = weightsOf(trainer)
    trainer.dispose()
    return { losses, weights }
  }
  const [first, second] = [await run(), await run()]
  expect(first.losses).toHaveLength(200)
  expect(second).toEqual(first)
})
