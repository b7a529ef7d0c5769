/** @file Normalisations that tf.layers lacks, against each other and against their definitions. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../../backend/open-node'
import { buildExample } from '../contract'
import type { LayerDefinition, LayerExample, Tensor } from '../layer'
import { adaptiveNorm } from './adaptive-norm'
import { batchNorm } from './batch-norm'
import { groupNorm } from './group-norm'
import { instanceNorm } from './instance-norm'
import { pixelNorm } from './pixel-norm'

const SHAPE = [3, 2, 4]
const plain = { scale: false, center: false, epsilon: 1e-5 }

let tf: OpenBackend['tf']
beforeAll(async () => {
  tf = (await openBackend('cpu')).tf
})

const built = (layer: unknown, params: LayerExample['params'], more: LayerExample['inputs'] = {}, batch = 3) =>
  buildExample(
    tf,
    layer as LayerDefinition,
    { params: params ?? {}, inputs: { in: SHAPE, ...more }, output: SHAPE },
    batch,
  )

function expectSame(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape)
  const wanted = expected.dataSync()
  for (const [index, value] of actual.dataSync().entries()) expect(value).toBeCloseTo(wanted[index]!, 4)
}

describe('of one sample', () => {
  it('instance norm is batch norm', () => {
    const [instance, batch] = [built(instanceNorm, plain, {}, 1), built(batchNorm, plain, {}, 1)]
    expectSame(instance.apply('inference'), batch.apply('training'))
  })
})

describe('group norm', () => {
  it('with as many groups as channels is instance norm', () => {
    expectSame(
      built(groupNorm, { groups: 4, epsilon: 1e-5 }).apply('inference'),
      built(instanceNorm, { epsilon: 1e-5 }).apply('inference'),
    )
  })

  it('brings neighbouring channels to mean 0 and variance 1 together', () => {
    const output = built(groupNorm, { ...plain, groups: 2 }).apply('inference')
    const { mean, variance } = tf.moments(tf.reshape(output, [3, 6, 2, 2]), [1, 3])
    expectSame(mean, tf.zeros([3, 2]))
    expectSame(variance, tf.ones([3, 2]))
  })
})

it('pixel norm makes the mean square of the channels 1', () => {
  expectSame(tf.mean(tf.square(built(pixelNorm, {}).apply('inference')), -1), tf.ones([3, 3, 2]))
})

describe('adaptive norm', () => {
  it.each([
    ['instance', instanceNorm, 'inference'],
    ['batch', batchNorm, 'training'],
  ] as const)('with kernel and bias of zeros is %s norm alone', (normalization, layer, mode) => {
    const adaptive = built(adaptiveNorm, { normalization, epsilon: 1e-5 }, { style: [5] })
    const { kernel, bias } = adaptive.weights
    const weights = { ...adaptive.weights, kernel: tf.zerosLike(kernel!), bias: tf.zerosLike(bias!) }
    expectSame(adaptive.apply(mode, undefined, weights), built(layer, plain).apply(mode))
  })

  it('gives each class the scale and shift of its row', () => {
    const adaptive = built(adaptiveNorm, { normalization: 'none' }, { style: [2] }, 2)
    const inputs = {
      in: tf.ones([2, ...SHAPE]),
      style: tf.tensor2d([
        [1, 0],
        [0, 1],
      ]),
    }
    const rows = [
      [1, 2, 3, 4, 10, 20, 30, 40],
      [0, 0, 0, 0, 5, 6, 7, 8],
    ]
    const output = adaptive.apply('inference', inputs, { kernel: tf.tensor2d(rows), bias: tf.zeros([8]) })
    const first = tf.slice(output, [0, 2, 1, 0], [2, 1, 1, 4])
    expect([...first.dataSync()]).toEqual([12, 23, 34, 45, 6, 7, 8, 9])
  })
})
