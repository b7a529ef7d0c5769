/** @file Leaky ReLU as XNNPACK's PReLU with one slope for all channels; stock's own loops over the numbers one by one. */
import { registerWasmKernel, type TensorInfo } from './call'
import { empty, floats } from './heap'

export function mendLeakyRelu(): void {
  registerWasmKernel<{ alpha: number }>('LeakyRelu', ({ inputs, attributes, backend, run }, stock) => {
    const { x } = inputs as { x: TensorInfo }
    if (x.dtype !== 'float32' || x.shape.length === 0 || x.shape.includes(0)) return stock()
    const alpha = empty(backend, [x.shape.at(-1)!])
    floats(backend, alpha).fill(attributes.alpha)
    const y = run('Prelu', { x, alpha })
    backend.disposeData(alpha.dataId)
    return y
  })
}
