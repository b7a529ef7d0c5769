/** @file Players that look ahead: their gradient against central differences of a loop written by hand over the same optimiser. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import type { Tensor } from '../../layers/layer'
import { type GanSpec, ganDocument, runSteps, trainerFor, weightsOf } from './testing'
import { draw } from './testing-mlp'
import type { Trainer } from './trainer'

beforeAll(async () => {
  await openBackend('cpu')
})

const dense = (units: number, activation: string) => ({ kind: 'dense', params: { units, activation } })

const smooth = (
  optimizer: Record<string, unknown>,
  lookAhead: number,
  rest: Record<string, unknown> = {},
): GanSpec => ({
  generator: [dense(5, 'tanh'), dense(2, 'linear')],
  critic: [dense(6, 'tanh'), dense(1, 'linear')],
  generatorParams: { optimizer: { kind: 'sgd', learningRate: 1, momentum: 0 }, lookAhead },
  criticParams: { optimizer, ...rest },
  training: { batchSize: 8 },
})

type Weights = Record<string, Tensor>

const layer = (weights: Weights, node: string, x: Tensor) =>
  tf.add(tf.matMul(x as tf.Tensor2D, weights[`${node}/kernel`] as tf.Tensor2D), weights[`${node}/bias`]!)
const pass = (weights: Weights, network: string, x: Tensor) =>
  layer(weights, `${network}1`, tf.tanh(layer(weights, `${network}0`, x)))

const copies = (trainer: Trainer, network: string): Weights =>
  Object.fromEntries(
    [...trainer.machine.models.get(network)!.weights.values()].map(({ id, live }) => [id, live.clone()]),
  )

const momentsOf = (trainer: Trainer): Record<string, Weights> =>
  Object.fromEntries(
    [...trainer.optimizers.get('D')!.slots].map(([id, slots]) => [
      id,
      Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, slot.clone()])),
    ]),
  )

type Move = (weight: Tensor, gradient: Tensor, moments: Weights, updates: number) => Tensor

/** Loss of the generator against a critic `count` updates further on; everything written out, nothing of the trainer's. */
function lossAhead(
  generator: Weights,
  critic: Weights,
  moments: Record<string, Weights>,
  { z, real }: { z: Tensor; real: Tensor },
  { count, updates, move }: { count: number; updates: number; move: Move },
): number {
  const value = tf.tidy(() => {
    const fake = pass(generator, 'G', z)
    let weights = critic
    const slots = Object.fromEntries(Object.entries(moments).map(([id, named]) => [id, { ...named }]))
    for (let done = 0; done < count; done++) {
      const ids = Object.keys(weights)
      const gradients = tf.grads((...values) => {
        const moved = Object.fromEntries(ids.map((id, index) => [id, values[index]!]))
        return tf.add(
          tf.mean(tf.softplus(tf.neg(pass(moved, 'D', real)))),
          tf.mean(tf.softplus(pass(moved, 'D', fake))),
        )
      })(ids.map((id) => weights[id]!))
      weights = Object.fromEntries(
        ids.map((id, index) => [id, move(weights[id]!, gradients[index]!, slots[id]!, updates + done + 1)]),
      )
    }
    return tf.mean(tf.softplus(tf.neg(pass(weights, 'D', fake))))
  })
  const [number] = value.dataSync()
  value.dispose()
  return number!
}

const adam: Move = (weight, gradient, moments, updates) => {
  moments.m = tf.add(tf.mul(moments.m!, 0.5), tf.mul(gradient, 0.5))
  moments.v = tf.add(tf.mul(moments.v!, 0.9), tf.mul(tf.square(gradient), 0.1))
  const m = tf.div(moments.m, 1 - 0.5 ** updates)
  const v = tf.div(moments.v, 1 - 0.9 ** updates)
  return tf.sub(weight, tf.mul(tf.div(m, tf.add(tf.sqrt(v), 0.01)), 0.05))
}

const rmsprop: Move = (weight, gradient, moments) => {
  moments.v = tf.add(tf.mul(moments.v!, 0.9), tf.mul(tf.square(gradient), 0.1))
  const change = tf.mul(tf.div(gradient, tf.add(tf.sqrt(moments.v), 0.01)), 0.05)
  moments.velocity = tf.add(tf.mul(moments.velocity!, 0.5), change)
  return tf.sub(weight, moments.velocity)
}

