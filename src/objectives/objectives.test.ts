/** @file What holds for every objective, the values of those without a critic, and what they refuse. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openBackend } from '../backend/open-node'
import { shapeProblemCodes } from '../layers/problems'
import { resolveSchedules } from '../lib/schedule'
import { objectiveKinds } from '.'
import { adversarial } from './adversarial'
import { classification } from './classification'
import { distance } from './distance'
import { type LossName, losses } from './losses'
import { penalties } from './penalties'
import { lossOfInputs } from './testing/play'

beforeAll(async () => {
  await openBackend('cpu')
})

it.each([
  ['l1', (0.5 + 2 + 0 + 3) / 4],
  ['l2', (0.25 + 4 + 0 + 9) / 4],
  ['huber', (0.125 + 1.5 + 0 + 2.5) / 4],
  // Samples (1, −1) · (1.5, 1) and (0.5, 2) · (0.5, −1).
  ['cosine', 1 - (0.5 / Math.sqrt(2 * 3.25) + (0.25 - 2) / Math.sqrt(4.25 * 1.25)) / 2],
])('distance %s is the mean that it says', (metric, expected) => {
  const inputs = { a: tf.tensor([1, -1, 0.5, 2], [2, 2]), b: tf.tensor([1.5, 1, 0.5, -1], [2, 2]) }
  const value = lossOfInputs(tf, distance, { metric }, inputs).dataSync()[0]!
  expect(value).toBeCloseTo(expected, 5)
})

it.each(['l1', 'l2', 'huber', 'cosine'])('distance %s has the gradient of its differences', (metric) => {
  const b = tf.tensor([1.5, 1, 0.2, -1], [2, 2])
  const loss = (a: tf.Tensor) => lossOfInputs(tf, distance, { metric }, { a, b })
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

  const conflict = (params: Record<string, unknown>) => adversarial.check(scores, adversarial.params.parse(params))

  it('refuses targets where there are no labels, and names the param', () => {
    for (const [param, value] of [
      ['realTarget', 0.9],
      ['fakeTarget', [0, 0.3]],
      ['flip', 0.05],
    ] as const) {
      for (const loss of ['hinge', 'wasserstein', 'relativistic', 'mmd']) {
        const problem = conflict({ loss, [param]: value })
        expect(problem?.code).toBe('params-conflict')
        expect(problem?.param).toBe(param)
        expect(problem?.message).toContain(JSON.stringify(value))
      }
      for (const loss of ['non-saturating', 'minimax', 'least-squares'])
        expect(conflict({ loss, [param]: value })).toBeNull()
    }
  })

  it('scales only losses that grow with the values of the critic', () => {
    for (const loss of Object.keys(losses) as LossName[]) {
      const problem = conflict({ loss, penalty: { kind: 'scaled' } })
      if (loss === 'mmd' || loss === 'wasserstein') expect(problem).toBeNull()
      else expect(problem).toMatchObject({ code: 'params-conflict', param: 'penalty' })
    }
  })

  it('asks for classes that fit and are more than one', () => {
    const check = (logits: number[], label: number[]) =>
      classification.check({ logits, label }, classification.params.parse({}))
    expect(check([10], [10])).toBeNull()
    expect(check([4, 4, 3], [4, 4, 3])).toBeNull()
    expect(check([1], [10])?.fix).toContain('10 units')
    expect(check([1], [1])?.port).toBe('logits')
  })

  it('uses codes of the table only', () => {
    const problem = distance.check({ a: [2], b: [3] }, distance.params.parse({}))
    expect(Object.keys(shapeProblemCodes)).toContain(problem?.code)
  })
})

it('classification is the cross-entropy of the softmax, for logits of any size', () => {
  const logits = tf.tensor([2, -1, 0.5, 1000, -1000, 0], [2, 3])
  const label = tf.tensor([0, 0, 1, 1, 0, 0], [2, 3])
  const first = Math.log(Math.exp(2) + Math.exp(-1) + Math.exp(0.5)) - 0.5
  const { value, grad } = tf.valueAndGrad((x) => lossOfInputs(tf, classification, {}, { logits: x, label }))(logits)
  expect(value.dataSync()[0]).toBeCloseTo(first / 2, 5)
  const total = Math.exp(2) + Math.exp(-1) + Math.exp(0.5)
  const expected = [Math.exp(2) / total / 2, Math.exp(-1) / total / 2, (Math.exp(0.5) / total - 1) / 2, 0, 0, 0]
  for (const [index, entry] of grad.dataSync().entries()) expect(entry).toBeCloseTo(expected[index]!, 5)
})

it('keeps every penalty through JSON, with its published weight, and no unknown one', () => {
  const defaults = Object.keys(penalties).map((kind) => adversarial.params.parse({ penalty: { kind } }).penalty)
  expect(defaults).toMatchObject([
    { kind: 'gradient-penalty', weight: 10, every: 1, center: 1 },
    { kind: 'one-sided-gradient-penalty', weight: 10, every: 1, center: 1 },
    { kind: 'zero-centered-gradient-penalty', weight: 1, every: 1 },
    { kind: 'dragan', weight: 10, every: 1, center: 1, noise: 0.5 },
    { kind: 'r1', weight: 1, every: 1 },
    { kind: 'r2', weight: 1, every: 1 },
    { kind: 'r1-r2', weight: 1, every: 1 },
    { kind: 'scaled', weight: 10, every: 1, values: false },
  ])
  for (const penalty of defaults)
    expect(adversarial.params.parse(JSON.parse(JSON.stringify({ penalty }))).penalty).toEqual(penalty)
  const schedule = { schedule: 'cosine', from: 2, to: 0.2, start: 0, end: 100 }
  const decaying = adversarial.params.parse({ penalty: { kind: 'r1-r2', weight: schedule, every: 16 } })
  expect(resolveSchedules(decaying, 100).penalty).toMatchObject({ weight: 0.2, every: 16 })
  expect(adversarial.params.safeParse({ penalty: { kind: 'r3' } }).success).toBe(false)
  expect(adversarial.params.safeParse({ penalty: { kind: 'scaled', every: 2 } }).success).toBe(false)
})

it('asks for a constraint only where no penalty keeps the slope', () => {
  const needs = (params: Record<string, unknown>) => adversarial.needsConstraint!(adversarial.params.parse(params))
  expect(needs({ loss: 'wasserstein' })).toBe(true)
  expect(needs({ loss: 'mmd' })).toBe(true)
  expect(needs({ loss: 'wasserstein', penalty: { kind: 'gradient-penalty' } })).toBe(false)
  expect(needs({})).toBe(false)
})

it('asks for samples only where a penalty needs them', () => {
  const asked = (penalty: Record<string, unknown>) => {
    const params = adversarial.params.parse({ loss: 'wasserstein', penalty })
    return [adversarial.critic(params)!.samples, adversarial.player(params, ['fake']).samples]
  }
  expect(asked({ kind: 'none' })).toEqual([false, false])
  expect(asked({ kind: 'r1', weight: 0 })).toEqual([false, false])
  expect(asked({ kind: 'r1' })).toEqual([true, false])
  expect(asked({ kind: 'gradient-penalty' })).toEqual(['paired', false])
  expect(asked({ kind: 'scaled' })).toEqual([true, true])
})

it('reads only ports that it has', () => {
  for (const objective of objectiveKinds) {
    const ports = objective.inputs.map((port) => port.name)
    const params = objective.params.parse({}) as never
    const sides = [objective.critic(params), objective.player(params, [])]
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
