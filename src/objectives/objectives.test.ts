/** @file Losses against numbers that were computed elsewhere in float64, their gradients included, and what objectives refuse. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openBackend } from '../backend/open-node'
import { shapeProblemCodes } from '../layers/problems'
import { resolveSchedules } from '../lib/schedule'
import { objectiveKinds } from '.'
import { adversarial } from './adversarial'
import { distance } from './distance'
import { type LossName, losses } from './losses'

beforeAll(async () => {
  await openBackend('cpu')
})

const REAL = [1.5, -2, 0.3]
const FAKE = [0.5, -1.5, 2]

interface Vector {
  value: number
  real: number[]
  fake: number[]
}

const third = 1 / 3
const vectors: Record<LossName, { critic: Vector; player: Vector }> = {
  minimax: {
    critic: { value: 2.061705, real: [-0.06081, -0.2936, -0.14185], fake: [0.20749, 0.06081, 0.2936] },
    player: { value: -1.100806, real: [0, 0, 0], fake: [-0.20749, -0.06081, -0.2936] },
  },
  'non-saturating': {
    critic: { value: 2.061705, real: [-0.06081, -0.2936, -0.14185], fake: [0.20749, 0.06081, 0.2936] },
    player: { value: 0.767473, real: [0, 0, 0], fake: [-0.12585, -0.27252, -0.03973] },
  },
  'least-squares': {
    critic: { value: 2.706667, real: [0.16667, -1, -0.23333], fake: [0.16667, -0.5, 0.66667] },
    player: { value: 1.25, real: [0, 0, 0], fake: [-0.16667, -0.83333, 0.33333] },
  },
  wasserstein: {
    critic: { value: 0.4, real: [-third, -third, -third], fake: [third, third, third] },
    player: { value: -third, real: [0, 0, 0], fake: [-third, -third, -third] },
  },
  hinge: {
    critic: { value: 2.733333, real: [0, -third, -third], fake: [third, 0, third] },
    player: { value: -third, real: [0, 0, 0], fake: [-third, -third, -third] },
  },
}

function evaluate(loss: LossName, side: 'critic' | 'player', shape: number[]): Vector {
  const params = resolveSchedules(adversarial.params.parse({ loss }), 0)
  const { reads, loss: compute } = adversarial[side](adversarial.params.parse({ loss }))!
  const given = { real: tf.tensor(REAL, shape), fake: tf.tensor(FAKE, shape) }
  const read = reads as ('real' | 'fake')[]
  const total = (...values: tf.Tensor[]) =>
    compute({ tf, params, inputs: Object.fromEntries(read.map((port, index) => [port, values[index]!])) })
  const points = read.map((port) => given[port])
  const gradients = tf.grads((...values) => total(...values))(points)
  const gradient = (port: 'real' | 'fake') =>
    read.includes(port) ? [...gradients[read.indexOf(port)]!.dataSync()] : [0, 0, 0]
  return { value: total(...points).dataSync()[0]!, real: gradient('real'), fake: gradient('fake') }
}

describe.each(Object.keys(losses) as LossName[])('%s', (loss) => {
  it.each(['critic', 'player'] as const)('of the %s has the published value and gradients', (side) => {
    // As single scores, and as one sample's map of scores: the mean is over all of them.
    for (const shape of [[3, 1], [1, 3, 1, 1], [3]]) {
      const actual = evaluate(loss, side, shape)
      const expected = vectors[loss][side]
      expect(Math.abs(actual.value - expected.value)).toBeLessThan(1e-4)
      for (const port of ['real', 'fake'] as const) {
        for (const [index, value] of actual[port].entries()) {
          expect(Math.abs(value - expected[port][index]!), `${port} ${index}`).toBeLessThan(1e-4)
        }
      }
    }
  })

  it('stays finite for scores of a thousand', () => {
    const extreme = tf.tensor([1000, -1000], [2, 1])
    expect(Number.isFinite(losses[loss].critic(tf, extreme, extreme).dataSync()[0])).toBe(true)
    expect(Number.isFinite(losses[loss].player(tf, extreme).dataSync()[0])).toBe(true)
  })
})

it.each([
  ['l1', (0.5 + 2 + 0 + 3) / 4],
  ['l2', (0.25 + 4 + 0 + 9) / 4],
  ['huber', (0.125 + 1.5 + 0 + 2.5) / 4],
  // Samples (1, −1) · (1.5, 1) and (0.5, 2) · (0.5, −1).
  ['cosine', 1 - (0.5 / Math.sqrt(2 * 3.25) + (0.25 - 2) / Math.sqrt(4.25 * 1.25)) / 2],
])('distance %s is the mean that it says', (metric, expected) => {
  const params = distance.params.parse({ metric })
  const inputs = { a: tf.tensor([1, -1, 0.5, 2], [2, 2]), b: tf.tensor([1.5, 1, 0.5, -1], [2, 2]) }
  const value = distance
    .player(params)
    .loss({ tf, params: resolveSchedules(params, 0), inputs })
    .dataSync()[0]!
  expect(value).toBeCloseTo(expected, 5)
})

it.each(['l1', 'l2', 'huber', 'cosine'])('distance %s has the gradient of its differences', (metric) => {
  const params = distance.params.parse({ metric })
  const b = tf.tensor([1.5, 1, 0.2, -1], [2, 2])
  const loss = (a: tf.Tensor) =>
    distance.player(params).loss({ tf, params: resolveSchedules(params, 0), inputs: { a, b } })
  const start = [1, -1.3, 0.5, 2]
  const gradient = tf
    .grad(loss)(tf.tensor(start, [2, 2]))
    .dataSync()
  for (const [index, value] of gradient.entries()) {
    const at = (step: number) =>
      loss(
        tf.tensor(
          start.map((entry, other) => entry + (other === index ? step : 0)),
          [2, 2],
        ),
      ).dataSync()[0]!
    expect(value).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 3)
  }
})

describe('refusals', () => {
  const scores = { real: [1], fake: [1] }

  it('takes scores of one shape', () => {
    expect(adversarial.check(scores, adversarial.params.parse({}))).toBeNull()
    expect(distance.check({ a: [2, 3], b: [2, 3] }, distance.params.parse({}))).toBeNull()
  })

  it('names both shapes where they differ', () => {
    const problem = adversarial.check({ real: [1], fake: [4, 4, 1] }, adversarial.params.parse({}))
    expect(problem?.code).toBe('shape-mismatch')
    expect(problem?.message).toContain('[1]')
    expect(problem?.message).toContain('[4, 4, 1]')
    expect(distance.check({ a: [2], b: [3] }, distance.params.parse({}))?.code).toBe('shape-mismatch')
  })

  it.each(['gradient-penalty', 'one-sided-gradient-penalty', 'dragan', 'r1', 'r2', 'r1-r2', 'scaled'])(
    'keeps the penalty %s in the document and says that it cannot be trained',
    (kind) => {
      const params = adversarial.params.parse({ penalty: { kind, weight: 5, every: 16 } })
      expect(params.penalty).toEqual({ kind, weight: 5, every: 16 })
      const problem = adversarial.check(scores, params)
      expect(problem?.code).toBe('penalty-unsupported')
      expect(problem?.param).toBe('penalty')
      expect(problem?.message).toContain(kind)
    },
  )

  it('uses codes of the table only', () => {
    const problem = distance.check({ a: [2], b: [3] }, distance.params.parse({}))
    expect(Object.keys(shapeProblemCodes)).toContain(problem?.code)
  })
})

it('reads only ports that it has', () => {
  for (const objective of objectiveKinds) {
    const ports = objective.inputs.map((port) => port.name)
    const params = objective.params.parse({}) as never
    const sides = [objective.critic(params), objective.player(params)]
    for (const side of sides) for (const port of side?.reads ?? []) expect(ports).toContain(port)
    const traced = 'adversarial' in objective.tracing ? objective.tracing.adversarial : [objective.tracing.minimise]
    for (const port of traced) expect(ports).toContain(port)
  }
})

it('weighs by a number or a schedule', () => {
  const schedule = { schedule: 'linear', from: 0, to: 2, start: 0, end: 10 } as const
  const params = adversarial.params.parse({ weight: schedule })
  expect(adversarial.weight(resolveSchedules(params, 5))).toBe(1)
  expect(adversarial.trains(params)).toBeNull()
  expect(distance.trains(distance.params.parse({ trains: ['G'] }))).toEqual(['G'])
})
