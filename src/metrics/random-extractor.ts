/**
 * @file Features of a convolutional network with fixed random weights, for images of which no classifier is shipped. It needs no data and
 * no licence. It ranks generators of small images reasonably, but knows nothing of what they show: prefer a classifier's features
 * where there is one.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { randomStream } from '../lib/random'
import type { Shape } from '../tensor/shape'
import type { ExtractorDefinition } from './extractor'

const FEATURES = 64
const CHANNELS = [32, 64, 64] as const

/** Convolutions with stride 2 go on until the map is at most this wide. */
const LAST_SIDE = 7

/** Images above this size lose half of it in the first convolution already: it would cost more than all others together. */
const LARGE_SIDE = 32

export interface RandomStage {
  /** [3, 3, in, out] in row order. */
  kernel: Float32Array
  inChannels: number
  outChannels: number
  stride: number
}

/** Normal with variance 2 / fan-in, which keeps the size of what goes through rectified layers (He et al. 2015). */
function draw(name: string, length: number, fanIn: number): Float32Array {
  const random = randomStream('random-conv64-v1', name)
  const deviation = Math.sqrt(2 / fanIn)
  return Float32Array.from({ length }, () => deviation * random.normal())
}

/** The convolutions for images of a shape, and the projection of what they leave to the features. */
export function randomStages([height = 1, width = 1, channels = 1]: Shape): {
  stages: RandomStage[]
  projection: Float32Array
} {
  const stages: RandomStage[] = []
  let rows = height
  let columns = width
  let inChannels = channels
  for (let index = 0; index < CHANNELS.length || Math.max(rows, columns) > LAST_SIDE; index++) {
    const outChannels = CHANNELS[Math.min(index, CHANNELS.length - 1)]!
    const stride = index === 0 && Math.max(rows, columns) <= LARGE_SIDE ? 1 : 2
    const fanIn = 9 * inChannels
    stages.push({ kernel: draw(`conv${index}`, fanIn * outChannels, fanIn), inChannels, outChannels, stride })
    rows = Math.ceil(rows / stride)
    columns = Math.ceil(columns / stride)
    inChannels = outChannels
  }
  const flat = rows * columns * inChannels
  return { stages, projection: draw('projection', flat * FEATURES, 2 * flat) }
}

export const randomExtractor: ExtractorDefinition = {
  name: 'random-conv64-v1',
  summary:
    'A convolutional network with fixed random weights: it ranks generators of small images, but does not know what they show.',
  channels: null,
  async load(tf, _files, shape) {
    const { stages, projection } = randomStages(shape)
    const keep = (values: Float32Array, dimensions: number[]) => tf.tidy(() => tf.keep(tf.tensor(values, dimensions)))
    const kernels = stages.map(({ kernel, inChannels, outChannels }) => keep(kernel, [3, 3, inChannels, outChannels]))
    const matrix = keep(projection, [projection.length / FEATURES, FEATURES])
    return {
      apply(images: Tensor) {
        let maps = images as Tensor4D
        for (const [index, { stride }] of stages.entries())
          maps = tf.relu(tf.conv2d(maps, kernels[index] as Tensor4D, stride, 'same'))
        const flat = tf.reshape(maps, [images.shape[0]!, -1])
        return { features: tf.matMul(flat, matrix) as Tensor2D, probabilities: null }
      },
      dispose: () => tf.dispose([...kernels, matrix]),
    }
  },
}
