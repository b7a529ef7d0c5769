/** @file MMD and its kernels against numbers that were computed elsewhere in float64. */
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../backend/open-node'
import { adversarial } from './adversarial'
import { kernelOf } from './kernel'
import { cubic, squaredMmd, witness } from './mmd'
import { playScores } from './testing/play'

const X = [0, 0, 1, 0, 0, 2]
const Y = [0.5, 0.5, -1, 0, 2, 1]

/** Kernel, unbiased, biased. */
const vectors = [
  [{ kind: 'rbf', scale: 1 }, -0.243235, 0.267465],
  [{ kind: 'rbf-mixture' }, -0.24821, 0.069636],
  [{ kind: 'rational-quadratic', alpha: 1 }, -0.197707, 0.208818],
  [{ kind: 'rational-quadratic-mixture' }, -0.502776, 0.567299],
  [{ kind: 'rational-quadratic-mixture', innerProduct: 1 }, -1.83611, 0.622855],
  [{ kind: 'linear' }, -1.333333, 0.055556],
  [{ kind: 'distance' }, -0.716259, 0.568255],
] as const

const settings = (kernel: Record<string, unknown>) => adversarial.params.parse({ loss: 'mmd', kernel }).kernel

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let tf: OpenBackend['tf']
  beforeAll(async () => {
    tf = (await openBackend(backend)).tf
  })

  it.each(vectors)('%o gives the published value, both ways', (kernel, unbiased, biased) => {
    // As vectors, and as maps that are taken as one vector each.
    for (const shape of [
      [3, 2],
      [3, 1, 2, 1],
    ]) {
      const scores = { real: tf.tensor(X, shape), fake: tf.tensor(Y, shape) }
      for (const [estimator, expected] of [
        ['unbiased', unbiased],
        ['biased', biased],
      ] as const) {
        const params = { loss: 'mmd', kernel: { ...kernel, estimator } }
        const value = (side: 'critic' | 'player') => playScores(tf, { params, side }, scores).dataSync()[0]!
        expect(Math.abs(value('player') - expected)).toBeLessThan(1e-4)
        expect(value('critic')).toBe(-value('player'))
      }
    }
  })

  it('the cubic kernel gives that of KID', () => {
    const [x, y] = [tf.tensor(X, [3, 2]), tf.tensor(Y, [3, 2])]
    expect(Math.abs(squaredMmd(tf, cubic, x, y).dataSync()[0]! + 2.729167)).toBeLessThan(1e-4)
    expect(Math.abs(squaredMmd(tf, cubic, x, y, 'biased').dataSync()[0]! - 5.137153)).toBeLessThan(1e-4)
  })

  it.each(vectors)('%o has the gradient of its differences, also where vectors coincide', (kernel) => {
    const compute = (values: readonly number[]) => {
      const [x, y] = [tf.tensor([...values], [3, 2]), tf.tensor(Y, [3, 2])]
      return squaredMmd(tf, kernelOf(settings(kernel)), x, y).dataSync()[0]!
    }
    // Away from the origin, where the distance kernel has a kink.
    const start = X.map((value) => value + 0.3)
    const gradient = tf
      .grad((x: Tensor) => squaredMmd(tf, kernelOf(settings(kernel)), x, tf.tensor(Y, [3, 2])))(
        tf.tensor(start, [3, 2]),
      )
      .dataSync()
    for (const [index, value] of gradient.entries()) {
      const at = (step: number) => compute(start.map((entry, other) => entry + (other === index ? step : 0)))
      expect(Math.abs(value - (at(0.02) - at(-0.02)) / 0.04)).toBeLessThan(1e-3)
    }
    const same = tf.ones([3, 2])
    const collapsed = tf
      .grad((x: Tensor) => squaredMmd(tf, kernelOf(settings(kernel)), x, same))(same)
      .dataSync()
    for (const value of collapsed) expect(Number.isFinite(value)).toBe(true)
  })

  it('is finite for a batch of one', () => {
    const one = tf.ones([1, 2])
    expect(squaredMmd(tf, cubic, one, one).dataSync()[0]).toBeCloseTo(-2 * 2 ** 3, 4)
  })

  it('the witness is high where the first batch is', () => {
    const [x, y] = [tf.tensor([0, 0, 0.1, 0], [2, 2]), tf.tensor([3, 3, 3, 3.1], [2, 2])]
    const values = witness(tf, kernelOf(settings({ kind: 'rbf' })), tf.tensor([0, 0, 3, 3], [2, 2]), x, y).dataSync()
    expect(values[0]).toBeGreaterThan(0.9)
    expect(values[1]).toBeLessThan(-0.9)
  })
})
