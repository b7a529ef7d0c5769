/** @file Looking into a run: figures as computed by hand, and a run that is the same whoever looks. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { nodeDataFiles } from '../../data/files-node'
import type { Tensor } from '../../layers/layer'
import type { FromWorker } from '../protocol'
import { drawSources, type Values } from './evaluate'
import { computeHeat, UpdateMeter } from './heat'
import { computeInsides, statistics } from './insides'
import { Life } from './life'
import { LossLog } from './loss-log'
import { type GanSpec, ganDocument, lossesOf, runSteps, trainerFor, weightsOf } from './testing'
import { criticise, draw, generate, live, mlp, variables } from './testing-mlp'
import type { Trainer } from './trainer'

beforeAll(async () => {
  await openBackend('cpu')
})

const trainer = (spec: GanSpec) => trainerFor(ganDocument(spec), nodeDataFiles())
const maps = { of: 'channels', index: 0 } as const
const look = (node: string) => ({ node, call: null, maps })

/** The draws that insides are computed from. */
function previewDraw(of: Trainer, samples: number) {
  const values: Values = new Map()
  drawSources(of.machine, values, samples, of.step, ['preview', of.plan.seed])
  return { z: values.get('z.out')!, real: values.get('data.point')! }
}

const numbers = (tensor: Tensor) => tensor.dataSync() as Float32Array

