/** @file Resampling that tf.layers lacks, against TensorFlow.js' own operations, which are right forward. */
import type { Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../../backend/open-node'
import { buildExample } from '../contract'
import type { LayerDefinition, Tensor } from '../layer'
import { downsample } from './downsample'
import { pixelShuffle } from './pixel-shuffle'
import { resize } from './resize'

let tf: OpenBackend['tf']
beforeAll(async () => {
  tf = (await openBackend('cpu')).tf
})

function expectSame(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape)
  const wanted = expected.dataSync()
  for (const [index, value] of actual.dataSync().entries()) expect(value).toBeCloseTo(wanted[index]!, 5)
}

it.each(resize.examples)('resize $params of $inputs.in is the half-pixel resize', (example) => {
  const built = buildExample(tf, resize as unknown as LayerDefinition, example)
  const { method } = resize.params.parse(example.params)
  const reference = method === 'nearest' ? tf.image.resizeNearestNeighbor : tf.image.resizeBilinear
  const size = example.output.slice(0, 2) as [number, number]
  expectSame(built.apply('inference'), reference(built.inputs.in as Tensor4D, size, false, true))
})

it.each(pixelShuffle.examples)('pixel shuffle $params of $inputs.in is depth to space', (example) => {
  const built = buildExample(tf, pixelShuffle as unknown as LayerDefinition, example)
  const { factor } = pixelShuffle.params.parse(example.params ?? {})
  expectSame(built.apply('inference'), tf.depthToSpace(built.inputs.in as Tensor4D, factor))
})

it('of equal values one takes the whole gradient of a maximum', () => {
  const built = buildExample(tf, downsample as unknown as LayerDefinition, {
    params: { method: 'max' },
    inputs: { in: [2, 2, 1] },
    output: [1, 1, 1],
  })
  const gradient = tf.grad((x: Tensor) => tf.sum(built.apply('training', { in: x })))(tf.zeros([1, 2, 2, 1]))
  expect([...gradient.dataSync()].sort()).toEqual([0, 0, 0, 1])
})
