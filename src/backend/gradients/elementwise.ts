/** @file Gradients of functions of each element. */
import * as tf from '@tensorflow/tfjs-core'
import { define, mask, sumTo, type Tensor } from './define'

type Derivative = (dy: Tensor, x: Tensor, attributes: Record<string, unknown>) => Tensor

const { SELU_SCALE, SELU_SCALEALPHA } = tf.backend_util

/** 1 where `x` > 0, else `below`. */
const step = (x: Tensor, below = 0): Tensor => mask(() => tf.step(x, below))

/** exp(min(x, 0)): for branches that only hold below zero, where exp(x) of a large x must not overflow. */
const expBelow = (x: Tensor): Tensor => tf.exp(tf.neg(tf.relu(tf.neg(x))))

const between = (x: Tensor, low: number, high: number): Tensor =>
  mask(() => tf.mul(tf.step(tf.sub(x, low)), tf.step(tf.sub(high, x))))

const UNARY: Record<string, Derivative> = {
  Abs: (dy, x) => tf.mul(dy, step(x, -1)),
  Acos: (dy, x) => tf.neg(tf.div(dy, tf.sqrt(tf.sub(1, tf.square(x))))),
  Acosh: (dy, x) => tf.div(dy, tf.sqrt(tf.sub(tf.square(x), 1))),
  Asin: (dy, x) => tf.div(dy, tf.sqrt(tf.sub(1, tf.square(x)))),
  Asinh: (dy, x) => tf.div(dy, tf.sqrt(tf.add(1, tf.square(x)))),
  Atan: (dy, x) => tf.div(dy, tf.add(1, tf.square(x))),
  Atanh: (dy, x) => tf.div(dy, tf.sub(1, tf.square(x))),
  Cast: (dy) => tf.clone(dy),
  Cos: (dy, x) => tf.neg(tf.mul(dy, tf.sin(x))),
  Cosh: (dy, x) => tf.mul(dy, tf.sinh(x)),
  ClipByValue: (dy, x, { clipValueMin, clipValueMax }) =>
    tf.mul(dy, between(x, clipValueMin as number, clipValueMax as number)),
  Elu: (dy, x) => {
    const above = step(x)
    return tf.mul(dy, tf.add(above, tf.mul(tf.sub(1, above), expBelow(x))))
  },
  Erf: (dy, x) => tf.mul(dy, tf.mul(2 / Math.sqrt(Math.PI), tf.exp(tf.neg(tf.square(x))))),
  Exp: (dy, x) => tf.mul(dy, tf.exp(x)),
  Expm1: (dy, x) => tf.mul(dy, tf.exp(x)),
  Identity: (dy) => tf.clone(dy),
  LeakyRelu: (dy, x, { alpha }) => tf.mul(dy, step(x, alpha as number)),
  Log: (dy, x) => tf.div(dy, x),
  Log1p: (dy, x) => tf.div(dy, tf.add(1, x)),
  Neg: (dy) => tf.neg(dy),
  Reciprocal: (dy, x) => tf.neg(tf.div(dy, tf.square(x))),
  Relu: (dy, x) => tf.mul(dy, step(x)),
  Relu6: (dy, x) => tf.mul(dy, between(x, 0, 6)),
  Rsqrt: (dy, x) => tf.mul(dy, tf.mul(-0.5, tf.div(tf.rsqrt(x), x))),
  Selu: (dy, x) => {
    const above = step(x)
    const below = tf.mul(tf.mul(tf.sub(1, above), SELU_SCALEALPHA), expBelow(x))
    return tf.mul(dy, tf.add(tf.mul(above, SELU_SCALE), below))
  },
  Sigmoid: (dy, x) => {
    const y = tf.sigmoid(x)
    return tf.mul(dy, tf.mul(y, tf.sub(1, y)))
  },
  Sin: (dy, x) => tf.mul(dy, tf.cos(x)),
  Sinh: (dy, x) => tf.mul(dy, tf.cosh(x)),
  Softplus: (dy, x) => tf.mul(dy, tf.sigmoid(x)),
  Sqrt: (dy, x) => tf.mul(dy, tf.mul(0.5, tf.rsqrt(x))),
  Square: (dy, x) => tf.mul(dy, tf.mul(2, x)),
  Tan: (dy, x) => tf.div(dy, tf.square(tf.cos(x))),
  Tanh: (dy, x) => tf.mul(dy, tf.sub(1, tf.square(tf.tanh(x)))),
}

