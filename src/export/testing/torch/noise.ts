/** @file Noise that Ganvas and PyTorch can both be given: a function of an entry's place alone, the same whenever it is asked. */
import type { keyedRandom } from '../../../train/worker/evaluate'

const PERIOD = 10_007

/** In (0, 1), spread evenly. `run.py` has the same. */
const uniformAt = (place: number): number => (((place * 7919 + 13) % PERIOD) + 0.5) / PERIOD

/** Of mean 0 and variance 1. */
const normalAt = (place: number): number => (uniformAt(place + 1) - 0.5) * Math.sqrt(12)

/** In place of the trainer's own noise. */
export const sharedNoise: typeof keyedRandom = (tf) => () => {
  const filled = (shape: number[], at: (place: number) => number) => {
    const size = shape.reduce((product, dimension) => product * dimension, 1)
    return tf.tensor(
      Float32Array.from({ length: size }, (_, place) => at(place)),
      shape,
      'float32',
    )
  }
  return {
    normal: (shape) => filled(shape, normalAt),
    uniform: (shape) => filled(shape, uniformAt),
    number: () => uniformAt(0),
  }
}

/** Inputs of a network: normal values that no two entries share. */
export const inputValues = (size: number, seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, place) => normalAt(place * 31 + seed))
