/** @file The optimisers against TensorFlow.js' own and against hand-written arithmetic, with clipping, schedules and EMA. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { buildNetwork } from '../../compile/build'
import type { Optimizer, PlanNetwork } from '../../compile/plan'
import { NetworkOptimizer } from './optimizer'

beforeAll(async () => {
  await openBackend('cpu')
})

const adam: Optimizer = { kind: 'adam', learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 }

function network(settings: Partial<PlanNetwork>): PlanNetwork {
  return {
    id: 'N',
    name: 'N',
    trainable: true,
    updates: 1,
    optimizer: adam,
    clip: null,
    clipGradient: null,
    ema: null,
    lookAhead: 0,
    seed: 0,
    weights: [
      {
        id: 'fc/kernel',
        layer: 'fc',
        name: 'kernel',
        shape: [3],
        initializer: { kind: 'constant', value: 1 },
        trainable: true,
      },
    ],
    body: [],
    inputs: {},
    outputs: {},
    ...settings,
  }
}

/** Weights after each of the steps on ½‖w − target‖². */
function descend(settings: Partial<PlanNetwork>, steps: number, target = [0, 2, -5]) {
  const model = buildNetwork(tf, network(settings))
  const optimizer = new NetworkOptimizer(tf, model)
  const weight = model.weights.get('fc/kernel')!
  const path: number[][] = []
  for (let step = 0; step < steps; step++) {
    const gradient = tf.sub(weight.live, target)
    optimizer.apply(new Map([['fc/kernel', gradient]]), step)
    gradient.dispose()
    path.push([...weight.live.dataSync()])
  }
  const ema = weight.ema ? [...weight.ema.dataSync()] : null
  optimizer.dispose()
  model.dispose()
  return { path, ema }
}

const close = (received: number[][], expected: number[][]) =>
  received.forEach((row, index) => {
    row.forEach((value, axis) => {
      expect(value).toBeCloseTo(expected[index]![axis]!, 5)
    })
  })

test('Adam moves as TensorFlow.js’ does', () => {
  const variable = tf.variable(tf.ones([3]))
  const reference = tf.train.adam(0.1, 0.5, 0.9, 1e-8)
  const expected: number[][] = []
  for (let step = 0; step < 20; step++) {
    reference.minimize(() => tf.mul(0.5, tf.sum(tf.square(tf.sub(variable, [0, 2, -5])))), false, [variable])
    expected.push([...variable.dataSync()])
  }
  close(descend({}, 20).path, expected)
})

test('Adam without momentum is the paper’s formula', () => {
  const expected: number[][] = []
  let weights = [1, 1, 1]
  let second = [0, 0, 0]
  for (let step = 1; step <= 12; step++) {
    const gradient = weights.map((value, axis) => value - [0, 2, -5][axis]!)
    second = second.map((value, axis) => 0.99 * value + 0.01 * gradient[axis]! ** 2)
    weights = weights.map(
      (value, axis) => value - (0.1 * gradient[axis]!) / (Math.sqrt(second[axis]! / (1 - 0.99 ** step)) + 1e-8),
    )
    expected.push(weights)
  }
  close(descend({ optimizer: { ...adam, beta1: 0, beta2: 0.99 } as Optimizer }, 12).path, expected)
})

test('RMSProp and SGD with momentum are their formulas', () => {
  const simulate = (rule: (gradient: number, state: { v: number; u: number }) => number) => {
    const weights = [1, 1, 1]
    const states = weights.map(() => ({ v: 0, u: 0 }))
    return Array.from({ length: 10 }, () => {
      weights.forEach((value, axis) => {
        weights[axis] = value - rule(value - [0, 2, -5][axis]!, states[axis]!)
      })
      return [...weights]
    })
  }
  const rms = simulate((gradient, state) => {
    state.v = 0.9 * state.v + 0.1 * gradient ** 2
    state.u = 0.3 * state.u + (0.05 * gradient) / (Math.sqrt(state.v) + 1e-8)
    return state.u
  })
  close(
    descend({ optimizer: { kind: 'rmsprop', learningRate: 0.05, decay: 0.9, momentum: 0.3, epsilon: 1e-8 } }, 10).path,
    rms,
  )
  const sgd = simulate((gradient, state) => {
    state.u = 0.8 * state.u + gradient
    return 0.05 * state.u
  })
  close(descend({ optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.8 } }, 10).path, sgd)
})

test('a learning-rate schedule is read at the step', () => {
  const learningRate = { schedule: 'step' as const, from: 0.1, to: 0, start: 0, end: 3 }
  const { path } = descend({ optimizer: { kind: 'sgd', learningRate, momentum: 0 } }, 5)
  expect(path[2]).not.toEqual(path[1])
  expect(path[4]).toEqual(path[2])
})

test('weights are clipped after the update, gradients before it', () => {
  const sgd: Optimizer = { kind: 'sgd', learningRate: 1, momentum: 0 }
  expect(descend({ optimizer: sgd, clip: 0.5 }, 1).path[0]).toEqual([0, 0.5, -0.5])
  const [row] = descend({ optimizer: sgd, clipGradient: 0.1 }, 1).path
  const length = Math.hypot(...row!.map((value) => value - 1))
  expect(length).toBeCloseTo(0.1, 5)
})

test('the moving average warms up as (1 + n) / (10 + n) until it reaches its decay', () => {
  const sgd: Optimizer = { kind: 'sgd', learningRate: 0.1, momentum: 0 }
  const { path, ema } = descend({ optimizer: sgd, ema: 0.5 }, 30)
  let expected = [1, 1, 1]
  path.forEach((row, index) => {
    const decay = Math.min(0.5, (2 + index) / (11 + index))
    expected = expected.map((value, axis) => decay * value + (1 - decay) * row[axis]!)
  })
  close([ema!], [expected])
})