const clippedSgd: Move = (weight, gradient) => {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)))
  const clipped = tf.mul(gradient, tf.div(0.05, tf.maximum(norm, 0.05)))
  return tf.clipByValue(tf.sub(weight, tf.mul(clipped, 0.5)), -0.4, 0.4)
}

const cases: { name: string; spec: GanSpec; count: number; move: Move }[] = [
  {
    name: 'Adam',
    spec: smooth({ kind: 'adam', learningRate: 0.05, beta1: 0.5, beta2: 0.9, epsilon: 0.01 }, 3),
    count: 3,
    move: adam,
  },
  {
    name: 'RMSProp with momentum',
    spec: smooth({ kind: 'rmsprop', learningRate: 0.05, decay: 0.9, momentum: 0.5, epsilon: 0.01 }, 2),
    count: 2,
    move: rmsprop,
  },
  {
    name: 'SGD, its gradients and weights clipped',
    spec: smooth({ kind: 'sgd', learningRate: 0.5, momentum: 0 }, 2, { clip: 0.4, clipGradient: 0.05 }),
    count: 2,
    move: clippedSgd,
  },
]

describe('the gradient goes through the updates of the critic', () => {
  test.each(cases)('$name', async ({ spec, count, move }) => {
    const trainer = await trainerFor(ganDocument(spec), nodeDataFiles())
    await runSteps(trainer, 2)
    const generator = copies(trainer, 'G')
    const drawn = draw(trainer, 2, 0)
    const [[, player]] = (await runSteps(trainer, 1)) as [number[]]
    // The critic as it is after its real update, which the generator looks ahead from.
    const critic = copies(trainer, 'D')
    const moments = momentsOf(trainer)
    const ahead = { count, updates: trainer.optimizers.get('D')!.updates, move }
    const loss = (weights: Weights) => lossAhead(weights, critic, moments, drawn, ahead)
    expect(player).toBeCloseTo(loss(generator), 5)
    expect(loss(generator)).not.toBeCloseTo(lossAhead(generator, critic, moments, drawn, { ...ahead, count: 0 }), 4)

    const after = copies(trainer, 'G')
    for (const [id, weight] of Object.entries(generator)) {
      // SGD with rate 1.
      const gradient = tf.sub(weight, after[id]!)
      const norm = tf.norm(gradient).dataSync()[0]!
      expect(norm, id).toBeGreaterThan(1e-4)
      const step = 0.01
      const at = (sign: number) => loss({ ...generator, [id]: tf.add(weight, tf.mul(gradient, (sign * step) / norm)) })
      const slope = (at(1) - at(-1)) / (2 * step)
      expect(Math.abs(slope - norm), id).toBeLessThan(5e-3 * norm + 2e-5)
    }
  })

  test('nothing of the critic changes, and no tensor is left behind', async () => {
    const spec = (lookAhead: number) => smooth({ kind: 'adam', learningRate: 0.05 }, lookAhead)
    const [plain, looking] = await Promise.all(
      [0, 4].map((count) => trainerFor(ganDocument(spec(count)), nodeDataFiles())),
    )
    await runSteps(plain!, 1)
    await runSteps(looking!, 1)
    const critic = (trainer: Trainer) => Object.entries(weightsOf(trainer)).filter(([id]) => id.startsWith('D'))
    expect(critic(looking!)).toEqual(critic(plain!))
    expect(looking!.optimizers.get('D')!.updates).toBe(1)
    expect(weightsOf(looking!)['G0/kernel']).not.toEqual(weightsOf(plain!)['G0/kernel'])
    const tensors = tf.memory().numTensors
    await runSteps(looking!, 2)
    expect(tf.memory().numTensors).toBe(tensors)
  })

  test('a unit that is never awake, where roots are taken of 0, does no harm', async () => {
    const spec = smooth({ kind: 'adam', learningRate: 0.05 }, 3, { clipGradient: 1 })
    const trainer = await trainerFor(
      ganDocument({ ...spec, critic: [dense(6, 'relu'), dense(4, 'relu'), dense(1, 'linear')] }),
      nodeDataFiles(),
    )
    const asleep = trainer.machine.models.get('D')!.weights.get('D0/bias')!.live
    asleep.assign(tf.sub(asleep, 100))
    const losses = await runSteps(trainer, 2)
    expect(losses.flat().every(Number.isFinite)).toBe(true)
    expect(Object.values(weightsOf(trainer)).flat().every(Number.isFinite)).toBe(true)
  })
})
