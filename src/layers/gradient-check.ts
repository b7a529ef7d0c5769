/**
 * @file Gradients against central differences, on whatever backend is set. For tests; nothing that ships imports it.
 *
 * Backends compute in float32, so two things keep the quotients sharp: weighted sums are formed in double precision from the
 * function's values, and where a plain quotient does not agree, Richardson's combination of two steps and a shorter step follow.
 */
import { normals, randomStream } from '../lib/random'
import type { Tensor, TensorFlow } from './layer'

/** Some tensors from several tensors: the same for the same ones. What is differentiated is a random weighted sum of all of them. */
export type CheckedFunction = (...values: Tensor[]) => Tensor[]

export interface GradientCheck {
  /** Largest difference found, as a share of the gradient's length, or of `SHORTEST` where that is shorter. */
  error: number
  /** What is wrong, in a sentence, or `null`. */
  problem: string | null
}

/** Length of the step along a direction of length 1. */
const STEP = 0.01
/** Where a function bends more than `STEP` sees. */
const SHORT_STEP = 0.003
/** Allowed difference between derivative and difference quotient, as a share of the gradient's length. */
export const TOLERANCE = 1e-3
/** Gradients shorter than this are judged as if they had this length: float32 leaves no more. */
const SHORTEST = 0.1
const RANDOM_DIRECTIONS = 3

/**
 * Compares the gradient of a random weighted sum of the function's values by each point, which has a name, with difference quotients
 * along the gradient itself and along random directions. A gradient that is 0 everywhere is a problem too: the function should depend
 * on every point.
 */
export async function checkGradient(
  tf: TensorFlow,
  values: CheckedFunction,
  named: Record<string, Tensor>,
): Promise<GradientCheck> {
  const points = Object.values(named)
  const results = tf.tidy(() => tf.grads((...moved) => weightedSum(tf, values(...moved)))(points))
  const gradients = await Promise.all(results.map(async (result) => Float32Array.from(await result.data())))
  tf.dispose(results)

  let worst = 0
  for (const [index, name] of Object.keys(named).entries()) {
    const gradient = gradients[index]!
    const size = length(gradient)
    const fails = (problem: string): GradientCheck => ({ error: Number.POSITIVE_INFINITY, problem })
    if (!Number.isFinite(size)) return fails(`the gradient by "${name}" is not finite`)
    if (size === 0) return fails(`the gradient by "${name}" is 0`)
    for (const direction of [unit(gradient), ...randomDirections(gradient.length, name)]) {
      const derivative = dot(gradient, direction)
      const difference = (step: number) => slope(tf, values, points, index, direction, step)
      const judge = (quotient: number) => ({
        quotient,
        error: Math.abs(derivative - quotient) / Math.max(size, SHORTEST),
      })
      const plain = await difference(STEP)
      let best = judge(plain)
      if (!(best.error <= TOLERANCE)) best = closer(best, judge((4 * plain - (await difference(2 * STEP))) / 3))
      if (!(best.error <= TOLERANCE)) best = closer(best, judge(await difference(SHORT_STEP)))
      worst = Math.max(worst, best.error)
      if (!(best.error <= TOLERANCE)) {
        const problem = `the gradient by "${name}", of length ${size}, is ${derivative} along a direction where the difference quotient is ${best.quotient}`
        return { error: best.error, problem }
      }
    }
  }
  return { error: worst, problem: null }
}

const closer = <Judged extends { error: number }>(a: Judged, b: Judged): Judged => (b.error < a.error ? b : a)

/** Factors of the weighted sum, for the tensor at this index. */
const factorsOf = (size: number, index: number): Float32Array => normals(size, randomStream('factors', index))

const weightedSum = (tf: TensorFlow, tensors: readonly Tensor[]): Tensor =>
  tf.addN(tensors.map((x, index) => tf.sum(tf.mul(x, tf.tensor(factorsOf(x.size, index), x.shape)))))

/** Central difference of the weighted sum when the point at `index` moves along `direction`. */
async function slope(
  tf: TensorFlow,
  values: CheckedFunction,
  points: readonly Tensor[],
  index: number,
  direction: Float32Array,
  step: number,
): Promise<number> {
  const point = points[index]!
  const ends = [step, -step].map((by) =>
    tf.tidy(() => {
      const moved = tf.add(point, tf.tensor(scale(direction, by), point.shape))
      // A function may hand back one of its points, which must outlive the check.
      return values(...points.map((other) => (other === point ? moved : other))).map((value) => tf.clone(value))
    }),
  )
  const [after, before] = await Promise.all(ends.map((end) => Promise.all(end.map((value) => value.data()))))
  tf.dispose(ends)
  let difference = 0
  for (const [at, value] of after!.entries()) {
    const factors = factorsOf(value.length, at)
    for (let e = 0; e < value.length; e++) difference += factors[e]! * (value[e]! - before![at]![e]!)
  }
  return difference / (2 * step)
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
