/**
 * @file Trains a classifier that the image metrics use: `npm run classifier -- mnist`, or `fashion-mnist [folder of its files]`. On the train
 * split only, with our own backend; what is written states the accuracy of the stored weights on the 10,000 test images. The same seed
 * gives the same weights.
 */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { openBackend } from '../backend/open-node'
import { loadedImages } from '../data/images'
import { type LabelledName, readLabelled } from '../data/labelled-node'
import { invariant } from '../lib/assert'
import { type RandomStream, randomStream } from '../lib/random'
import { decodeSafetensors, encodeSafetensors } from '../lib/safetensors'
import {
  applyClassifier,
  type ClassifierWeightName,
  classifierShapes,
  classifierWeightNames,
  FEATURE_COUNT,
} from '../metrics/classifiers/network'
import { type ClassifierValues, dequantise, quantise } from '../metrics/classifiers/quantise'

type TensorFlow = Awaited<ReturnType<typeof openBackend>>['tf']

interface Recipe {
  epochs: number
  batchSize: number
  /** Adam's, at its highest. */
  learningRate: number
  dropout: number
  /** Each image is moved by up to this many pixels along each axis. */
  shiftPx: number
  /** Half of the images are mirrored. */
  mirror: boolean
  seed: number
  /** Share of the test images that must be right, or nothing is written. */
  requiredAccuracy: number
}

const recipes = {
  mnist: {
    epochs: 3,
    batchSize: 128,
    learningRate: 2e-3,
    dropout: 0.2,
    shiftPx: 1,
    mirror: false,
    seed: 1,
    requiredAccuracy: 0.99,
  },
  'fashion-mnist': {
    epochs: 3.5,
    batchSize: 128,
    learningRate: 2e-3,
    dropout: 0.2,
    shiftPx: 0,
    mirror: true,
    seed: 1,
    requiredAccuracy: 0.9,
  },
} satisfies Partial<Record<LabelledName, Recipe>>

const SIDE = 28
const IMAGE_SIZE = SIDE * SIDE
const CLASSES = 10
const FOLDER = fileURLToPath(new URL('../metrics/classifiers/', import.meta.url))

/** Moves each image by a chance of its own, and mirrors it by another; what comes in from outside is black. */
function augmented(images: Float32Array, { shiftPx, mirror }: Recipe, random: RandomStream): Float32Array {
  const moved = new Float32Array(images.length).fill(-1)
  for (let start = 0; start < images.length; start += IMAGE_SIZE) {
    const down = random.integer(2 * shiftPx + 1) - shiftPx
    const right = random.integer(2 * shiftPx + 1) - shiftPx
    const mirrored = mirror && random.uniform() < 0.5
    for (let row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++)
      for (let column = Math.max(0, right); column < Math.min(SIDE, SIDE + right); column++) {
        const from = column - right
        moved[start + row * SIDE + column] = images[start + (row - down) * SIDE + (mirrored ? SIDE - 1 - from : from)]!
      }
  }
  return moved
}

function initialWeights(tf: TensorFlow, seed: number): Record<ClassifierWeightName, Variable> {
  const entries = classifierWeightNames.map((name) => {
    const shape: readonly number[] = classifierShapes[name]
    const size = shape.reduce((product, dimension) => product * dimension, 1)
    const random = randomStream('classifier', seed, name)
    // He et al. 2015: keeps the variance of what goes through rectified layers.
    const deviation = shape.length === 1 ? 0 : Math.sqrt((2 * shape.at(-1)!) / size)
    const values = Float32Array.from({ length: size }, () => deviation * random.normal())
    return [name, tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), true))]
  })
  return Object.fromEntries(entries) as Record<ClassifierWeightName, Variable>
}

/** Up within the first tenth, then down to 0 in a straight line. */
const rateAt = (progress: number, highest: number) =>
  highest * (progress < 0.1 ? 0.1 + 9 * progress : (1 - progress) / 0.9)

