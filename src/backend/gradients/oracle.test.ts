/**
 * @file Our derivatives against those of jax-js, an implementation that shares nothing with TensorFlow.js: what a critic's weights get
 * under the penalties of WGAN-GP (Gulrajani et al., arXiv 1704.00028, §4) and R1 (Mescheder et al., arXiv 1801.04406, §4.1), and the first
 * and second derivatives of activations. Unlike difference quotients, it judges leaky ReLU also near its kink.
 */
import type { numpy } from '@jax-js/jax'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { tensor } from '../contract/random'
import { openBackend } from '../open-node'

// jax-js looks for a GPU when it is loaded, and Node 20 has no `navigator`.
globalThis.navigator ??= {} as Navigator
const jax = await import('@jax-js/jax')
const { numpy: np, nn, lax, grad } = jax

type Array = numpy.Array
/** A function of the same numbers in both. In jax-js an array is used up by what it is given to, unless `.ref` is given. */
interface Pair {
  shapes: number[][]
  ours(...points: tf.Tensor[]): tf.Tensor
  theirs(...points: Array[]): Array
}

/** Largest difference, as a share of the largest number. */
const TOLERANCE = 1e-4

const points = ({ shapes }: Pair): tf.Tensor[] => shapes.map((shape, index) => tensor(shape, 70 + index))
const toJax = (x: tf.Tensor): Array => np.array(x.dataSync() as Float32Array).reshape([...x.shape])

function expectSame(ours: tf.Tensor, theirs: Array, name: string): void {
  expect([...theirs.shape], name).toEqual(ours.shape)
  const [actual, expected] = [ours.dataSync(), Float32Array.from(theirs.dataSync())]
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3)
  expect(scale).toBeLessThan(1e6)
  for (const [at, value] of actual.entries())
    expect(Math.abs(value - expected[at]!) / scale, `${name}, at ${at}: ${value} and ${expected[at]}`).toBeLessThan(
      TOLERANCE,
    )
}

/** The value and its gradients by all points. */
function compare(pair: Pair): void {
  const given = points(pair)
  expectSame(pair.ours(...given), pair.theirs(...given.map(toJax)), 'the value')
  // Where only masks lead from a point to the value there is no gradient at all, which is 0.
  const { grads } = tf.engine().gradients(() => pair.ours(...given) as tf.Scalar, given, undefined, true)
  const ours = grads.map((gradient, index) => gradient ?? tf.zerosLike(given[index]!))
  const theirs = grad(pair.theirs, { argnums: given.map((_, index) => index) })(...given.map(toJax)) as Array[]
  for (const [index, gradient] of ours.entries()) expectSame(gradient, theirs[index]!, `the gradient by point ${index}`)
}

type Activation = 'leaky ReLU' | 'tanh' | 'softplus'

const ACTIVATIONS: Record<Activation, { ours(x: tf.Tensor): tf.Tensor; theirs(x: Array): Array }> = {
  'leaky ReLU': { ours: (x) => tf.leakyRelu(x, 0.2), theirs: (x) => nn.leakyRelu(x, 0.2) },
  tanh: { ours: tf.tanh, theirs: (x) => np.tanh(x) },
  softplus: { ours: tf.softplus, theirs: (x) => nn.softplus(x) },
}

const BATCH = 4

