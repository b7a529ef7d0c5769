/** @file Adversarial losses against numbers that were computed elsewhere in float64, their gradients included. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../../backend/open-node'
import { adversarial } from '../adversarial'
import { type Port, playScores } from '../testing/play'
import { type LossName, losses } from '.'

const REAL = [1.5, -2, 0.3]
const FAKE = [0.5, -1.5, 2]
const ZERO = [0, 0, 0]

interface Vector {
  value: number
  real: number[]
  fake: number[]
}

const third = 1 / 3
const vector = (value: number, real: number[], fake: number[]): Vector => ({ value, real, fake })
const raiseFakes = vector(-third, ZERO, [-third, -third, -third])
const crossEntropy = vector(2.061705, [-0.06081, -0.2936, -0.14185], [0.20749, 0.06081, 0.2936])

const vectors: Record<Exclude<LossName, 'mmd'>, { critic: Vector; player: Vector }> = {
  minimax: { critic: crossEntropy, player: vector(-1.100806, ZERO, [-0.20749, -0.06081, -0.2936]) },
  'non-saturating': { critic: crossEntropy, player: vector(0.767473, ZERO, [-0.12585, -0.27252, -0.03973]) },
  'least-squares': {
    critic: vector(2.706667, [0.16667, -1, -0.23333], [0.16667, -0.5, 0.66667]),
    player: vector(1.25, ZERO, [-0.16667, -0.83333, 0.33333]),
  },
  wasserstein: { critic: vector(0.4, [-third, -third, -third], [third, third, third]), player: raiseFakes },
  hinge: { critic: vector(2.733333, [0, -third, -third], [third, 0, third]), player: raiseFakes },
  relativistic: {
    critic: vector(1.051708, [-0.08965, -0.20749, -0.28184], [0.08965, 0.20749, 0.28184]),
    player: vector(0.651708, [0.24369, 0.12585, 0.05149], [-0.24369, -0.12585, -0.05149]),
  },
  'relativistic-average': {
    critic: vector(1.137137, [-0.13503, -0.24739, -0.18018], [0.19841, 0.12417, 0.24001]),
    player: vector(0.737137, [0.1983, 0.08594, 0.15316], [-0.13492, -0.20916, -0.09332]),
  },
  'relativistic-average-least-squares': {
    critic: vector(4.042222, [-0.41111, -1.57778, -0.81111], [0.98889, 0.32222, 1.48889]),
    player: vector(2.442222, [0.92222, -0.24444, 0.52222], [-0.34444, -1.01111, 0.15556]),
  },
  'relativistic-average-hinge': {
    critic: vector(1.5, [-0.11111, -0.27778, -0.27778], [0.27778, 0.11111, 0.27778]),
    player: vector(1, [0.27778, 0.11111, 0.27778], [-0.27778, -0.27778, -0.11111]),
  },
}

const sides = ['critic', 'player'] as const
const published = Object.keys(vectors) as (keyof typeof vectors)[]
const names = Object.keys(losses) as LossName[]

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let tf: OpenBackend['tf']
  beforeAll(async () => {
    tf = (await openBackend(backend)).tf
  })

  interface Setting {
    params: Record<string, unknown>
    side: 'critic' | 'player'
    shape?: number[]
    behind?: Port[]
  }

  function evaluate({ params, side, shape = [3, 1], behind = ['fake'] }: Setting): Vector {
    const compute = (real: Parameters<typeof tf.neg>[0], fake: typeof real) =>
      playScores(tf, { params, side, behind }, { real, fake } as Parameters<typeof playScores>[2])
    const points = [tf.tensor(REAL, shape), tf.tensor(FAKE, shape)]
    const zero = tf.scalar(0)
    // A side need not read both.
    const { value, grads } = tf.valueAndGrads((real, fake) =>
      tf.addN([compute(real!, fake!), tf.mul(tf.sum(real!), zero), tf.mul(tf.sum(fake!), zero)]),
    )(points)
    const [real, fake] = grads.map((gradient) => [...gradient.dataSync()])
    return { value: value.dataSync()[0]!, real: real!, fake: fake! }
  }

  function expectVector(actual: Vector, expected: Vector): void {
    expect(Math.abs(actual.value - expected.value)).toBeLessThan(1e-4)
    for (const port of ['real', 'fake'] as const)
      for (const [index, value] of actual[port].entries())
        expect(Math.abs(value - expected[port][index]!), `${port} ${index}`).toBeLessThan(1e-4)
  }

  describe.each(published)('%s', (loss) => {
    it.each(sides)('of the %s has the published value and gradients', (side) => {
      // As single scores, and as one sample's map of scores: the mean is over all of them.
      for (const shape of [[3, 1], [1, 3, 1, 1], [3]]) {
        expectVector(evaluate({ params: { loss }, side, shape }), vectors[loss][side])
      }
    })

    // The game stays the same when real and fake change places and the scores their sign.
    it('gives a player behind the real scores what one behind the fakes gets', () => {
      if (losses[loss].form === 'joint' || loss === 'least-squares') return
      const swapped = playScores(
        tf,
        { params: { loss }, side: 'player', behind: ['real'] },
        { real: tf.neg(tf.tensor(FAKE, [3, 1])), fake: tf.tensor(REAL, [3, 1]) },
      )
      expect(swapped.dataSync()[0]).toBeCloseTo(vectors[loss].player.value, 4)
    })
  })

  it('adds both parts where players stand behind both scores', () => {
    const part = (...behind: Port[]) => evaluate({ params: { loss: 'non-saturating' }, side: 'player', behind }).value
    expect(part('real', 'fake')).toBeCloseTo(part('real') + part('fake'), 5)
    const squares = evaluate({ params: { loss: 'least-squares' }, side: 'player', behind: ['real'] })
    expect(squares.value).toBeCloseTo((1.5 ** 2 + 2 ** 2 + 0.3 ** 2) / 6, 5)
    expect(squares.fake).toEqual(ZERO)
  })

  it.each(names)('%s stays finite for scores of a thousand', (loss) => {
    const scores = { real: tf.tensor([1000, -1000], [2, 1]), fake: tf.tensor([1000, -1000], [2, 1]) }
    for (const side of sides)
      expect(Number.isFinite(playScores(tf, { params: { loss }, side }, scores).dataSync()[0])).toBe(true)
  })

  it('smooths one side of the labels', () => {
    const expected = vector(2.055038, [-0.02748, -0.26027, -0.10852], [0.20749, 0.06081, 0.2936])
    for (const loss of ['non-saturating', 'minimax'])
      expectVector(evaluate({ params: { loss, realTarget: 0.9 }, side: 'critic' }), expected)
  })

  it('takes targets of least squares as the values of scores', () => {
    const params = { loss: 'least-squares', realTarget: 0.5, fakeTarget: -1 }
    const half = (scores: number[], target: number) =>
      scores.reduce((sum, score) => sum + (score - target) ** 2, 0) / (2 * scores.length)
    expect(evaluate({ params, side: 'critic' }).value).toBeCloseTo(half(REAL, 0.5) + half(FAKE, -1), 5)
    expect(evaluate({ params, side: 'player' }).value).toBeCloseTo(half(FAKE, 0.5), 5)
  })

  it('exchanges all labels where they are surely flipped', () => {
    const flipped = evaluate({ params: { loss: 'least-squares', flip: 1 }, side: 'critic' })
    const exchanged = evaluate({
      params: { loss: 'least-squares', realTarget: 0, fakeTarget: 1 },
      side: 'critic',
    })
    expectVector(flipped, exchanged)
  })

  it('draws one target for each sample from a range, and flips as often as asked', () => {
    const batch = 2000
    const zeros = { real: tf.zeros([batch, 2]), fake: tf.zeros([batch, 2]) }
    const value = (params: Record<string, unknown>) =>
      playScores(tf, { params: { loss: 'least-squares', ...params }, side: 'critic' }, zeros).dataSync()[0]!
    // E ½t² of t ~ U(0.7, 1.2), to three standard errors.
    const moment = (1.2 ** 3 - 0.7 ** 3) / (3 * 0.5) / 2
    expect(Math.abs(value({ realTarget: [0.7, 1.2] }) - moment)).toBeLessThan(0.01)
    expect(value({ realTarget: [0.7, 1.2] })).not.toBe(value({ realTarget: 0.95 }))
    expect(Math.abs(value({ fakeTarget: 0, flip: 0.25 }) - 0.5)).toBeLessThan(0.05)
    const onlyReal = playScores(
      tf,
      { params: { loss: 'least-squares', flip: 0.25 }, side: 'critic' },
      { real: tf.zeros([batch, 1]), fake: tf.ones([batch, 1]) },
    ).dataSync()[0]!
    expect(Math.abs(onlyReal - 2 * 0.5 * 0.75)).toBeLessThan(0.05)
  })
})

it('lets the players of comparing losses see the real batch, those of others only what they stand behind', () => {
  for (const loss of names) {
    const { reads } = adversarial.player(adversarial.params.parse({ loss }), ['fake'])
    expect(reads, loss).toEqual(losses[loss].form === 'joint' ? ['real', 'fake'] : ['fake'])
    expect(adversarial.player(adversarial.params.parse({ loss }), []).reads).toEqual(reads)
  }
  expect(adversarial.player(adversarial.params.parse({}), ['real']).reads).toEqual(['real'])
  expect(adversarial.player(adversarial.params.parse({}), ['fake', 'real']).reads).toEqual(['real', 'fake'])
})
