/** @file One step of the plan against the same step written by hand, and the laws that every run keeps. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { withParams } from '../../compile/testing'
import { biGan, conditionalGan, cycleGan, infoGan, projectedGan } from '../../compile/testing-graphs'
import { nodeDataFiles } from '../../data/files-node'
import type { GraphDocument } from '../../graph/document'
import { inheritWeights } from './inherit'
import { type GanSpec, ganDocument, runSteps, trainerFor as trainerWith, weightsOf } from './testing'
import { criticise, draw, expectSameWeights, generate, mlp, variables } from './testing-mlp'
import type { Trainer } from './trainer'

const trainerFor = (document: GraphDocument) => trainerWith(document, nodeDataFiles())

beforeAll(async () => {
  await openBackend('cpu')
})

describe('against the same loop written by hand', () => {
  test('non-saturating GAN: critic on a draw, then generator on the same draw through the new critic', async () => {
    const [planned, written] = [await trainerFor(ganDocument(mlp)), await trainerFor(ganDocument(mlp))]
    const optimizers = { D: tf.train.adam(2e-4, 0.5, 0.999, 1e-8), G: tf.train.adam(2e-4, 0.5, 0.999, 1e-8) }
    for (let step = 0; step < 4; step++) {
      const [[critic, player]] = (await runSteps(planned, 1)) as [number[]]
      tf.tidy(() => {
        const { z, real } = draw(written, step, 0)
        const fake = generate(written, z)
        const criticLoss = optimizers.D.minimize(
          () => {
            const sides = [tf.neg(criticise(written, real)), criticise(written, fake)]
            return tf.add(tf.mean(tf.softplus(sides[0]!)), tf.mean(tf.softplus(sides[1]!))) as tf.Scalar
          },
          true,
          variables(written, 'D'),
        )!
        const playerLoss = optimizers.G.minimize(
          () => tf.mean(tf.softplus(tf.neg(criticise(written, generate(written, z))))) as tf.Scalar,
          true,
          variables(written, 'G'),
        )!
        expect(critic).toBeCloseTo(criticLoss.dataSync()[0]!, 5)
        expect(player).toBeCloseTo(playerLoss.dataSync()[0]!, 5)
      })
    }
    expectSameWeights(planned, written)
  })

  test('clipped WGAN: five critic updates, each on a draw of its own, clipped, then one of the generator', async () => {
    const sgd = { kind: 'sgd', learningRate: 0.05, momentum: 0 }
    const spec: GanSpec = {
      ...mlp,
      loss: { loss: 'wasserstein' },
      generatorParams: { optimizer: sgd },
      criticParams: { updates: 5, clip: 0.1, optimizer: sgd },
    }
    const [planned, written] = [await trainerFor(ganDocument(spec)), await trainerFor(ganDocument(spec))]
    const optimizer = tf.train.sgd(0.05)
    for (let step = 0; step < 3; step++) {
      await runSteps(planned, 1)
      tf.tidy(() => {
        for (let round = 0; round < 5; round++) {
          const { z, real } = draw(written, step, round)
          optimizer.minimize(
            () =>
              tf.sub(tf.mean(criticise(written, generate(written, z))), tf.mean(criticise(written, real))) as tf.Scalar,
            false,
            variables(written, 'D'),
          )
          for (const variable of variables(written, 'D')) variable.assign(tf.clipByValue(variable, -0.1, 0.1))
        }
        const { z } = draw(written, step, 4)
        optimizer.minimize(
          () => tf.neg(tf.mean(criticise(written, generate(written, z)))) as tf.Scalar,
          false,
          variables(written, 'G'),
        )
      })
    }
    expectSameWeights(planned, written)
    expect(Math.max(...Object.values(weightsOf(planned)).flat())).toBeGreaterThan(0.1)
  })

  test('a draw of its own for the players when reuseDraw is off', async () => {
    const reused = await trainerFor(ganDocument(mlp))
    const fresh = await trainerFor(ganDocument({ ...mlp, training: { reuseDraw: false } }))
    const [[criticReused, playerReused]] = (await runSteps(reused, 1)) as [number[]]
    const [[criticFresh, playerFresh]] = (await runSteps(fresh, 1)) as [number[]]
    expect(criticFresh).toBe(criticReused)
    expect(playerFresh).not.toBe(playerReused)
  })
})

const convolutional: GanSpec = {
  dataset: 'digits',
  field: 'image',
  latent: { shape: [4] },
  generator: [
    { kind: 'dense', params: { units: 32 } },
    { kind: 'reshape', params: { shape: [4, 4, 2] } },
    { kind: 'batch-norm' },
    { kind: 'dropout', params: { rate: 0.2 } },
    {
      kind: 'conv2d-transpose',
      params: { filters: 1, kernelSize: 4, strides: 2, padding: 'same', activation: 'tanh' },
    },
  ],
  critic: [
    { kind: 'gaussian-noise', params: { stddev: 0.1 } },
    { kind: 'conv2d', params: { filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'leaky-relu' } },
    { kind: 'batch-norm' },
    { kind: 'flatten' },
    { kind: 'dense', params: { units: 1 } },
  ],
  generatorParams: { ema: 0.9 },
  training: { batchSize: 4 },
}

describe('laws of a run', () => {
  test('the same document and seed give the same losses and weights, another seed others', async () => {
    const [a, b] = [await trainerFor(ganDocument(convolutional)), await trainerFor(ganDocument(convolutional))]
    const other = await trainerFor(ganDocument({ ...convolutional, training: { batchSize: 4, seed: 2 } }))
    const losses = await runSteps(a, 3)
    expect(await runSteps(b, 3)).toEqual(losses)
    expect(weightsOf(b)).toEqual(weightsOf(a))
    expect(await runSteps(other, 3)).not.toEqual(losses)
  })

  test('no tensor is left behind by a step', async () => {
    const trainer = await trainerFor(ganDocument(convolutional))
    await runSteps(trainer, 2)
    const before = tf.memory().numTensors
    await runSteps(trainer, 5)
    expect(tf.memory().numTensors).toBe(before)
    trainer.dispose()
  })

  test('disposing of a trainer leaves nothing', async () => {
    const before = tf.memory().numTensors
    const trainer = await trainerFor(ganDocument(convolutional))
    await runSteps(trainer, 1)
    trainer.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })

  test('a frozen network keeps every weight and its moving statistics', async () => {
    const trainer = await trainerFor(ganDocument({ ...convolutional, criticParams: { trainable: false } }))
    const before = weightsOf(trainer)
    await runSteps(trainer, 2)
    const after = weightsOf(trainer)
    for (const id of Object.keys(before))
      if (id.startsWith('D')) expect(after[id], id).toEqual(before[id])
      else if (id === 'G0/kernel') expect(after[id]).not.toEqual(before[id])
  })

  test('moving statistics move in updates of their own network, once for each call', async () => {
    const trainer = await trainerFor(ganDocument({ ...convolutional, criticParams: { updates: 2 } }))
    const moving = () => weightsOf(trainer)['D2/moving_variance']!
    const start = moving()
    await runSteps(trainer, 1)
    // Two updates with two calls each: 0.99⁴ of the initial 1 remains, plus what the batches had.
    const [share] = moving()
    expect(start[0]).toBe(1)
    expect(share).not.toBe(1)
    expect(share).toBeGreaterThan(0.99 ** 4 * 0.999)
  })
})

describe('any graph of the algebra trains', () => {
  const graphs: Record<string, GraphDocument> = {
    'conditional GAN': conditionalGan(),
    CycleGAN: cycleGan(),
    'CycleGAN whose critics differ in updates': cycleGan({ updates: 2 }),
    BiGAN: biGan(),
    InfoGAN: infoGan(),
    'InfoGAN whose players need two gradients': withParams(infoGan(), 'information', { trains: ['Q'] }),
    'projected GAN': projectedGan(),
  }
  for (const [name, document] of Object.entries(graphs))
    test(name, async () => {
      const trainer = await trainerFor(document)
      const before = weightsOf(trainer)
      const losses = await runSteps(trainer, 2)
      expect(losses.flat().every(Number.isFinite)).toBe(true)
      const after = weightsOf(trainer)
      const trained = new Set(trainer.plan.rounds.flatMap(({ updates }) => updates.flatMap(({ networks }) => networks)))
      for (const [id, model] of trainer.machine.models) {
        const ids = [...model.weights.keys()]
        const moved = ids.some((weight) => JSON.stringify(after[weight]) !== JSON.stringify(before[weight]))
        expect(moved, id).toBe(trained.has(id) && ids.length > 0)
      }
      trainer.dispose()
    })
})

describe('graph surgery', () => {
  test('weights, averages, moments and the step of layers that fit are kept; the others start afresh', async () => {
    const before = await trainerFor(ganDocument(convolutional))
    await runSteps(before, 2)
    const wider = structuredClone(convolutional) as GanSpec & { critic: { params?: Record<string, unknown> }[] }
    wider.critic[1]!.params!.filters = 5
    const after = await trainerFor(ganDocument(wider))
    const { fresh, kept } = inheritWeights(before, after)
    expect(fresh).toEqual(['D1', 'D2', 'D4'])
    // G0, G2 and G4; the generator's other layers have no weights.
    expect(kept).toBe(3)
    expect(after.step).toBe(2)
    const [old, now] = [weightsOf(before), weightsOf(after)]
    expect(now['G0/kernel']).toEqual(old['G0/kernel'])
    const moments = (trainer: Trainer) => [...trainer.optimizers.get('G')!.slots.get('G0/kernel')!.v!.dataSync()]
    expect(moments(after)).toEqual(moments(before))
    await runSteps(after, 1)
  })

  test('an unchanged graph goes on as if nothing had happened', async () => {
    const [a, b] = [await trainerFor(ganDocument(convolutional)), await trainerFor(ganDocument(convolutional))]
    await runSteps(a, 2)
    inheritWeights(a, b)
    const expected = await runSteps(a, 2)
    expect(await runSteps(b, 2)).toEqual(expected)
  })
})