describe('inside', () => {
  test('figures of each call are those of a forward pass written by hand', async () => {
    const trained = await trainer(mlp)
    await runSteps(trained, 3)
    const [generator, critic] = await computeInsides(trained, 'live', [look('G0'), look('D0')])
    const { z, real } = previewDraw(trained, 64)
    const dense = (node: string, x: Tensor) =>
      tf.add(tf.matMul(x as tf.Tensor2D, live(trained, `${node}/kernel`) as tf.Tensor2D), live(trained, `${node}/bias`))
    const hidden = numbers(tf.relu(dense('G0', z)))
    expect(generator).toMatchObject({ node: 'G0', step: 3, shape: [8], samples: 64 })
    expect(generator!.calls).toHaveLength(1)
    const [{ mean, deviation, minimum, maximum, notFinite, units }] = generator!.calls as [
      (typeof generator & object)['calls'][number],
    ]
    expect(mean).toBeCloseTo(hidden.reduce((sum, value) => sum + value, 0) / 512, 5)
    const moments = tf.moments(hidden)
    expect(deviation).toBeCloseTo(Math.sqrt(numbers(moments.variance)[0]!), 4)
    expect([minimum, maximum, notFinite]).toEqual([Math.min(...hidden), Math.max(...hidden), 0])
    const silent = Array.from({ length: 8 }, (_, unit) => hidden.every((value, at) => at % 8 !== unit || value === 0))
    expect(units).toEqual({ count: 8, dead: silent.filter(Boolean).length })

    expect(critic!.calls.map(({ call }) => call)).toEqual(['real', 'fake'])
    expect(critic!.histogram.series.map(({ label }) => label)).toEqual(['real', 'fake'])
    const scores = [real, generate(trained, z)].map((x) => statistics(numbers(tf.leakyRelu(dense('D0', x), 0.2))))
    for (const [index, call] of critic!.calls.entries()) {
      expect(call.mean).toBeCloseTo(scores[index]!.mean, 4)
      expect(call.maximum).toBeCloseTo(scores[index]!.maximum, 4)
      // It passes a part of what is below 0, so it has no dead units.
      expect(call.units).toBeNull()
    }
  })

  test('a unit that is 0 for every sample is dead; one sample is enough to live', async () => {
    const trained = await trainer(mlp)
    const bias = Float32Array.from(numbers(live(trained, 'G0/bias')))
    bias[2] = -1000
    bias[5] = -1000
    ;(live(trained, 'G0/bias') as tf.Variable).assign(tf.tensor1d(bias))
    const [inside] = await computeInsides(trained, 'live', [look('G0')])
    const alive = await computeInsides(await trainer(mlp), 'live', [look('G0')])
    expect(inside!.calls[0]!.units!.dead).toBe(alive[0]!.calls[0]!.units!.dead + 2)
    const heat = await computeHeat(trained, {})
    expect(heat.layers).toEqual({ G0: { motion: null, units: inside!.calls[0]!.units } })
  })

  const convolution: GanSpec = {
    dataset: 'digits',
    field: 'image',
    generator: [
      { kind: 'dense', params: { units: 64 } },
      { kind: 'reshape', params: { shape: [8, 8, 1] } },
    ],
    critic: [
      { kind: 'conv2d', params: { filters: 3, padding: 'same', activation: 'relu' } },
      { kind: 'flatten' },
      { kind: 'dense', params: { units: 1 } },
    ],
  }

  test('maps: each channel of one sample, or one channel of each sample, with gaps between', async () => {
    const trained = await trainer(convolution)
    const channels = { of: 'channels', index: 5 } as const
    const samples = { of: 'samples', index: 99 } as const
    const [first, second] = await Promise.all(
      [channels, samples].map(
        async (choice) => (await computeInsides(trained, 'live', [{ node: 'D0', call: 'real', maps: choice }]))[0],
      ),
    )
    expect(first!.maps).toMatchObject({ form: 'grid', call: 'real', of: 'channels', index: 5, choices: 64 })
    expect(first!.maps!.sheet).toMatchObject({ widthPx: 17, heightPx: 17, columns: 2, rows: 2 })
    expect(second!.maps).toMatchObject({ of: 'samples', index: 2, choices: 3 })
    expect(second!.maps!.sheet).toMatchObject({ widthPx: 71, heightPx: 71, columns: 8, rows: 8 })

    const values: Values = new Map()
    drawSources(trained.machine, values, 64, 0, ['preview', trained.plan.seed])
    const given = tf.relu(
      tf.add(
        tf.conv2d(values.get('data.image') as tf.Tensor4D, live(trained, 'D0/kernel') as tf.Tensor4D, 1, 'same'),
        live(trained, 'D0/bias'),
      ),
    )
    const at = (sample: number, y: number, x: number, channel: number) =>
      numbers(tf.slice(given, [sample, y, x, channel], [1, 1, 1, 1]))[0]!
    const { sheet, minimum, maximum } = first!.maps!
    const grey = (value: number) => Math.round((255 * (value - minimum)) / (maximum - minimum))
    // Channel 1 of sample 5 stands right of channel 0, after a gap.
    for (const [x, y] of [
      [0, 0],
      [3, 4],
      [7, 7],
    ] as const)
      expect(Math.abs(sheet.pixels[4 * (y * 17 + 9 + x)]! - grey(at(5, y, x, 1)))).toBeLessThanOrEqual(1)
    expect(sheet.pixels[4 * 8 + 3]).toBe(0)
    // A fourth map would be the fourth channel.
    expect(sheet.pixels[4 * (9 * 17 + 9) + 3]).toBe(0)
  })

  test('what is not in the run is passed over', async () => {
    expect(await computeInsides(await trainer(mlp), 'live', [look('nowhere'), look('G')])).toEqual([])
  })
})

