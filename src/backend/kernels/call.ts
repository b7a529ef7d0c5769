/**
 * @file How our WASM kernels call those of tfjs: by name and below the engine, so nothing is taped; what they make on the way is
 * disposed when they end, because `tf.tidy` knows nothing of it.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'

export type TensorInfo = tf.TensorInfo

/** What a kernel receives, in the types that ours need. */
export interface KernelCall<Attributes> {
  inputs: Record<string, TensorInfo>
  attributes: Attributes
  backend: BackendWasm
  /** Runs another kernel; its result is disposed when this one ends, unless this one returns it. */
  run(kernelName: string, inputs: Record<string, TensorInfo>, attributes?: Record<string, unknown>): TensorInfo
}

export type Outputs = TensorInfo | TensorInfo[]

/** A kernel. `stock` runs the one that it replaced, on the same arguments. */
export type KernelBody<Attributes> = (call: KernelCall<Attributes>, stock: () => Outputs) => Outputs

/** Registers a kernel of the WASM backend, in place of the stock one if there is one; the stock one's set-up still runs. */
export function registerWasmKernel<Attributes>(kernelName: string, body: KernelBody<Attributes>): void {
  const stock = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined
  if (stock) tf.unregisterKernel(kernelName, 'wasm')
  const kernelFunc: tf.KernelFunc = (parameters) => {
    const backend = parameters.backend as BackendWasm
    const scratch: TensorInfo[] = []
    const run: KernelCall<Attributes>['run'] = (name, inputs, attributes = {}) => {
      const attrs = attributes as tf.NamedAttrMap
      const made = tf.getKernel(name, 'wasm').kernelFunc({ inputs: inputs as tf.NamedTensorInfoMap, attrs, backend })
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
    backendName: 'wasm',
    kernelFunc,
    ...(setupFunc && { setupFunc }),
    ...(disposeFunc && { disposeFunc }),
  })
}
