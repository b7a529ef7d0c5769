/** @file Penalties on the critic's slope as the trainer computes them, against loops in which the slope is written out by hand. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { sketch, withParams } from '../../compile/testing'
import { biGan, conditionalGan, cycleGan, infoGan, projectedGan } from '../../compile/testing-graphs'
import { nodeDataFiles } from '../../data/files-node'
import type { GraphDocument } from '../../graph/document'
import type { Tensor } from '../../layers/layer'
import { keyedRandom } from './evaluate'
import { type GanSpec, ganDocument, runSteps, trainerFor as trainerWith, weightsOf } from './testing'
import { criticise, draw, expectSameWeights, generate, live, mlp, variables } from './testing-mlp'
import type { Trainer } from './trainer'

const trainerFor = (document: GraphDocument) => trainerWith(document, nodeDataFiles())

beforeAll(async () => {
  await openBackend('cpu')
})

/** ∇ of the critic of `mlp` by its input, without a gradient: W₀ (W₁ ⊙ slope of the leaky ReLU). */
function slopes(trainer: Trainer, x: Tensor): Tensor {
  const kernel = live(trainer, 'D0/kernel') as tf.Tensor2D
  const hidden = tf.add(tf.matMul(x as tf.Tensor2D, kernel), live(trainer, 'D0/bias'))
  const bends = tf.add(tf.mul(tf.cast(tf.greater(hidden, 0), 'float32'), 0.8), 0.2)
  return tf.matMul(tf.mul(bends, tf.transpose(live(trainer, 'D1/kernel'))) as tf.Tensor2D, kernel, false, true)
}
const squares = (trainer: Trainer, x: Tensor) => tf.sum(tf.square(slopes(trainer, x)), 1)

const noise = (trainer: Trainer, step: number, round: number) =>
  keyedRandom(tf, ['noise', trainer.plan.seed, step, round, 'loss', 'critic'])('loss')

const sgd = (learningRate: number) => ({ kind: 'sgd', learningRate, momentum: 0 })

/** Trains `spec` by the trainer and by hand, with SGD; `losses` gives what each side minimises. */
async function compare(
  spec: GanSpec,
  steps: number,
  losses: {
    critic(trainer: Trainer, real: Tensor, fake: Tensor, step: number): Tensor
    player(trainer: Trainer, real: Tensor, fake: Tensor): Tensor
  },
) {
  const document = ganDocument({
    ...spec,
    generatorParams: { optimizer: sgd(0.05) },
    criticParams: { optimizer: sgd(0.05) },
  })
  const [planned, written] = [await trainerFor(document), await trainerFor(document)]
  const optimizer = tf.train.sgd(0.05)
  for (let step = 0; step < steps; step++) {
    const [[critic, player]] = (await runSteps(planned, 1)) as [number[]]
    tf.tidy(() => {
      const { z, real } = draw(written, step, 0)
      const minimise = (loss: () => Tensor, network: string) =>
        optimizer.minimize(loss as () => tf.Scalar, true, variables(written, network))!.dataSync()[0]!
      const byHand = [
        minimise(() => losses.critic(written, real, generate(written, z), step), 'D'),
        minimise(() => losses.player(written, real, generate(written, z)), 'G'),
      ]
      expect(critic).toBeCloseTo(byHand[0]!, 4)
      expect(player).toBeCloseTo(byHand[1]!, 4)
    })
  }
  expectSameWeights(planned, written)
}

const mean = (x: Tensor) => tf.mean(x)

