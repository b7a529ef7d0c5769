/** @file The kernels that WASM lacks or has only slowly, so that it trains. */
import { mendConv2DFilterGradient } from './conv2d-filter-gradient'
import { mendConv2DInputGradient } from './conv2d-input-gradient'
import { mendMatMul } from './mat-mul'

let mended = false

/** Puts our kernels in place of tfjs'. Before the backend starts, so that stock set-ups still run. */
export function mendWasmKernels(): void {
  if (mended) return
  mended = true
  mendMatMul()
  mendConv2DFilterGradient()
  mendConv2DInputGradient()
}