describe('heat', () => {
  test('gradient, weight and change of the last update, against gradients by hand', async () => {
    const sgd = { optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0 } }
    const spec = { ...mlp, generatorParams: sgd, criticParams: sgd }
    const [measured, written] = [await trainer(spec), await trainer(spec)]
    const meter = new UpdateMeter(tf)
    measured.meter = meter
    await runSteps(measured, 1)
    const motions = await meter.take()
    expect(Object.keys(motions).sort()).toEqual(['D0', 'D1', 'G0', 'G1'])

    const { z, real } = draw(written, 0, 0)
    const mean = (x: Tensor) => tf.mean(x)
    const losses = {
      critic: () =>
        tf.add(
          mean(tf.softplus(tf.neg(criticise(written, real)))),
          mean(tf.softplus(criticise(written, generate(written, z)))),
        ),
      player: () => mean(tf.softplus(tf.neg(criticise(written, generate(written, z))))),
    }
    for (const [network, side] of [
      ['D', 'critic'],
      ['G', 'player'],
    ] as const) {
      const weights = variables(written, network)
      const { grads } = tf.variableGrads(losses[side] as () => tf.Scalar, weights)
      for (const layer of [`${network}0`, `${network}1`]) {
        const own = [...written.machine.models.get(network)!.weights.values()].filter(({ id }) => id.startsWith(layer))
        const norm = (tensors: Tensor[]) =>
          Math.sqrt(tensors.reduce((sum, tensor) => sum + numbers(tf.sum(tf.square(tensor)))[0]!, 0))
        const gradientNorm = norm(own.map((weight) => grads[weight.live.name]!))
        expect(gradientNorm).toBeGreaterThan(0)
        const motion = motions[layer]!
        expect(motion.gradientNorm / gradientNorm).toBeCloseTo(1, 4)
        expect(motion.weightNorm / norm(own.map((weight) => weight.live))).toBeCloseTo(1, 5)
        expect(motion.updateNorm / (0.05 * gradientNorm)).toBeCloseTo(1, 3)
        expect(motion.weights).toBe(own.reduce((sum, weight) => sum + weight.live.size, 0))
      }
      // The players' gradient is taken at the critics' new weights.
      if (network === 'D')
        tf.tidy(() => {
          for (const weight of weights) weight.assign(tf.sub(weight, tf.mul(grads[weight.name]!, 0.05)))
        })
    }
  })
})

describe('a run is the same whoever looks', () => {
  const dense = (units: number, activation: string) => ({ kind: 'dense', params: { units, activation } })
  const ring: GanSpec = {
    generator: [dense(16, 'relu'), { kind: 'batch-norm' }, dense(2, 'linear')],
    critic: [
      { kind: 'gaussian-noise', params: { stddev: 0.05 } },
      { kind: 'dropout', params: { rate: 0.2 } },
      dense(16, 'relu'),
      dense(1, 'linear'),
    ],
    generatorParams: { ema: 0.99 },
    criticParams: { updates: 2 },
    loss: { penalty: { kind: 'r1', weight: 0.1 } },
    training: { batchSize: 32 },
  }

  test('losses and weights are bit-equal with all probes and heat, and no tensor is left behind', async () => {
    await openBackend('wasm')
    const plain = await trainer(ring)
    const expected = await runSteps(plain, 50)
    const watched = await trainer(ring)
    const messages: FromWorker[] = []
    let clock = 0
    const life = new Life({
      runId: 1,
      trainer: () => watched,
      weights: () => 'ema',
      current: () => true,
      nowMs: () => clock,
      post: (message) => messages.push(message),
      everyMs: 100,
    })
    await life.probe(['G0', 'D1', 'D2'].map(look))
    await life.measureHeat(true)
    const log = new LossLog(tf)
    const losses: number[][] = []
    let tensors = 0
    for (let step = 0; step < 50; step++) {
      clock += 50
      log.push(
        watched.step,
        life.around(false, () => watched.runStep()),
      )
      losses.push(...(await log.flush()).map(lossesOf))
      await life.showDue()
      if (step === 9) tensors = tf.memory().numTensors
    }
    expect(tf.memory().numTensors).toBe(tensors)
    expect(losses).toEqual(expected)
    expect(weightsOf(watched)).toEqual(weightsOf(plain))
    const heats = messages.flatMap((message) => (message.type === 'heat' ? [message.heat] : []))
    expect(heats.map(({ step }) => step)).toEqual([0, 5, 25, 45])
    expect(heats.at(-1)!.layers.G0).toEqual({
      motion: expect.objectContaining({ weights: 48 }),
      units: { count: 16, dead: expect.any(Number) },
    })
    expect(messages.filter(({ type }) => type === 'insides').length).toBeGreaterThan(20)

    // Switched off, nothing is computed or said any more.
    await life.probe([])
    await life.measureHeat(false)
    const said = messages.length
    const before = tf.memory().numTensors
    clock += 10_000
    life.around(true, () => {
      expect(watched.meter).toBeNull()
    })
    await life.showDue()
    await life.showNow()
    expect(messages.length).toBe(said)
    expect(tf.memory().numTensors).toBe(before)
    await openBackend('cpu')
  })
})