/** The convolutional critic of the paper in small: two 5 × 5 convolutions with stride 2, and a dense layer. */
function wassersteinPair(activation: Activation): Pair {
  const act = ACTIVATIONS[activation]
  const image = [BATCH, 8, 8, 1]
  const ours = (x: tf.Tensor, [w1, b1, w2, b2, w3]: tf.Tensor[]) => {
    const convolve = (h: tf.Tensor, w: tf.Tensor, b: tf.Tensor) =>
      act.ours(tf.add(tf.conv2d(h as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'), b))
    return tf.matMul(tf.reshape(convolve(convolve(x, w1!, b1!), w2!, b2!), [BATCH, 24]), w3!)
  }
  const theirs = (x: Array, [w1, b1, w2, b2, w3]: Array[]) => {
    const convolve = (h: Array, w: Array, b: Array) =>
      act.theirs(
        np
          .transpose(
            lax.conv(np.transpose(h, [0, 3, 1, 2]), np.transpose(w.ref, [3, 2, 0, 1]), [2, 2], 'SAME'),
            [0, 2, 3, 1],
          )
          .add(b.ref),
      )
    return np.matmul(convolve(convolve(x, w1!, b1!), w2!, b2!).reshape([BATCH, 24]), w3!.ref)
  }
  return {
    shapes: [image, image, [BATCH, 1, 1, 1], [5, 5, 1, 4], [4], [5, 5, 4, 6], [6], [24, 1]],
    ours(real, fake, share, ...weights) {
      const critic = (x: tf.Tensor) => ours(x, weights)
      const between = tf.add(real!, tf.mul(share!, tf.sub(fake!, real!)))
      const slope = tf.grad((x) => tf.sum(critic(x)))(between)
      const norm = tf.sqrt(tf.sum(tf.square(slope), [1, 2, 3]))
      const penalty = tf.mul(10, tf.mean(tf.square(tf.sub(norm, 1))))
      return tf.add(tf.sub(tf.mean(critic(fake!)), tf.mean(critic(real!))), penalty)
    },
    theirs(real, fake, share, ...weights) {
      const critic = (x: Array) => theirs(x, weights)
      const between = real!.ref.add(share!.mul(fake!.ref.sub(real!.ref)))
      const slope = grad((x: Array) => np.sum(critic(x)))(between)
      const norm = np.sqrt(np.sum(np.square(slope), [1, 2, 3]))
      const penalty = np.mean(np.square(norm.sub(1))).mul(10)
      return np
        .mean(critic(fake!))
        .sub(np.mean(critic(real!)))
        .add(penalty)
    },
  }
}

/** γ/2 · E‖∇D(x)‖² of a multilayer perceptron at the real samples, and the non-saturating loss of those. */
function r1Pair(activation: Activation): Pair {
  const act = ACTIVATIONS[activation]
  return {
    shapes: [[BATCH, 2], [2, 16], [16], [16, 16], [16], [16, 1]],
    ours(x, ...weights) {
      const [w1, b1, w2, b2, w3] = weights
      const dense = (h: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => act.ours(tf.add(tf.matMul(h, w), b))
      const critic = (given: tf.Tensor) => tf.matMul(dense(dense(given, w1!, b1!), w2!, b2!), w3!)
      const slope = tf.grad((given) => tf.sum(critic(given)))(x!)
      const penalty = tf.mul(0.5, tf.mean(tf.sum(tf.square(slope), 1)))
      return tf.add(tf.mean(tf.softplus(tf.neg(critic(x!)))), penalty)
    },
    theirs(x, ...weights) {
      const [w1, b1, w2, b2, w3] = weights
      const dense = (h: Array, w: Array, b: Array) => act.theirs(np.matmul(h, w.ref).add(b.ref))
      const critic = (given: Array) => np.matmul(dense(dense(given, w1!, b1!), w2!, b2!), w3!.ref)
      const slope = grad((given: Array) => np.sum(critic(given)))(x!.ref)
      const penalty = np.mean(np.sum(np.square(slope), 1)).mul(0.5)
      return np.mean(nn.softplus(critic(x!).neg())).add(penalty)
    },
  }
}

const CURVES: Record<string, { ours(x: tf.Tensor): tf.Tensor; theirs(x: Array): Array }> = {
  ...ACTIVATIONS,
  relu: { ours: tf.relu, theirs: (x) => nn.relu(x) },
  elu: { ours: tf.elu, theirs: (x) => nn.elu(x) },
  selu: { ours: tf.selu, theirs: (x) => nn.selu(x) },
  sigmoid: { ours: tf.sigmoid, theirs: (x) => nn.sigmoid(x) },
  swish: { ours: (x) => tf.mul(x, tf.sigmoid(x)), theirs: (x) => nn.silu(x) },
  exp: { ours: tf.exp, theirs: (x) => np.exp(x) },
  square: { ours: tf.square, theirs: (x) => np.square(x) },
  erf: { ours: tf.erf, theirs: (x) => lax.erf(x) },
  softmax: { ours: (x) => tf.softmax(x), theirs: (x) => nn.softmax(x) },
  'logarithm of the sum of exponentials': { ours: (x) => tf.logSumExp(x, 1), theirs: (x) => nn.logsumexp(x, 1) },
}

/** Σ (∂ Σ f(u)² / ∂x)², with u = x + x²/10, so that linear functions are curved too. */
function curvePair({ ours, theirs }: (typeof CURVES)[string]): Pair {
  return {
    shapes: [[3, 5]],
    ours: (x) =>
      tf.sum(tf.square(tf.grad((given) => tf.sum(tf.square(ours(tf.add(given, tf.mul(0.1, tf.square(given)))))))(x!))),
    theirs: (x) =>
      np.sum(
        np.square(grad((given: Array) => np.sum(np.square(theirs(given.ref.add(np.square(given).mul(0.1))))))(x!)),
      ),
  }
}

beforeAll(async () => void (await jax.init()))

/**
 * The code of jax-js that judges: `wasm` for convolutions, which take minutes in its plain JavaScript; `cpu` for the rest, since its
 * `wasm` (0.1.25) gives other gradients of R1 than its `cpu` and than difference quotients.
 */
const judgedBy = (device: 'cpu' | 'wasm', pair: Pair): void => {
  jax.defaultDevice(device)
  compare(pair)
}

describe.each(['cpu', 'wasm'] as const)('on %s, as jax-js', (backend) => {
  beforeAll(async () => {
    await openBackend(backend, 1)
  })
  it.each(Object.keys(ACTIVATIONS) as Activation[])('the loss of a WGAN-GP critic with %s', (activation) =>
    judgedBy('wasm', wassersteinPair(activation)),
  )
  it.each(Object.keys(ACTIVATIONS) as Activation[])('R1 of a multilayer perceptron with %s', (activation) =>
    judgedBy('cpu', r1Pair(activation)),
  )
  it.each(Object.keys(CURVES))('the second derivative of %s', (name) => judgedBy('cpu', curvePair(CURVES[name]!)))
})