/** Flat almost everywhere. Stock leaves most of them out, and then a mask cannot be differentiated again. */
const FLAT_UNARY = [
  'Ceil',
  'Floor',
  'IsFinite',
  'IsInf',
  'IsNan',
  'OnesLike',
  'Round',
  'Sign',
  'Step',
  'ZerosLike',
  'LogicalNot',
]
const FLAT_BINARY = [
  'Equal',
  'FloorDiv',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
  'LogicalXor',
  'NotEqual',
]

/** 1 where the comparison holds, else 0. */
const where = (compare: (a: Tensor, b: Tensor) => Tensor, a: Tensor, b: Tensor): Tensor =>
  mask(() => tf.cast(compare(a, b), 'float32'))

type PairDerivative = (dy: Tensor, a: Tensor, b: Tensor) => Tensor

const BINARY: Record<string, { a: PairDerivative; b: PairDerivative }> = {
  Add: { a: (dy) => dy, b: (dy) => dy },
  Sub: { a: (dy) => dy, b: (dy) => tf.neg(dy) },
  Multiply: { a: (dy, _a, b) => tf.mul(dy, b), b: (dy, a) => tf.mul(dy, a) },
  RealDiv: {
    a: (dy, _a, b) => tf.div(dy, b),
    b: (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  },
  Maximum: {
    a: (dy, a, b) => tf.mul(dy, where(tf.greaterEqual, a, b)),
    b: (dy, a, b) => tf.mul(dy, where(tf.less, a, b)),
  },
  Minimum: {
    a: (dy, a, b) => tf.mul(dy, where(tf.lessEqual, a, b)),
    b: (dy, a, b) => tf.mul(dy, where(tf.greater, a, b)),
  },
  SquaredDifference: {
    a: (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(a, b))),
    b: (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(b, a))),
  },
  Pow: {
    a: (dy, a, b) => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))),
    // 0^b does not move with b; log(0) must not reach the product.
    b: (dy, a, b) => tf.mul(dy, tf.mul(tf.pow(a, b), tf.log(tf.where(tf.greater(a, 0), a, tf.onesLike(a))))),
  },
  Mod: { a: (dy) => dy, b: (dy, a, b) => tf.neg(tf.mul(dy, tf.floor(tf.div(a, b)))) },
  Atan2: {
    a: (dy, a, b) => tf.div(tf.mul(dy, b), tf.add(tf.square(a), tf.square(b))),
    b: (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.add(tf.square(a), tf.square(b)))),
  },
}

export function defineElementwise(): void {
  for (const [kernel, derivative] of Object.entries(UNARY)) {
    define(kernel, ['x'], (dy, [x], attributes) => ({ x: () => derivative(dy, x!, attributes) }))
  }
  for (const kernel of FLAT_UNARY) define(kernel, ['x'], (_, [x]) => ({ x: () => tf.zeros(x!.shape) }))
  for (const kernel of FLAT_BINARY) {
    define(kernel, ['a', 'b'], (_, [a, b]) => ({ a: () => tf.zeros(a!.shape), b: () => tf.zeros(b!.shape) }))
  }
  for (const [kernel, derivatives] of Object.entries(BINARY)) {
    define(kernel, ['a', 'b'], (dy, [a, b]) => ({
      a: () => sumTo(derivatives.a(dy, a!, b!), a!.shape),
      b: () => sumTo(derivatives.b(dy, a!, b!), b!.shape),
    }))
  }
  define('Prelu', ['x', 'alpha'], (dy, [x, alpha]) => {
    const above = step(x!)
    const below = mask(() => tf.sub(1, above))
    return {
      x: () => tf.mul(dy, tf.add(above, tf.mul(below, alpha!))),
      alpha: () => sumTo(tf.mul(dy, tf.mul(below, x!)), alpha!.shape),
    }
  })
  define('Select', ['condition'], (dy, [condition]) => ({
    condition: () => tf.zeros(condition!.shape),
    t: () =>
      tf.mul(
        dy,
        mask(() => tf.cast(condition!, 'float32')),
      ),
    e: () =>
      tf.mul(
        dy,
        mask(() => tf.cast(tf.logicalNot(condition!), 'float32')),
      ),
  }))
}
