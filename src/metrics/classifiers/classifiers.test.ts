/** @file The shipped classifiers: what their cards state, what storage costs them, and that they know their dataset. */
import { readFileSync } from 'node:fs'
import type * as TensorFlowCore from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../backend/open-node'
import { findDataset } from '../../data'
import { dataFiles } from '../../data/files'
import { nodeDataFiles } from '../../data/files-node'
import { readLabelled } from '../../data/labelled-node'
import { randomStream } from '../../lib/random'
import { decodeSafetensors } from '../../lib/safetensors'
import { extractorOf } from '../extractors'
import { classifierShapes, classifierWeightNames, FEATURE_COUNT } from './network'
import { type ClassifierValues, dequantise, quantise } from './quantise'

let tf: typeof TensorFlowCore
beforeAll(async () => {
  tf = (await openBackend('wasm', 1)).tf
})

const classifiers = [
  { name: 'mnist' as const, file: dataFiles.mnistClassifier, atLeast: 0.99 },
  { name: 'fashion-mnist' as const, file: dataFiles.fashionClassifier, atLeast: 0.9 },
]

test.each(classifiers)(
  '$name: the card names the shipped file, and an accuracy above the bar',
  ({ name, file, atLeast }) => {
    const card = JSON.parse(readFileSync(new URL(`${name}-cnn64-v1.json`, import.meta.url), 'utf8'))
    expect(card).toMatchObject({ name: `${name}-cnn64-v1`, sha256: file.sha256, sizeBytes: file.sizeBytes })
    expect(card.testAccuracy).toBeGreaterThanOrEqual(atLeast)
    expect(file.sizeBytes).toBeLessThan(300_000)
    expect(extractorOf(findDataset(name)!).name).toBe(card.name)
  },
)

test.each(classifiers)(
  '$name: right for as many of 500 test images as the card lets expect',
  async ({ name, atLeast }) => {
    const dataset = findDataset(name)!
    const extractor = await extractorOf(dataset).load(tf, nodeDataFiles(), [28, 28, 1])
    const { pixels, labels } = await readLabelled(name, 'test')
    const count = 500
    const values = Float32Array.from(pixels.subarray(0, count * 784), (byte) => (byte / 255) * 2 - 1)
    const { features, probabilities } = extractor.apply(tf.tensor(values, [count, 28, 28, 1]))
    expect(features.shape).toEqual([count, FEATURE_COUNT])
    const guesses = await tf.argMax(probabilities!, -1).data()
    const right = guesses.filter((guess, index) => guess === labels[index]).length
    expect(right / count).toBeGreaterThan(atLeast - 0.03)
    extractor.dispose()
  },
)

test('three digits in three channels are judged one by one', async () => {
  const stacked = findDataset('stacked-mnist')!
  const data = await stacked.load(nodeDataFiles())
  const { image, red, blue } = data.draw(50, randomStream('stacked'))
  const extractor = await extractorOf(stacked).load(tf, nodeDataFiles(), [28, 28, 3])
  const { features, probabilities } = extractor.apply(tf.tensor(image!, [50, 28, 28, 3]))
  expect(features.shape).toEqual([50, 3 * FEATURE_COUNT])
  const byChannel = tf.reshape(probabilities!, [50, 3, 10])
  const guesses = (await tf.argMax(byChannel, -1).array()) as number[][]
  const classOf = (labels: Float32Array, sample: number) => labels.subarray(sample * 10, (sample + 1) * 10).indexOf(1)
  const right = guesses.filter(
    ([first, , third], sample) => first === classOf(red!, sample) && third === classOf(blue!, sample),
  )
  expect(right.length).toBeGreaterThan(45)
  extractor.dispose()
})

test('images without a classifier get features of fixed random weights', async () => {
  const digits = findDataset('digits')!
  const image = Float32Array.from({ length: 2 * 64 }, (_, index) => Math.sin(index))
  const extractor = await extractorOf(digits).load(tf, nodeDataFiles(), [8, 8, 1])
  const { features, probabilities } = extractor.apply(tf.tensor(image, [2, 8, 8, 1]))
  expect(probabilities).toBeNull()
  expect(features.shape).toEqual([2, 64])
  const values = (await features.data()) as Float32Array
  expect(new Set(values).size).toBeGreaterThan(100)
  // The same on every machine: other weights would need another name.
  expect([...values.subarray(0, 3)].map((value) => value.toFixed(4))).toEqual(['0.8930', '-0.2536', '0.1618'])
  const size = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  expect(size).toBeGreaterThan(0.1)
  expect(size).toBeLessThan(3)
  extractor.dispose()
})

test('a kernel is stored to within half a step, a channel of zeros as zeros', () => {
  const random = randomStream('weights')
  const values = Object.fromEntries(
    classifierWeightNames.map((name) => {
      const shape: readonly number[] = classifierShapes[name]
      const size = shape.reduce((product, dimension) => product * dimension, 1)
      const channels = shape.at(-1)!
      return [name, Float32Array.from({ length: size }, (_, index) => (index % channels === 0 ? 0 : random.normal()))]
    }),
  ) as ClassifierValues
  const tensors = quantise(values)
  const again = dequantise(tensors)
  for (const name of classifierWeightNames) {
    const limit = name.endsWith('/kernel') ? 6 / 127 / 2 : 0
    expect(again[name].every((value, index) => Math.abs(value - values[name][index]!) <= limit)).toBe(true)
  }
  expect(again['conv1/kernel'][0]).toBe(0)
  expect(decodeSafetensors(readFileSync(new URL('mnist-cnn64-v1.safetensors', import.meta.url))).ok).toBe(true)
})
