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

export type KernelBody<Attributes> = (call: KernelCall<Attributes>) => TensorInfo

function withScratch<Attributes>(body: KernelBody<Attributes>): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const wasm = backend as BackendWasm
    const scratch: TensorInfo[] = []
    const run: KernelCall<Attributes>['run'] = (kernelName, others, attributes = {}) => {
      const made = tf.getKernel(kernelName, 'wasm').kernelFunc({
        inputs: others as tf.NamedTensorInfoMap,
        attrs: attributes as tf.NamedAttrMap,
        backend: wasm,
      }) as TensorInfo
      scratch.push(made)
      return made
    }
    const result = body({
      inputs: inputs as Record<string, TensorInfo>,
      attributes: attrs as Attributes,
      backend: wasm,
      run,
    })
    for (const made of scratch) if (made !== result) wasm.disposeData(made.dataId)
    return result
  }
}

/**
 * Registers a kernel of the WASM backend, in place of the stock one if there is one. `body` receives the stock kernel, to fall back to.
 * The stock kernel's set-up, which binds its WASM function, still runs when the backend starts.
 */
export function registerWasmKernel<Attributes>(
  kernelName: string,
  body: (call: KernelCall<Attributes>, stock: () => TensorInfo) => TensorInfo,
): void {
  const stock = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined
  if (stock) tf.unregisterKernel(kernelName, 'wasm')
  const kernelFunc: tf.KernelFunc = (parameters) => {
    const fallBack = () => stock!.kernelFunc(parameters) as TensorInfo
    return withScratch<Attributes>((call) => body(call, fallBack))(parameters)
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
