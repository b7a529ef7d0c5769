/**
 * @file How our kernels replace and call those of tfjs: by name and below the engine, so nothing is taped; what they make on the way is
 * disposed when they end, because `tf.tidy` knows nothing of it.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'

export type TensorInfo = tf.TensorInfo

/** What a kernel receives, in the types that ours need. */
export interface KernelCall<Attributes, Backend = BackendWasm> {
  inputs: Record<string, TensorInfo>
  attributes: Attributes
  backend: Backend
  /** Runs another kernel; its result is disposed when this one ends, unless this one returns it. */
  run(kernelName: string, inputs: Record<string, TensorInfo>, attributes?: Record<string, unknown>): TensorInfo
}

export type Outputs = TensorInfo | TensorInfo[]

/** A kernel. `stock` runs the one that it replaced, on the same arguments. */
export type KernelBody<Attributes, Backend = BackendWasm> = (
  call: KernelCall<Attributes, Backend>,
  stock: () => Outputs,
) => Outputs

/** Stock WASM kernels that ours replaced, for benchmarks. */
const replaced = new Map<string, tf.KernelConfig>()

/** Runs a WASM kernel as tfjs has it. */
export function stockKernel(kernelName: string, inputs: Record<string, TensorInfo>, attributes: object): tf.Tensor {
  const attrs = attributes as tf.NamedAttrMap
  const kernel = replaced.get(kernelName) ?? tf.getKernel(kernelName, 'wasm')
  const made = kernel.kernelFunc({ inputs: inputs as tf.NamedTensorInfoMap, attrs, backend: tf.backend() })
  return tf.engine().makeTensorFromTensorInfo(made as TensorInfo)
}

/** Registers a kernel in place of the stock one, if there is one; the stock one's set-up still runs. */
export function replaceKernel<Attributes, Backend extends tf.KernelBackend>(
  backendName: string,
  kernelName: string,
  body: KernelBody<Attributes, Backend>,
): void {
  const stock = tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined
  if (stock) tf.unregisterKernel(kernelName, backendName)
  if (stock && backendName === 'wasm') replaced.set(kernelName, stock)
  const kernelFunc: tf.KernelFunc = (parameters) => {
    const backend = parameters.backend as Backend
    const scratch: TensorInfo[] = []
    const run: KernelCall<Attributes>['run'] = (name, inputs, attributes = {}) => {
      const attrs = attributes as tf.NamedAttrMap
      const made = tf
        .getKernel(name, backendName)
        .kernelFunc({ inputs: inputs as tf.NamedTensorInfoMap, attrs, backend })
      scratch.push(made as TensorInfo)
      return made as TensorInfo
    }
    const inputs = parameters.inputs as Record<string, TensorInfo>
    const attributes = parameters.attrs as Attributes
    const result = body({ inputs, attributes, backend, run }, () => stock!.kernelFunc(parameters))
    for (const made of scratch) {
      const returned = Array.isArray(result) ? result.includes(made) : result === made
      if (!returned) backend.disposeData(made.dataId)
    }
    return result
  }
  const { setupFunc, disposeFunc } = stock ?? {}
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc,
    ...(setupFunc && { setupFunc }),
    ...(disposeFunc && { disposeFunc }),
  })
}

export const registerWasmKernel = <Attributes>(kernelName: string, body: KernelBody<Attributes>): void =>
  replaceKernel<Attributes, BackendWasm>('wasm', kernelName, body)
