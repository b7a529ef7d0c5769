/** @file The kernels that WASM lacks or has only slowly, so that it trains. */
import { mendBroadcasts } from './broadcast'
import { mendConv2DFilterGradient } from './conv2d-filter-gradient'
import { mendConv2DInputGradient } from './conv2d-input-gradient'
import { mendConv3D } from './conv3d'
import { mendDepthwise } from './depthwise'
import { mendLeakyRelu } from './leaky-relu'
import { mendMatMul } from './mat-mul'
import { mendMaxPoolGradient } from './max-pool-gradient'
import { mendMovement } from './movement'
import { mendReductions } from './reduce'
import { mendSamePadding } from './same-padding'
import { mendSegmentSum } from './segment-sum'
import { mendTile } from './tile'

let mended = false

/** Puts our kernels in place of tfjs'. Before the backend starts, so that stock set-ups still run. */
export function mendWasmKernels(): void {
  if (mended) return
  mended = true
  mendBroadcasts()
  mendConv2DFilterGradient()
  mendConv2DInputGradient()
  mendConv3D()
  mendDepthwise()
  mendLeakyRelu()
  mendMatMul()
  mendMaxPoolGradient()
  mendMovement()
  mendReductions()
  mendSamePadding()
  mendSegmentSum()
  mendTile()
}
