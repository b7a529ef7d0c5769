/** @file What all layers with a kernel share: its norm, the bias, the activation, and how PyTorch says them. */
import type { ShapeProblem } from '../../tensor/problem'
import type { Range, Shape } from '../../tensor/shape'
import {
  type ActivationName,
  activate,
  activationNodes,
  activationRange,
  activationText,
  canDie,
  DEFAULT_SLOPE,
} from '../activations'
import { activationLayer, type KerasContext, type KerasValue } from '../keras'
import type { ApplyContext, InitializerName, PyTorchText, Tensor, WeightSpec } from '../layer'
import type { OnnxContext, OnnxValue } from '../onnx'
import { shapeProblem } from '../problems'
import { kernelOrder, sameState } from '../pytorch'
import {
  foldedWeight,
  normedModule,
  normedSpecs,
  normedWeight,
  type OutputAxes,
  type TorchKernel,
  type WeightNorm,
  weightNorm,
} from '../weight-norm'
import type { WeightValues } from '../weight-values'
import { biasSpec } from './bias'
import { activation, bias, initializer } from './params'

/** Params of every one of them, after those that are its own. */
export const weightedParams = { bias, activation, initializer, weightNorm }

export interface WeightedParams {
  bias: boolean
  activation: ActivationName
  initializer: InitializerName
  weightNorm: WeightNorm
}

/** A kernel as a layer declares it. The fans are those of Keras, for the initialisers. */
export interface KernelShape {
  shape: Shape
  outputs: OutputAxes
  fanIn: number
  fanOut: number
}

const normed = (params: WeightedParams, outputs: OutputAxes) => ({
  norm: params.weightNorm,
  outputs,
  activation: params.activation,
})

/** Kernel, bias of `channels`, which is 0 at first, and the state of the norm. */
export function weightSpecs(kernel: KernelShape, channels: number, params: WeightedParams): WeightSpec[] {
  const { shape, outputs, fanIn, fanOut } = kernel
  const plain: WeightSpec = {
    name: 'kernel',
    shape,
    initializer: { kind: params.initializer, fanIn, fanOut },
    trainable: true,
  }
  const specs = normedSpecs(plain, normed(params, outputs))
  return [specs.kernel, ...(params.bias ? [biasSpec(channels)] : []), ...specs.state]
}

/** A spectral norm divides by the largest singular value, which a kernel of zeros has not; `null` where nothing is wrong. */
export function zerosUnderSpectralNorm(title: string, params: WeightedParams): ShapeProblem | null {
  if (params.weightNorm !== 'spectral' || params.initializer !== 'zeros') return null
  return shapeProblem('params-conflict', {
    param: 'weightNorm',
    settings: [{ initializer: 'glorot-uniform' }, { weightNorm: 'none' }],
    message: `${title} divides its kernel by the largest singular value, and with the initializer "zeros" that is 0.`,
    fix: 'Choose another initializer, such as "glorot-uniform", or the weight norm "none".',
  })
}

/** The whole layer, from the function that its kernel makes. */
export function applyWeighted(
  context: ApplyContext<WeightedParams>,
  outputs: OutputAxes,
  sums: (kernel: Tensor) => Tensor,
): Tensor {
  const { tf, params, weights } = context
  const result = sums(normedWeight(context, 'kernel', normed(params, outputs)))
  return activate(tf, params.activation, weights.bias ? tf.add(result, weights.bias) : result)
}

/** The whole layer in ONNX, from the node that its kernel and its bias make. Kernels come with the norm folded in. */
export function weightedNodes(
  context: OnnxContext<WeightedParams>,
  outputs: OutputAxes,
  sums: (kernel: WeightValues, bias: readonly OnnxValue[]) => OnnxValue,
): OnnxValue {
  const { params, weights } = context
  const kernel = foldedWeight(weights, 'kernel', normed(params, outputs))
  const bias = weights.bias ? [context.floats(weights.bias, 'bias')] : []
  return activationNodes(context, params.activation, sums(kernel, bias))
}

/** The whole layer in Keras: one of a class with kernel, bias and activation, and a leaky ReLU after it. Norms are folded into the kernel. */
export function weightedLayer(
  context: KerasContext<WeightedParams>,
  outputs: OutputAxes,
  {
    className,
    config,
    input = context.inputs.in!,
    kernelName = 'kernel',
    kernelOf = (kernel) => kernel,
  }: WeightedClass,
): KerasValue {
  const { params, weights, add } = context
  const leaky = params.activation === 'leaky-relu'
  const kernel = foldedWeight(weights, 'kernel', normed(params, outputs))
  const result = add(
    className,
    { ...config, use_bias: params.bias, activation: leaky ? 'linear' : params.activation },
    input,
    {
      [kernelName]: kernelOf(kernel),
      ...(weights.bias && { bias: weights.bias }),
    },
  )
  return leaky ? activationLayer(context, 'leaky-relu', result, DEFAULT_SLOPE) : result
}

interface WeightedClass {
  className: string
  config: Record<string, unknown>
  /** Left out: that of the layer. */
  input?: KerasValue
  /** Left out: `kernel`. */
  kernelName?: string
  /** The kernel there, from that here. Left out: the same. */
  kernelOf?: (kernel: WeightValues) => WeightValues
}

/** A weighted sum is not bounded, whatever comes in. */
export const weightedRange = (params: WeightedParams): Range => activationRange(params.activation, null)

export const weightedCanDie = (params: WeightedParams): boolean => canDie(params.activation)

/**
 * The layer in PyTorch: its module under the norm, and the activation of what `sums` gives, an expression. `channels` of the output have a
 * bias each. A kernel has its axes there in the usual order unless `there` says otherwise.
 */
export function weightedText(
  module: string,
  sums: string,
  kernel: Pick<KernelShape, 'shape' | 'outputs'> & { channels: number },
  params: WeightedParams,
  there: Omit<TorchKernel, 'name'> = usual(kernel.shape),
): PyTorchText {
  const normedText = normedModule(module, kernel.shape, normed(params, kernel.outputs), { name: 'kernel', ...there })
  return {
    ...normedText,
    forward: activationText(params.activation, sums),
    state: [...normedText.state, ...(params.bias ? [sameState('bias', 'bias', [kernel.channels])] : [])],
  }
}

function usual(kernel: Shape): Omit<TorchKernel, 'name'> {
  const order = kernelOrder(kernel.length)
  return { order, shape: order.map((axis) => kernel[axis]!) }
}
