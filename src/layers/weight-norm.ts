/**
 * @file Reparameterisations of a kernel that every layer with one offers. Spectral: divided by its largest singular value, so that the
 * layer stretches no direction (Miyato et al., arXiv 1802.05957, algorithm 1). Equalized: N(0, 1) at first and scaled while running,
 * so that all layers learn at the same speed under Adam (Karras et al., arXiv 1710.10196, section 4.1).
 *
 * A kernel is looked at as a matrix [inputs of an output, outputs], as PyTorch does, whose `spectral_norm` takes the other
 * axis for transposed convolutions.
 */
import { selectField } from '../lib/fields'
import { type Shape, shapeSize } from '../tensor/shape'
import type { ActivationName } from './activations'
import { constantOf } from './detach'
import type { ApplyContext, PyTorchText, Tensor, TensorFlow, TorchState, WeightSpec } from './layer'
import { permuted, reshapedTo, scaledBy, type WeightValues } from './weight-values'

const titles = { none: 'None', spectral: 'Spectral', equalized: 'Equalized' } as const

export type WeightNorm = keyof typeof titles

export const weightNorm = selectField<WeightNorm>({
  title: 'Weight norm',
  description:
    'Spectral divides the kernel by its largest singular value (SNGAN). Equalized scales it while running (PGGAN).',
  options: titles,
}).default('none')

/** For the docs of kinds that offer it. */
export const WEIGHT_NORM_DOCS =
  'Weight norm "spectral" uses kernel / σ, where σ is the largest singular value of the kernel as a matrix [outputs, all else], from one power iteration in each step; its vector u is kept as the untrained weight kernel_u (arXiv 1802.05957). "equalized" begins with N(0, 1), whatever the initializer, and uses kernel · gain / √(inputs of an output); gain is √2 where the activation of the layer itself is of the ReLU family, otherwise 1 (arXiv 1710.10196).'

/**
 * Which axes of a kernel count its outputs: the last (dense, convolutions, an embedding's size), the last two (depthwise:
 * channels and multiplier), or the one before the last (transposed convolutions).
 */
export type OutputAxes = 'last' | 'last-two' | 'last-but-one'

/** What the norm has to know of the kernel. */
export interface Normed {
  norm: WeightNorm
  outputs: OutputAxes
  /** That of the layer itself: equalized makes up for what a ReLU takes. Left out: none. */
  activation?: ActivationName
}

const RELU_FAMILY: readonly ActivationName[] = ['relu', 'leaky-relu', 'elu', 'selu', 'gelu', 'swish']

/** What a kernel of zeros is divided by. */
const TINY = 1e-12
/** Far below every length that occurs, and a normal number in float32: a vector of zeros stays one. */
const SHORTEST = 1e-30

const outputCount = (kernel: Shape, outputs: OutputAxes): number => {
  if (outputs === 'last') return kernel.at(-1)!
  return outputs === 'last-two' ? kernel.at(-1)! * kernel.at(-2)! : kernel.at(-2)!
}

/** The kernel as it is initialised under the norm, and the untrained weights that the norm adds. */
export function normedSpecs(
  kernel: WeightSpec,
  { norm, outputs }: Normed,
): { kernel: WeightSpec; state: WeightSpec[] } {
  if (norm === 'none') return { kernel, state: [] }
  if (norm === 'equalized') return { kernel: { ...kernel, initializer: { kind: 'standard-normal' } }, state: [] }
  const u: WeightSpec = {
    name: `${kernel.name}_u`,
    shape: [outputCount(kernel.shape, outputs)],
    initializer: { kind: 'unit-vector' },
    trainable: false,
  }
  return { kernel, state: [u] }
}

/** The weight of this name as the layer uses it. Called once in each `apply`, as it moves the state of the norm. */
export function normedWeight(
  { tf, weights, mode, update }: Pick<ApplyContext<unknown>, 'tf' | 'weights' | 'mode' | 'update'>,
  name: string,
  normed: Normed,
): Tensor {
  const weight = weights[name]!
  if (normed.norm === 'none') return weight
  if (normed.norm === 'equalized') return tf.mul(weight, equalizedScale(weight.shape, normed))
  const stored = `${name}_u`
  const matrix = matrixOf(tf, weight, normed.outputs)
  const column = tf.reshape(weights[stored]!, [-1, 1])
  const v = constantOf(tf, () => unit(tf, tf.matMul(matrix, column)))
  let u = column
  if (mode === 'training') {
    // With a little of the old u, which thereby outlives a kernel that takes it to 0.
    u = constantOf(tf, () => unit(tf, tf.add(tf.matMul(matrix, v, true), tf.mul(column, TINY))))
    update(stored, tf.reshape(u, [-1]))
  }
  const sigma = tf.sum(tf.mul(tf.matMul(matrix, u), v))
  return tf.div(weight, tf.add(sigma, TINY))
}

