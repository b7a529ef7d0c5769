/**
 * @file Maximum mean discrepancy (Gretton et al., JMLR 13, 2012) between two batches of vectors, and its kernels, as pure
 * functions of tensors: for the MMD loss, and for the kernel distance (KID), which takes the cubic kernel.
 *
 * Kernels are those of Bińkowski et al. (arXiv 1801.01401); mixtures are sums.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { Tensor, TensorFlow } from '../layers/layer'

/** k(a, b) of each row of `a` `[n, d]` with each row of `b` `[m, d]`: `[n, m]`. */
export type Kernel = (tf: TensorFlow, a: Tensor, b: Tensor) => Tensor

export type Estimator = 'unbiased' | 'biased'

/** Under the root of a distance, so that the distance of a vector from itself has the derivative 0. */
const DISTANCE_EPSILON = 1e-12

/** The scales of the MMD GAN repository. */
export const RBF_SCALES: readonly number[] = [2, 5, 10, 20, 40, 80]
export const RATIONAL_QUADRATIC_ALPHAS: readonly number[] = [0.1, 1, 10]

/** From differences, not from inner products: near vectors would lose all digits, and their derivatives with them. */
function squaredDistances(tf: TensorFlow, a: Tensor, b: Tensor): Tensor {
  return tf.sum(tf.square(tf.sub(tf.expandDims(a, 1), tf.expandDims(b, 0))), 2)
}

const innerProducts = (tf: TensorFlow, a: Tensor, b: Tensor): Tensor =>
  tf.matMul(a as Parameters<TensorFlow['matMul']>[0], b as Parameters<TensorFlow['matMul']>[1], false, true)

const lengths = (tf: TensorFlow, a: Tensor): Tensor => tf.sqrt(tf.add(tf.sum(tf.square(a), 1), DISTANCE_EPSILON))

const total = (tf: TensorFlow, parts: readonly Tensor[]): Tensor => parts.reduce((sum, part) => tf.add(sum, part))

/** Σ exp(−‖a − b‖² / 2s²) over the scales s. */
export const rbf =
  (scales: readonly number[]): Kernel =>
  (tf, a, b) => {
    const squares = squaredDistances(tf, a, b)
    return total(
      tf,
      scales.map((scale) => tf.exp(tf.mul(squares, -0.5 / scale ** 2))),
    )
  }

/** Σ (1 + ‖a − b‖² / 2α)^−α over the alphas. */
export const rationalQuadratic =
  (alphas: readonly number[]): Kernel =>
  (tf, a, b) => {
    const squares = squaredDistances(tf, a, b)
    return total(
      tf,
      alphas.map((alpha) => tf.exp(tf.mul(tf.log1p(tf.mul(squares, 0.5 / alpha)), -alpha))),
    )
  }

/** ‖a‖ + ‖b‖ − ‖a − b‖: its MMD² is the energy distance (Cramér GAN). */
export const distanceKernel: Kernel = (tf, a, b) => {
  const apart = tf.sqrt(tf.add(squaredDistances(tf, a, b), DISTANCE_EPSILON))
  return tf.sub(tf.add(tf.expandDims(lengths(tf, a), 1), tf.expandDims(lengths(tf, b), 0)), apart)
}

/** aᵀb: its MMD² is the squared distance of the means. */
export const linear: Kernel = innerProducts

/** (aᵀb / d + 1)³, d the length of the vectors: the kernel of KID. */
export const cubic: Kernel = (tf, a, b) => {
  const base = tf.add(tf.mul(innerProducts(tf, a, b), 1 / a.shape[1]!), 1)
  return tf.mul(tf.square(base), base)
}

/** A kernel + `factor` · aᵀb, which tells means apart also where the kernel is flat. */
export const withInnerProduct = (kernel: Kernel, factor: number): Kernel =>
  factor === 0 ? kernel : (tf, a, b) => tf.add(kernel(tf, a, b), tf.mul(innerProducts(tf, a, b), factor))

/** Mean of k over all pairs of a batch, for the unbiased estimate without those of a vector with itself. */
function meanWithin(tf: TensorFlow, kernel: Kernel, x: Tensor, estimator: Estimator): Scalar {
  const values = kernel(tf, x, x)
  if (estimator === 'biased') return tf.mean(values) as Scalar
  const count = x.shape[0]!
  const others = tf.sum(tf.mul(values, tf.sub(1, tf.eye(count))))
  // A batch of one has no pair: the sum is empty, and so is the mean.
  return tf.mul(others, 1 / Math.max(1, count * (count - 1)))
}

/** MMD² of `x` `[m, d]` and `y` `[n, d]`. Unbiased, its expectation is 0 for equal distributions, so it may be negative. */
export function squaredMmd(
  tf: TensorFlow,
  kernel: Kernel,
  x: Tensor,
  y: Tensor,
  estimator: Estimator = 'unbiased',
): Scalar {
  const within = tf.add(meanWithin(tf, kernel, x, estimator), meanWithin(tf, kernel, y, estimator))
  return tf.sub(within, tf.mul(tf.mean(kernel(tf, x, y)), 2)) as Scalar
}

/** The witness function E k(·, x) − E k(·, y) at `points` `[rows, d]`: `[rows]`. Where it is large, `x` is more frequent. */
export const witness = (tf: TensorFlow, kernel: Kernel, points: Tensor, x: Tensor, y: Tensor): Tensor =>
  tf.sub(tf.mean(kernel(tf, points, x), 1), tf.mean(kernel(tf, points, y), 1))
