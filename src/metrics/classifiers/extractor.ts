/** @file The trained classifiers as extractors. `scripts/train-classifier.ts` makes them. */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { dataFiles } from '../../data/files'
import { decodeSafetensors } from '../../lib/safetensors'
import type { ExtractorDefinition } from '../extractor'
import { applyClassifier, type ClassifierWeights, classifierShapes, classifierWeightNames } from './network'
import { dequantise } from './quantise'

const SIDE = 28

const stored = {
  mnist: { file: dataFiles.mnistClassifier, accuracy: '99 %' },
  'fashion-mnist': { file: dataFiles.fashionClassifier, accuracy: '90 %' },
} as const

export type ClassifierName = keyof typeof stored

/** The last features of the classifier of `name`. Images of several channels are judged channel by channel. */
export function classifierExtractor(name: ClassifierName, channels: number): ExtractorDefinition {
  const { file, accuracy } = stored[name]
  return {
    name: `${name}-cnn64-v1`,
    summary: `Three convolutions and 64 features, trained with Ganvas to name the classes of its dataset, right for more than ${accuracy} of the test images${
      channels > 1 ? '; each channel is judged by itself' : ''
    }.`,
    channels,
    async load(tf, files) {
      const read = decodeSafetensors(await files.read(file))
      if (!read.ok) throw new Error(`The classifier ${file.name} cannot be read: ${read.problem}`)
      const values = dequantise(read.value.tensors)
      const weights = Object.fromEntries(
        classifierWeightNames.map((weight) => [
          weight,
          tf.tidy(() => tf.keep(tf.tensor(values[weight], [...classifierShapes[weight]]))),
        ]),
      ) as ClassifierWeights
      return {
        apply(images: Tensor) {
          const [count = 0, height = SIDE, width = SIDE] = images.shape
          // [n, h, w, c] → [n · c, h, w, 1], at the size that it was trained with.
          const single = tf.reshape(tf.transpose(images, [0, 3, 1, 2]), [
            count * channels,
            height,
            width,
            1,
          ]) as Tensor4D
          const sized = height === SIDE && width === SIDE ? single : tf.image.resizeBilinear(single, [SIDE, SIDE])
          const { features, logits } = applyClassifier(tf, weights, sized)
          return {
            features: tf.reshape(features, [count, -1]) as Tensor2D,
            probabilities: tf.reshape(tf.softmax(logits), [count, -1]) as Tensor2D,
          }
        },
        dispose: () => tf.dispose(Object.values(weights)),
      }
    },
  }
}
