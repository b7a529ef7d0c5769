/** @file Gradients against central differences, on whatever backend is set. For tests; nothing that ships imports it. */
import { normals, randomStream } from '../lib/random'
import type { Tensor, TensorFlow } from './layer'

/** A number from several tensors. It must give the same number for the same tensors. */
export type ScalarFunction = (...values: Tensor[]) => Tensor

/** Length of the step along a direction of length 1. */
const STEP = 0.01
/** Allowed difference between derivative and difference quotient, as a share of the gradient's length. */
const TOLERANCE = 2e-3
/** Allowed on top, for the rounding of float32. */
const SLACK = 1e-4
const RANDOM_DIRECTIONS = 3

/**
 * Compares the gradient of `scalar` by each point, which has a name, with central differences along the gradient itself and
 * along random directions. Answers with what differs, or `null`. A gradient that is 0 everywhere counts as a difference: the
 * function should depend on every point.
 */
export async function gradientProblem(
  tf: TensorFlow,
  scalar: ScalarFunction,
  named: Record<string, Tensor>,
): Promise<string | null> {
  const points = Object.values(named)
  const results = tf.tidy(() => tf.grads((...values) => scalar(...values))(points))
  const gradients = await Promise.all(results.map(async (result) => Float32Array.from(await result.data())))
  tf.dispose(results)

  for (const [index, name] of Object.keys(named).entries()) {
    const gradient = gradients[index]!
    const size = length(gradient)
    if (!Number.isFinite(size)) return `the gradient by "${name}" is not finite`
    if (size === 0) return `the gradient by "${name}" is 0`
    for (const direction of [unit(gradient), ...randomDirections(gradient.length, name)]) {
      const derivative = dot(gradient, direction)
      const quotient = await slope(tf, scalar, points, index, direction)
      if (!(Math.abs(derivative - quotient) <= TOLERANCE * size + SLACK)) {
        return `the gradient by "${name}", of length ${size}, is ${derivative} along a direction where the difference quotient is ${quotient}`
      }
    }
  }
  return null
}

/** Central difference of `scalar` when the point at `index` moves along `direction`. */
async function slope(
  tf: TensorFlow,
  scalar: ScalarFunction,
  points: readonly Tensor[],
  index: number,
  direction: Float32Array,
): Promise<number> {
  const point = points[index]!
  const ends = [STEP, -STEP].map((step) =>
    tf.tidy(() => {
      const moved = tf.add(point, tf.tensor(scale(direction, step), point.shape))
      return scalar(...points.map((other) => (other === point ? moved : other)))
    }),
  )
  const [after, before] = await Promise.all(ends.map(async (end) => (await end.data())[0]!))
  tf.dispose(ends)
  return (after! - before!) / (2 * STEP)
}

const randomDirections = (size: number, name: string): Float32Array[] =>
  Array.from({ length: RANDOM_DIRECTIONS }, (_, index) => unit(normals(size, randomStream('direction', index, name))))

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}

const length = (vector: Float32Array): number => Math.sqrt(dot(vector, vector))
const scale = (vector: Float32Array, factor: number): Float32Array => vector.map((value) => value * factor)
const unit = (vector: Float32Array): Float32Array => scale(vector, 1 / length(vector))
