/**
 * @file The convolutional network that judges images of 28 × 28 grey pixels: its 64 features are what the Fréchet distance and its
 * kin compare, its class probabilities what the classifier score needs. One layout for every dataset, with weights of their own.
 */
import type * as TensorFlowCore from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'

/** Length of one feature vector. */
export const FEATURE_COUNT = 64

/** Shape of each weight by name. Kernels as TensorFlow lays them out: [height, width, in, out] and [in, out]. */
export const classifierShapes = {
  'conv1/kernel': [3, 3, 1, 32],
  'conv1/bias': [32],
  'conv2/kernel': [3, 3, 32, 64],
  'conv2/bias': [64],
  'conv3/kernel': [3, 3, 64, 64],
  'conv3/bias': [64],
  'features/kernel': [7 * 7 * 64, FEATURE_COUNT],
  'features/bias': [FEATURE_COUNT],
  'classes/kernel': [FEATURE_COUNT, 10],
  'classes/bias': [10],
} as const satisfies Record<string, readonly number[]>

export type ClassifierWeightName = keyof typeof classifierShapes
export const classifierWeightNames = Object.keys(classifierShapes) as ClassifierWeightName[]
export type ClassifierWeights = Readonly<Record<ClassifierWeightName, Tensor>>

/**
 * Images [n, 28, 28, 1] in [−1, 1] → features [n, 64], not negative, and logits [n, 10]. `regularise` is applied to the features
 * on their way to the classes: training puts its dropout there. Call it in a tidy.
 */
export function applyClassifier(
  tf: typeof TensorFlowCore,
  weights: ClassifierWeights,
  images: Tensor,
  regularise: (features: Tensor) => Tensor = (features) => features,
): { features: Tensor2D; logits: Tensor2D } {
  const convolution = (x: Tensor, name: 'conv1' | 'conv2' | 'conv3', stride: number) =>
    tf.relu(
      tf.add(tf.conv2d(x as Tensor4D, weights[`${name}/kernel`] as Tensor4D, stride, 'same'), weights[`${name}/bias`]),
    )
  const fine = convolution(images, 'conv1', 1)
  const coarse = convolution(convolution(fine, 'conv2', 2), 'conv3', 2)
  const flat = tf.reshape(coarse, [images.shape[0]!, -1])
  const features = tf.relu(tf.add(tf.matMul(flat, weights['features/kernel']), weights['features/bias'])) as Tensor2D
  const logits = tf.add(tf.matMul(regularise(features), weights['classes/kernel']), weights['classes/bias']) as Tensor2D
  return { features, logits }
}
