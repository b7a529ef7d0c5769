/** @file Penalties against closed forms, and their gradients by the critic's weights against central differences. */
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../../backend/open-node'
import { normals, randomStream } from '../../lib/random'
import { type Play, play } from '../testing/play'
import { type PenaltyKind, penalties } from '.'

const kinds = Object.keys(penalties) as PenaltyKind[]
const terms = kinds.filter((kind) => kind !== 'scaled')

/** ‖w‖ = 1.3 for the linear critic D(x) = w·x + b. */
const W = [1.2, -0.5]
const NORM = 1.3

/** At weight 1: what a linear critic pays, which has the slope ‖w‖ everywhere. */
const closedForms: Record<Exclude<PenaltyKind, 'scaled'>, number> = {
  'gradient-penalty': (NORM - 1) ** 2,
  'one-sided-gradient-penalty': (NORM - 1) ** 2,
  'zero-centered-gradient-penalty': NORM ** 2 / 2,
  dragan: (NORM - 1) ** 2,
  r1: NORM ** 2 / 2,
  r2: NORM ** 2 / 2,
  'r1-r2': NORM ** 2,
}

const noise = (key: string, count: number) => [...normals(count, randomStream('penalties', key))]

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let tf: OpenBackend['tf']
  let samples: Play['samples']
  beforeAll(async () => {
    tf = (await openBackend(backend)).tf
    samples = { real: [tf.tensor(noise('real', 10), [5, 2])], fake: [tf.tensor(noise('fake', 10), [5, 2])] }
  })

  const linear =
    (weights: readonly number[]) =>
    ([x]: readonly Tensor[]): Tensor =>
      tf.add(tf.matMul(x as Parameters<typeof tf.matMul>[0], tf.tensor2d([...weights], [weights.length, 1])), 0.3)

  /** What the penalty alone adds to the loss of the critic. */
  function added(setting: Omit<Play, 'side' | 'samples'> & Partial<Pick<Play, 'samples'>>): number {
    const { penalty, ...others } = setting.params
    const value = (params: Record<string, unknown>) =>
      play(tf, { samples, ...setting, params, side: 'critic' }).dataSync()[0]!
    return value({ ...others, penalty }) - value({ ...others, penalty: { kind: 'none' } })
  }

  it.each(terms)('%s of a linear critic is its closed form', (kind) => {
    const at = (settings: Record<string, unknown>) =>
      added({ params: { penalty: { kind, ...settings } }, critic: linear(W) })
    expect(Math.abs(at({ weight: 1 }) - closedForms[kind])).toBeLessThan(1e-4)
    expect(Math.abs(at({ weight: 3 }) - 3 * closedForms[kind])).toBeLessThan(1e-4)
    expect(Math.abs(at({ weight: 0 }))).toBe(0)
  })

  it('the slope of a sample is taken over all entries of all that makes it up', () => {
    // An image and a vector go in together: ‖∇‖² = Σ w² over both, and scores of a map count as their mean.
    const image = (key: string) => tf.tensor(noise(key, 24), [4, 2, 3, 1])
    const vector = (key: string) => tf.tensor(noise(key, 8), [4, 2])
    const weights = noise('image weights', 6)
    const critic = ([x, y]: readonly Tensor[]) => {
      const score = tf.sum(tf.mul(x!, tf.tensor(weights, [2, 3, 1])), [1, 2, 3])
      const joint = tf.reshape(tf.add(score, tf.sum(tf.mul(y!, 0.7), 1)), [4, 1])
      return tf.concat([joint, tf.mul(joint, 3)], 1)
    }
    const squared = 4 * (weights.reduce((sum, w) => sum + w * w, 0) + 2 * 0.49)
    const pair = { real: [image('a'), vector('b')], fake: [image('c'), vector('d')] }
    const value = (kind: PenaltyKind) => added({ params: { penalty: { kind, weight: 1 } }, critic, samples: pair })
    expect(value('r1')).toBeCloseTo(squared / 2, 3)
    expect(value('gradient-penalty')).toBeCloseTo((Math.sqrt(squared) - 1) ** 2, 3)
    expect(value('dragan')).toBeCloseTo((Math.sqrt(squared) - 1) ** 2, 3)
  })

  it('one-sided leaves a flat critic alone, and a centre moves what is wanted', () => {
    const flat = linear([0.3, 0.4])
    const at = (kind: PenaltyKind, settings = {}) =>
      added({ params: { penalty: { kind, weight: 1, ...settings } }, critic: flat })
    expect(at('one-sided-gradient-penalty')).toBe(0)
    expect(at('one-sided-gradient-penalty', { center: 0.2 })).toBeCloseTo(0.09, 4)
    expect(at('gradient-penalty')).toBeCloseTo(0.25, 4)
    expect(at('gradient-penalty', { center: 0.5 })).toBeCloseTo(0, 4)
  })

  it('has a finite gradient where the slope is zero', () => {
    const gradient = tf.grad((weights) =>
      play(tf, {
        params: { loss: 'wasserstein', penalty: { kind: 'gradient-penalty' } },
        side: 'critic',
        samples,
        critic: ([x]) => tf.matMul(x as Parameters<typeof tf.matMul>[0], weights as Parameters<typeof tf.matMul>[1]),
      }),
    )(tf.zeros([2, 1]))
    for (const value of gradient.dataSync()) expect(Number.isFinite(value)).toBe(true)
  })

  it('looks where it says: R1 at the real samples, R2 at the fakes, the others between or around', () => {
    const asked = (kind: PenaltyKind, settings = {}) => {
      const seen: [string, number[]][] = []
      const critic: Play['critic'] = (given, port) => {
        seen.push([port, [...given[0]!.dataSync()]])
        return linear(W)(given)
      }
      play(tf, { params: { penalty: { kind, ...settings } }, side: 'critic', samples, critic })
      return seen.slice(2)
    }
    const real = [...samples.real[0]!.dataSync()]
    const fake = [...samples.fake[0]!.dataSync()]
    expect(asked('r1')).toEqual([['real', real]])
    expect(asked('r2')).toEqual([['fake', fake]])
    expect(asked('r1-r2')).toEqual([
      ['real', real],
      ['fake', fake],
    ])
    const [[port, points]] = asked('gradient-penalty') as [[string, number[]]]
    expect(port).toBe('real')
    // One α for each sample, the same for both entries, within 0 and 1, not the same for all.
    const amounts = points.map((value, index) => (value - real[index]!) / (fake[index]! - real[index]!))
    for (let sample = 0; sample < 5; sample++) {
      expect(amounts[2 * sample]).toBeCloseTo(amounts[2 * sample + 1]!, 3)
      expect(amounts[2 * sample]).toBeGreaterThanOrEqual(0)
      expect(amounts[2 * sample]).toBeLessThan(1)
    }
    expect(new Set(amounts.map((amount) => amount.toFixed(2))).size).toBeGreaterThan(3)
    // Around the data, not further than half a standard deviation in any direction, and only upwards, as published.
    const mean = real.reduce((sum, value) => sum + value, 0) / real.length
    const deviation = Math.sqrt(real.reduce((sum, value) => sum + (value - mean) ** 2, 0) / real.length)
    const [[, around]] = asked('dragan') as [[string, number[]]]
    for (const [index, value] of around.entries()) {
      expect(value - real[index]!).toBeGreaterThanOrEqual(0)
      expect(value - real[index]!).toBeLessThan(0.5 * deviation)
    }
    expect((asked('dragan', { noise: 0 }) as [[string, number[]]])[0][1]).toEqual(real)
  })

  it('is computed once in so many updates, and then counts as many times', () => {
    const at = (turn: number) =>
      added({ params: { penalty: { kind: 'r1', weight: 2, every: 4 } }, critic: linear(W), turn })
    expect(at(0)).toBeCloseTo(4 * NORM ** 2, 4)
    for (const turn of [1, 2, 3]) expect(at(turn)).toBe(0)
    expect(at(4)).toBeCloseTo(4 * NORM ** 2, 4)
  })

  it('takes the slope of a critic that packs samples over all that it packs', () => {
    const four = (key: string) => [tf.tensor(noise(key, 8), [4, 2])]
    const packs = { real: four('e'), fake: four('f') }
    const critic = ([x]: readonly Tensor[]) => linear([...W, ...W])([tf.reshape(x!, [-1, 4])])
    const at = (kind: PenaltyKind) => added({ params: { penalty: { kind, weight: 1 } }, critic, samples: packs })
    expect(at('r1')).toBeCloseTo(NORM ** 2, 4)
    expect(at('gradient-penalty')).toBeCloseTo((Math.SQRT2 * NORM - 1) ** 2, 4)
    const odd = ([x]: readonly Tensor[]) => linear([...W, ...W])([tf.reshape(tf.slice(x!, 0, 4), [-1, 4])])
    const run = () => play(tf, { params: { penalty: { kind: 'r1' } }, side: 'critic', samples, critic: odd })
    expect(run).toThrow('5 samples give 2 scores')
  })

  it('names the cause when no gradient gets to the samples', () => {
    const critic = ([x]: readonly Tensor[]) => tf.mean(tf.step(tf.variable(x!)), 1, true)
    const run = () => play(tf, { params: { penalty: { kind: 'r1' } }, side: 'critic', samples, critic })
    expect(run).toThrow(/Stop gradient/)
  })

  /** tanh(x V + c) U: smooth, so central differences are exact to the fourth order. */
  const sizes = { V: [2, 4], c: [4], U: [4, 3] } as const
  const start = { V: noise('V', 8), c: noise('c', 4), U: noise('U', 12) }
  const smooth =
    ([V, c, U]: readonly Tensor[], outputs: number): Play['critic'] =>
    ([x]) => {
      const hidden = tf.tanh(tf.add(tf.matMul(x as Parameters<typeof tf.matMul>[0], V as never), c!))
      return tf.slice(tf.matMul(hidden as never, U as never), [0, 0], [-1, outputs])
    }

  function expectRightGradient(setting: Pick<Play, 'params'> & { outputs?: number; side?: Play['side'] }) {
    const { outputs = 1, side = 'critic', params } = setting
    const loss = (weights: readonly Tensor[]) => play(tf, { params, side, samples, critic: smooth(weights, outputs) })
    const tensors = (values: typeof start) =>
      (['V', 'c', 'U'] as const).map((name) => tf.tensor(values[name], [...sizes[name]]))
    const gradients = tf.grads((...weights) => loss(weights))(tensors(start))
    const largest = Math.max(...gradients.flatMap((gradient) => [...gradient.dataSync()].map(Math.abs)))
    expect(largest).toBeGreaterThan(1e-3)
    for (const [place, name] of (['V', 'c', 'U'] as const).entries()) {
      for (const index of name === 'c' ? [0, 3] : [0, 3, 6]) {
        const at = (step: number) => {
          const moved = { ...start, [name]: start[name].map((value, i) => (i === index ? value + step : value)) }
          return tf.tidy(() => loss(tensors(moved)).dataSync()[0]!)
        }
        const size = 0.01
        const difference = (8 * (at(size) - at(-size)) - (at(2 * size) - at(-2 * size))) / (12 * size)
        const actual = gradients[place]!.dataSync()[index]!
        expect(Math.abs(actual - difference) / largest, `${name}[${index}]`).toBeLessThan(1e-3)
      }
    }
  }

  it.each(terms)('%s has the right gradient by the weights of the critic', (kind) => {
    expectRightGradient({ params: { loss: 'wasserstein', penalty: { kind, weight: 2 } } })
    expectRightGradient({ params: { loss: 'relativistic', penalty: { kind, weight: 2 } }, outputs: 3 })
  })

  it.each(['rbf', 'rational-quadratic-mixture', 'distance', 'linear'])(
    'of MMD with the kernel %s is that of the witness function, with the right gradient',
    (kernel) => {
      const params = { loss: 'mmd', kernel: { kind: kernel }, penalty: { kind: 'gradient-penalty', weight: 1 } }
      expectRightGradient({ params, outputs: 3 })
    },
  )

  it('the witness of the linear kernel is the difference of the mean features', () => {
    const U = [0.6, -1.1, 0.4, 0.9]
    const critic = ([x]: readonly Tensor[]) => tf.matMul(x as Parameters<typeof tf.matMul>[0], tf.tensor2d(U, [2, 2]))
    const mean = (port: 'real' | 'fake') => [...tf.mean(critic(samples[port]), 0).dataSync()]
    const [real, fake] = [mean('real'), mean('fake')]
    const apart = real.map((value, index) => value - fake[index]!)
    // w(x) = φ(x)·(E φ(x) − E φ(y)), φ(x) = x U, so its slope is U (E φ(x) − E φ(y)) everywhere.
    const slope = Math.hypot(U[0]! * apart[0]! + U[1]! * apart[1]!, U[2]! * apart[0]! + U[3]! * apart[1]!)
    const penalty = { kind: 'gradient-penalty', weight: 1 }
    const value = added({ params: { loss: 'mmd', kernel: { kind: 'linear' }, penalty }, critic })
    expect(value).toBeCloseTo((slope - 1) ** 2, 4)
  })

  describe('scaled', () => {
    const U = [0.6, -1.1, 0.4, 0.9]
    const features = ([x]: readonly Tensor[]) => tf.matMul(x as Parameters<typeof tf.matMul>[0], tf.tensor2d(U, [2, 2]))
    const frobenius = U.reduce((sum, entry) => sum + entry * entry, 0)
    const ratio = (params: Record<string, unknown>, side: Play['side'], penalty: Record<string, unknown> = {}) => {
      const value = (kind: string) =>
        play(tf, {
          params: { ...params, penalty: kind === 'none' ? { kind } : { kind, ...penalty } },
          side,
          samples,
          critic: features,
        }).dataSync()[0]!
      return value('scaled') / value('none')
    }

    it.each(['critic', 'player'] as const)('divides the loss of the %s by 1 + 10 E‖J‖² of all outputs', (side) => {
      expect(ratio({ loss: 'mmd' }, side)).toBeCloseTo(1 / (1 + 10 * frobenius), 5)
      expect(ratio({ loss: 'mmd' }, side, { weight: 2 })).toBeCloseTo(1 / (1 + 2 * frobenius), 5)
    })

    it.each(['critic', 'player'] as const)('divides a difference of means by the root of that, for the %s', (side) => {
      expect(ratio({ loss: 'wasserstein' }, side)).toBeCloseTo(1 / Math.sqrt(1 + 10 * frobenius), 5)
    })

    it('adds the values where it is to', () => {
      const squares = [...features(samples.real).dataSync()].reduce((sum, value) => sum + value * value, 0) / 5
      const expected = 1 / (1 + 10 * (frobenius + squares))
      expect(ratio({ loss: 'mmd' }, 'critic', { values: true })).toBeCloseTo(expected, 5)
    })

    it.each(['mmd', 'wasserstein'])('has the right gradient of %s by the weights of the critic', (loss) => {
      for (const values of [false, true])
        expectRightGradient({ params: { loss, penalty: { kind: 'scaled', values } }, outputs: 3 })
    })
  })
})

it('is listed by the name that its settings have', () => {
  for (const kind of kinds) expect(penalties[kind].schema.shape.kind.value).toBe(kind)
})