async function train(
  tf: TensorFlow,
  name: LabelledName,
  recipe: Recipe,
  directory: string | null,
): Promise<ClassifierValues> {
  const images = await readLabelled(name, 'train', directory)
  const data = loadedImages(images)
  const weights = initialWeights(tf, recipe.seed)
  const optimizer = tf.train.adam(recipe.learningRate)
  const { batchSize, dropout, seed } = recipe
  const steps = Math.ceil((recipe.epochs * images.labels.length) / batchSize)
  let loss = Number.NaN
  for (let step = 0; step < steps; step++) {
    const random = randomStream('classifier', seed, 'step', step)
    const batch = data.draw(batchSize, random)
    const kept = Float32Array.from({ length: batchSize * FEATURE_COUNT }, () =>
      random.uniform() < dropout ? 0 : 1 / (1 - dropout),
    )
    // The optimiser of TensorFlow.js declares its rate as its own, and reads it at each step.
    Object.assign(optimizer, { learningRate: rateAt(step / steps, recipe.learningRate) })
    const value = tf.tidy(() => {
      const inputs = tf.tensor(augmented(batch.image!, recipe, random), [batchSize, SIDE, SIDE, 1])
      const labels = tf.tensor(batch.label!, [batchSize, CLASSES])
      const mask = tf.tensor(kept, [batchSize, FEATURE_COUNT])
      const { value, grads } = tf.variableGrads(() => {
        const { logits } = applyClassifier(tf, weights, inputs, (features) => tf.mul(features, mask))
        return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), -1)))
      }, Object.values(weights))
      optimizer.applyGradients(grads as unknown as Record<string, Variable>)
      return value
    })
    const now = (await value.data())[0]!
    value.dispose()
    loss = Number.isNaN(loss) ? now : 0.98 * loss + 0.02 * now
    if (step % 100 === 0) console.error(`${name} step ${step}/${steps} loss ${loss.toFixed(4)} ${clock()}`)
  }
  const values = await Promise.all(
    classifierWeightNames.map(async (weight) => [weight, Float32Array.from(await weights[weight].data())]),
  )
  return Object.fromEntries(values) as ClassifierValues
}

const started = performance.now()
const clock = () =>
  `${((performance.now() - started) / 1000).toFixed(0)} s, CPU ${(process.cpuUsage().user / 1e6).toFixed(0)} s`

async function testAccuracy(tf: TensorFlow, values: ClassifierValues, name: LabelledName): Promise<number> {
  const { pixels, labels } = await readLabelled(name, 'test')
  const weights = Object.fromEntries(
    classifierWeightNames.map((name) => [name, tf.tensor(values[name], [...classifierShapes[name]])]),
  ) as Record<ClassifierWeightName, Tensor>
  const BATCH = 500
  let right = 0
  for (let first = 0; first < labels.length; first += BATCH) {
    const batch = pixels.subarray(first * IMAGE_SIZE, (first + BATCH) * IMAGE_SIZE)
    const guesses = tf.tidy(() => {
      const images = tf.tensor(
        Float32Array.from(batch, (byte) => (byte / 255) * 2 - 1),
        [BATCH, SIDE, SIDE, 1],
      )
      return tf.argMax(applyClassifier(tf, weights, images).logits, -1)
    })
    for (const [index, guess] of (await guesses.data()).entries()) if (guess === labels[first + index]) right++
    guesses.dispose()
  }
  return right / labels.length
}

async function main() {
  const [name, directory = null] = process.argv.slice(2)
  if (name !== 'mnist' && name !== 'fashion-mnist')
    throw new Error(`No recipe is named "${name}". Those known: ${Object.keys(recipes).join(', ')}.`)
  const recipe: Recipe = recipes[name]
  const { tf, info } = await openBackend('wasm')
  const values = await train(tf, name, recipe, directory)
  const exact = await testAccuracy(tf, values, name)
  const id = `${name}-cnn64-v1`
  const file = encodeSafetensors(quantise(values), { format: 'ganvas-classifier', name: id })
  const read = decodeSafetensors(file)
  invariant(read.ok, 'the weights cannot be read again')
  const accuracy = await testAccuracy(tf, dequantise(read.value.tensors), name)
  console.error(`${name}: test accuracy ${exact} in float32, ${accuracy} as stored, ${clock()}`)
  if (accuracy < recipe.requiredAccuracy)
    throw new Error(
      `The accuracy ${accuracy} is below the ${recipe.requiredAccuracy} that is required; nothing was written.`,
    )
  const { requiredAccuracy: _, ...settings } = recipe
  const card = {
    name: id,
    dataset: name,
    testAccuracy: accuracy,
    testImages: 10_000,
    sha256: createHash('sha256').update(file).digest('hex'),
    sizeBytes: file.length,
    storage: 'int8 kernels with one scale for each output channel, float32 biases',
    trainedBy: `npm run classifier -- ${name}`,
    backend: `${info.name}, ${info.threads} thread${info.threads === 1 ? '' : 's'}`,
    ...settings,
  }
  await writeFile(join(FOLDER, `${id}.safetensors`), file)
  await writeFile(join(FOLDER, `${id}.json`), `${JSON.stringify(card, null, 2)}\n`)
  console.error(`Wrote ${id}. Its size and SHA-256 belong in src/data/files.ts: ${card.sizeBytes}, ${card.sha256}`)
}

await main()
