/**
 * @file Activation functions, shared by the activation kind and by the layers that end in one. Arithmetic of Keras 3.
 * Prelu has weights, so only the activation kind offers it.
 */
import { assertNever } from '../lib/assert'
import type { Range } from '../tensor/shape'
import type { Tensor, TensorFlow } from './layer'
import { number, type OnnxGraph, type OnnxValue } from './onnx'

/** Value → title, in the order in which they are offered. */
export const activationTitles = {
  linear: 'None (linear)',
  relu: 'ReLU',
  'leaky-relu': 'Leaky ReLU',
  elu: 'ELU',
  selu: 'SELU',
  gelu: 'GELU',
  swish: 'Swish (SiLU)',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  softmax: 'Softmax',
} as const

export type ActivationName = keyof typeof activationTitles

/** Slope of a leaky ReLU below zero where none can be set: that of the DCGAN paper. */
export const DEFAULT_SLOPE = 0.2

const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805

/** Entry by entry, but for softmax, which works along the last axis. `slope` concerns leaky-relu only. */
export function activate(tf: TensorFlow, name: ActivationName, x: Tensor, slope: number = DEFAULT_SLOPE): Tensor {
  switch (name) {
    case 'linear':
      return x
    case 'relu':
      return tf.relu(x)
    case 'leaky-relu':
      return tf.leakyRelu(x, slope)
    case 'elu':
      return tf.elu(x)
    case 'selu':
      return tf.selu(x)
    case 'gelu':
      // Exact, with the error function, as in Keras; not the tanh approximation.
      return tf.mul(x, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5))
    case 'swish':
      return tf.mul(x, tf.sigmoid(x))
    case 'tanh':
      return tf.tanh(x)
    case 'sigmoid':
      return tf.sigmoid(x)
    case 'softplus':
      return tf.softplus(x)
    case 'softmax':
      return tf.softmax(x)
    default:
      return assertNever(name)
  }
}

/** Value at a number, for functions that never fall: their range is that of the ends. `null` for the others. */
function risingValue(name: ActivationName, x: number, slope: number): number | null {
  switch (name) {
    case 'linear':
      return x
    case 'relu':
      return Math.max(x, 0)
    case 'leaky-relu':
      return x < 0 ? slope * x : x
    case 'elu':
      return x < 0 ? Math.expm1(x) : x
    case 'selu':
      return SELU_SCALE * (x < 0 ? SELU_ALPHA * Math.expm1(x) : x)
    case 'softplus':
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
    default:
      return null
  }
}

/** Interval of the output. Bounded functions have their own; the others have one when their input has. */
export function activationRange(name: ActivationName, input: Range, slope: number = DEFAULT_SLOPE): Range {
  if (name === 'tanh') return [-1, 1]
  if (name === 'sigmoid' || name === 'softmax') return [0, 1]
  if (input === null) return null
  const ends = [risingValue(name, input[0], slope), risingValue(name, input[1], slope)] as const
  return ends[0] === null || ends[1] === null ? null : [ends[0], ends[1]]
}

/** Whether a unit that is below 0 for all samples gives 0 and gets no gradient any more. */
export const canDie = (name: ActivationName, slope: number = DEFAULT_SLOPE): boolean =>
  name === 'relu' || (name === 'leaky-relu' && slope === 0)

/** The function in ONNX, whose channels are axis 1, also of a vector. */
export function activationNodes(
  graph: OnnxGraph,
  name: ActivationName,
  x: OnnxValue,
  slope: number = DEFAULT_SLOPE,
): OnnxValue {
  switch (name) {
    case 'linear':
      return x
    case 'relu':
      return graph.add('Relu', [x])
    case 'leaky-relu':
      return graph.add('LeakyRelu', [x], { alpha: { float: slope } })
    case 'elu':
      return graph.add('Elu', [x])
    case 'selu':
      return graph.add('Selu', [x], { alpha: { float: SELU_ALPHA }, gamma: { float: SELU_SCALE } })
    case 'gelu': {
      const erf = graph.add('Erf', [graph.add('Mul', [x, number(graph, Math.SQRT1_2)])])
      const half = graph.add('Mul', [x, number(graph, 0.5)])
      return graph.add('Mul', [half, graph.add('Add', [erf, number(graph, 1)])])
    }
    case 'swish':
      return graph.add('Mul', [x, graph.add('Sigmoid', [x])])
    case 'tanh':
      return graph.add('Tanh', [x])
    case 'sigmoid':
      return graph.add('Sigmoid', [x])
    case 'softplus':
      return graph.add('Softplus', [x])
    case 'softmax':
      return graph.add('Softmax', [x], { axis: { int: 1 } })
    default:
      return assertNever(name)
  }
}

/** The function as a PyTorch expression over `x`, an expression itself. Channels are PyTorch's axis 1, also of a vector. */
export function activationText(name: ActivationName, x: string, slope: number = DEFAULT_SLOPE): string {
  switch (name) {
    case 'linear':
      return x
    case 'leaky-relu':
      return `F.leaky_relu(${x}, ${slope})`
    case 'swish':
      return `F.silu(${x})`
    case 'softmax':
      return `F.softmax(${x}, dim=1)`
    case 'tanh':
    case 'sigmoid':
      return `torch.${name}(${x})`
    case 'relu':
    case 'elu':
    case 'selu':
    case 'gelu':
    case 'softplus':
      return `F.${name}(${x})`
    default:
      return assertNever(name)
  }
}