/** The weight as the layer uses it when samples are made, outside of TensorFlow.js: what exporters write. */
export function foldedWeight(weights: Record<string, WeightValues>, name: string, normed: Normed): WeightValues {
  const weight = weights[name]!
  if (normed.norm === 'none') return weight
  if (normed.norm === 'equalized') return scaledBy(weight, equalizedScale(weight.shape, normed))
  const u = weights[`${name}_u`]!.values
  const count = outputCount(weight.shape, normed.outputs)
  // Of a transposed convolution the last axis counts the inputs.
  const inner = normed.outputs === 'last-but-one' ? weight.shape.at(-1)! : 1
  const sums = new Float64Array(weight.values.length / count)
  for (const [index, value] of weight.values.entries()) {
    const output = Math.floor(index / inner) % count
    const input = Math.floor(index / (inner * count)) * inner + (index % inner)
    sums[input]! += value * u[output]!
  }
  // v is the unit vector of M · u, so uᵀ · Mᵀ · v is its length.
  const sigma = Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0))
  return scaledBy(weight, 1 / (sigma + TINY))
}

/** [inputs of an output, outputs]. */
function matrixOf(tf: TensorFlow, weight: Tensor, outputs: OutputAxes): Tensor {
  const count = outputCount(weight.shape, outputs)
  if (outputs !== 'last-but-one') return tf.reshape(weight, [-1, count])
  const inputs = weight.shape.at(-1)!
  const outputsLast = tf.transpose(tf.reshape(weight, [-1, count, inputs]), [0, 2, 1])
  return tf.reshape(outputsLast, [-1, count])
}

const unit = (tf: TensorFlow, vector: Tensor): Tensor =>
  tf.div(vector, tf.maximum(tf.sqrt(tf.sum(tf.square(vector))), SHORTEST))

/** What an equalized kernel is multiplied by. */
function equalizedScale(kernel: Shape, { outputs, activation }: Normed): number {
  const gain = activation && RELU_FAMILY.includes(activation) ? Math.SQRT2 : 1
  return gain / Math.sqrt(shapeSize(kernel) / outputCount(kernel, outputs))
}

const EQUALIZED_DEFINITION = `class Equalized(nn.Module):
    """A weight of N(0, 1) at first, multiplied by a constant at run time (PGGAN, arXiv 1710.10196)."""

    def __init__(self, scale: float):
        super().__init__()
        self.scale = scale

    def forward(self, weight: Tensor) -> Tensor:
        return weight * self.scale


def equalized(module: nn.Module, scale: float) -> nn.Module:
    nn.init.normal_(module.weight)
    torch.nn.utils.parametrize.register_parametrization(module, "weight", Equalized(scale))
    return module
`

/** How PyTorch has the kernel: its name here, the order of its axes there and its shape. */
export interface TorchKernel {
  name: string
  order: readonly number[]
  shape: Shape
}

/** The module of PyTorch, which has a `weight`, under the norm. */
export function normedModule(
  module: string,
  kernel: Shape,
  normed: Normed,
  there: TorchKernel,
): Required<Pick<PyTorchText, 'module' | 'state'>> & Pick<PyTorchText, 'definitions'> {
  const { name, order, shape } = there
  const weight = (key: string): TorchState => ({ key, shape, values: { weight: name, order } })
  if (normed.norm === 'none') return { module, state: [weight('weight')] }
  const original = weight('parametrizations.weight.original')
  if (normed.norm === 'spectral')
    return {
      module: `torch.nn.utils.parametrizations.spectral_norm(${module})`,
      state: [original, ...spectralState(kernel, normed.outputs, there)],
    }
  return {
    module: `equalized(${module}, ${equalizedScale(kernel, normed)})`,
    definitions: EQUALIZED_DEFINITION,
    state: [original],
  }
}

/**
 * PyTorch keeps both singular vectors and uses them as they are outside of training; v is computed here. Its matrix is the kernel with
 * the outputs first, then all else in the order in which PyTorch has it.
 */
function spectralState(kernel: Shape, outputs: OutputAxes, { name, order, shape }: TorchKernel): TorchState[] {
  const count = outputCount(kernel, outputs)
  const others = shapeSize(kernel) / count
  const v = (weights: Readonly<Record<string, WeightValues>>): Float32Array => {
    const there = permuted(weights[name]!, order)
    const { values: matrix } =
      outputs === 'last-but-one'
        ? permuted(reshapedTo(there, [shape[0]!, count, shapeSize(shape.slice(2))]), [1, 0, 2])
        : there
    const u = weights[`${name}_u`]!.values
    const sums = Float64Array.from({ length: others }, (_, column) =>
      u.reduce((sum, entry, row) => sum + entry * matrix[row * others + column]!, 0),
    )
    const length = Math.max(Math.sqrt(sums.reduce((sum, entry) => sum + entry * entry, 0)), SHORTEST)
    return Float32Array.from(sums, (entry) => entry / length)
  }
  return [
    { key: 'parametrizations.weight.0._u', shape: [count], values: { weight: `${name}_u` } },
    { key: 'parametrizations.weight.0._v', shape: [others], values: { compute: v } },
  ]
}