describe('against the same loop written by hand', () => {
  test('WGAN-GP: a slope of 1 between real and fake', () =>
    compare({ ...mlp, loss: { loss: 'wasserstein', penalty: { kind: 'gradient-penalty', weight: 3 } } }, 4, {
      critic(trainer, real, fake, step) {
        const amount = tf.reshape(noise(trainer, step, 0).uniform([16]), [16, 1])
        const between = tf.add(real, tf.mul(amount, tf.sub(fake, real)))
        const norms = tf.sqrt(squares(trainer, between))
        const penalty = tf.mul(mean(tf.square(tf.sub(norms, 1))), 3)
        return tf.add(tf.sub(mean(criticise(trainer, fake)), mean(criticise(trainer, real))), penalty)
      },
      player: (trainer, _, fake) => tf.neg(mean(criticise(trainer, fake))),
    }))

  test('R1 every second update, then with twice its weight', () =>
    compare({ ...mlp, loss: { penalty: { kind: 'r1', weight: 0.4, every: 2 } } }, 4, {
      critic(trainer, real, fake, step) {
        const loss = tf.add(
          mean(tf.softplus(tf.neg(criticise(trainer, real)))),
          mean(tf.softplus(criticise(trainer, fake))),
        )
        return step % 2 === 0 ? tf.add(loss, tf.mul(mean(squares(trainer, real)), 0.4)) : loss
      },
      player: (trainer, _, fake) => mean(tf.softplus(tf.neg(criticise(trainer, fake)))),
    }))

  test('scaled: one factor, from the slope at real samples, of both sides', () => {
    const scaled = (trainer: Trainer, loss: Tensor, real: Tensor) =>
      tf.div(loss, tf.sqrt(tf.add(1, tf.mul(mean(squares(trainer, real)), 10))))
    return compare({ ...mlp, loss: { loss: 'wasserstein', penalty: { kind: 'scaled' } } }, 4, {
      critic: (trainer, real, fake) =>
        scaled(trainer, tf.sub(mean(criticise(trainer, fake)), mean(criticise(trainer, real))), real),
      player: (trainer, real, fake) => scaled(trainer, tf.neg(mean(criticise(trainer, fake))), real),
    })
  })
})

describe('any graph of the algebra trains with a penalty', () => {
  const penalty = (kind: string) => ({ loss: 'wasserstein', penalty: { kind, weight: 1 } })
  const graphs: Record<string, GraphDocument> = {
    'conditional GAN, WGAN-GP': withParams(conditionalGan(), 'loss', penalty('gradient-penalty')),
    'CycleGAN, DRAGAN': withParams(cycleGan({ updates: 2 }), 'lossA', penalty('dragan')),
    'BiGAN, WGAN-GP on pairs': withParams(biGan(), 'loss', penalty('gradient-penalty')),
    'InfoGAN, R1 and R2': withParams(infoGan(), 'loss', penalty('r1-r2')),
    'projected GAN, R1': withParams(projectedGan(), 'loss1', penalty('r1')),
  }
  for (const [name, document] of Object.entries(graphs))
    test(name, async () => {
      const trainer = await trainerFor(document)
      await runSteps(trainer, 1)
      const tensors = tf.memory().numTensors
      const before = weightsOf(trainer)
      const losses = await runSteps(trainer, 2)
      expect(losses.flat().every(Number.isFinite)).toBe(true)
      expect(tf.memory().numTensors).toBe(tensors)
      const trained = new Set(trainer.plan.rounds.flatMap(({ updates }) => updates.flatMap(({ networks }) => networks)))
      const after = weightsOf(trainer)
      for (const id of trained) {
        const ids = [...trainer.machine.models.get(id)!.weights.keys()]
        expect(
          ids.some((weight) => JSON.stringify(after[weight]) !== JSON.stringify(before[weight])),
          id,
        ).toBe(true)
      }
      trainer.dispose()
    })
})

