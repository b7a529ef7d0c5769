/** @file Numbers for tests: the same on every backend, and none where a function has a kink. */
import * as tf from '@tensorflow/tfjs-core'

/** Mulberry32. */
export function uniforms(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Between −1 and 1, and at least 0.05 from 0. */
export function values(count: number, seed: number): Float32Array {
  const next = uniforms(seed)
  return Float32Array.from({ length: count }, () => {
    const value = 2 * next() - 1
    return value + Math.sign(value) * 0.05
  })
}

export const tensor = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(values(tf.util.sizeFromShape(shape), seed), shape)