/** The critic of WGAN-GP for MNIST (github.com/igul222/improved_wgan_training, gan_mnist.py), with slopes that are smooth. */
function mnistCritic(activation: Record<string, unknown>): GraphDocument {
  const convolution = (filters: number) =>
    ['conv2d', { filters, kernelSize: 5, strides: 2, padding: 'same', ...activation }] as const
  return sketch(
    {
      z: ['latent', { shape: [8] }],
      data: ['dataset', { dataset: 'mnist' }],
      G: {
        params: { name: 'G' },
        nodes: {
          G_in: ['input', { name: 'z' }],
          G_fc: ['dense', { units: 784, activation: 'tanh' }],
          G_image: ['reshape', { shape: [28, 28, 1] }],
          G_out: ['output', { name: 'image' }],
        },
        wires: { 'G_fc.in': 'G_in.out', 'G_image.in': 'G_fc.out', 'G_out.in': 'G_image.out' },
      },
      D: {
        params: { name: 'D', calls: ['real', 'fake'], optimizer: sgd(1) },
        nodes: {
          D_in: ['input', { name: 'image' }],
          D_1: convolution(64),
          D_2: convolution(128),
          D_3: convolution(256),
          D_flat: ['flatten'],
          D_fc: ['dense', { units: 1 }],
          D_out: ['output', { name: 'score' }],
        },
        wires: {
          'D_1.in': 'D_in.out',
          'D_2.in': 'D_1.out',
          'D_3.in': 'D_2.out',
          'D_flat.in': 'D_3.out',
          'D_fc.in': 'D_flat.out',
          'D_out.in': 'D_fc.out',
        },
      },
      loss: ['adversarial', { loss: 'wasserstein', penalty: { kind: 'gradient-penalty', weight: 10 }, trains: ['D'] }],
    },
    {
      'G.z': 'z.out',
      'D.image@real': 'data.image',
      'D.image@fake': 'G.image',
      'loss.real': 'D.score@real',
      'loss.fake': 'D.score@fake',
    },
    { batchSize: 2, seed: 3 },
  )
}

describe('WGAN-GP with the critic of the paper on MNIST', () => {
  test('the gradient of the whole loss equals central differences', async () => {
    await openBackend('wasm')
    const trainer = await trainerFor(mnistCritic({ activation: 'softplus' }))
    const weights = [...trainer.machine.models.get('D')!.weights.values()]
    expect(weights.reduce((total, { live: { size } }) => total + size, 0)).toBe(1_030_145)
    const start = weights.map((weight) => weight.live.clone())
    const lossAt = async (move: (tensor: Tensor, index: number) => Tensor) => {
      trainer.step = 0
      for (const [index, { live: weight }] of weights.entries())
        tf.tidy(() => weight.assign(move(start[index]!, index) as tf.Tensor))
      const [[critic]] = (await runSteps(trainer, 1)) as [number[]]
      return critic!
    }
    await lossAt((tensor) => tensor)
    // SGD with rate 1: what the weights moved by is minus the gradient.
    const gradients = weights.map(({ live: weight }, index) => tf.sub(start[index]!, weight))
    const lengthOf = (index: number) => tf.tidy(() => tf.sum(tf.square(gradients[index]!)).dataSync()[0]!)
    const indices = [...weights.keys()]
    const isBias = (index: number) => weights[index]!.id.endsWith('/bias')
    // It moves both scores alike, so neither their difference nor any slope.
    expect(lengthOf(indices.at(-1)!), weights.at(-1)!.id).toBeLessThan(1e-10)
    // Biases move the loss by little, so all of them move at once.
    for (const group of [
      ...indices.filter((index) => !isBias(index)).map((index) => [index]),
      indices.filter(isBias),
    ]) {
      const norm = Math.sqrt(group.reduce((sum, index) => sum + lengthOf(index), 0))
      // As far as the loss moves by a fiftieth: less drowns in float32, more bends.
      const step = Math.min(1.6, 0.02 / norm)
      const moved = (sign: number) => (tensor: Tensor, index: number) =>
        group.includes(index) ? tf.add(tensor, tf.mul(gradients[index]!, (sign * step) / norm)) : tensor
      const slope = ((await lossAt(moved(1))) - (await lossAt(moved(-1)))) / (2 * step)
      const names = group.map((index) => weights[index]!.id).join(' ')
      expect(Math.abs(slope / norm - 1), names).toBeLessThan(1e-3)
    }
    await openBackend('cpu')
  }, 300_000)
})
