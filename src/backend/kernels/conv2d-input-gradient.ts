/**
 * @file Input gradient of a convolution, which is also the forward pass of every transposed convolution. The stock kernel is a scalar
 * loop on one thread; both ways here run on XNNPACK: by phases (see phases.ts), and by columns.
 *
 * Columns: with few input channels a convolution to so few outputs wastes XNNPACK's tiles. There dy × filterᵀ is one matrix product,
 * whose columns are added up where they belong (col2im).
 */
import * as tf from '@tensorflow/tfjs-core'
import { type KernelCall, registerWasmKernel, type TensorInfo } from './call'
import { empty, floats } from './heap'
import { byPhases, type Phase, phasePadding } from './phases'

interface InputGradientAttributes {
  inputShape: [number, number, number, number]
  strides: number | [number, number]
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  dataFormat: 'NHWC' | 'NCHW'
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

type ConvInfo = tf.backend_util.Conv2DInfo
type Call = KernelCall<InputGradientAttributes>

/** XNNPACK computes eight outputs at a time; below this many input channels, columns were faster. */
const FEW_CHANNELS = 5

/** Taps of one phase as a filter from dy's channels to x's: `[rows, columns, K, C]`. */
function phaseFilter(call: Call, info: ConvInfo, row: Phase, column: Phase): TensorInfo {
  const { inChannels, outChannels, filterWidth } = info
  const result = empty(call.backend, [row.taps.length, column.taps.length, outChannels, inChannels])
  const from = floats(call.backend, call.inputs.filter!)
  const to = floats(call.backend, result)
  let at = 0
  for (const i of row.taps) {
    for (const j of column.taps) {
      const tap = (i * filterWidth + j) * inChannels * outChannels
      for (let k = 0; k < outChannels; k++) {
        for (let c = 0; c < inChannels; c++) to[at++] = from[tap + c * outChannels + k]!
      }
    }
  }
  return result
}

function asConvolutions(call: Call, info: ConvInfo): TensorInfo {
  return byPhases(call.backend, info, info.inChannels, (row, column) => {
    const filter = phaseFilter(call, info, row, column)
    const attributes = { strides: 1, dilations: 1, dataFormat: 'NHWC', pad: phasePadding(row, column) }
    const part = call.run('Conv2D', { x: call.inputs.dy!, filter }, attributes)
    call.backend.disposeData(filter.dataId)
    return part
  })
}

/** Adds the columns up: each output position's patch belongs at its place in x. */
function addPatches(from: Float32Array, to: Float32Array, info: ConvInfo): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info
  const rowLength = filterWidth * inChannels
  let source = 0
  for (let n = 0; n < batchSize; n++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++) {
        const left = (j * strideWidth - padInfo.left) * inChannels
        const start = Math.max(0, -left)
        const end = Math.min(rowLength, inWidth * inChannels - left)
        for (let row = 0; row < filterHeight; row++, source += rowLength) {
          const y = i * strideHeight - padInfo.top + row
          if (y < 0 || y >= inHeight) continue
          const target = (n * inHeight + y) * inWidth * inChannels + left
          for (let e = start; e < end; e++) to[target + e]! += from[source + e]!
        }
      }
    }
  }
}

function asColumns(call: Call, info: ConvInfo): TensorInfo {
  const { inputs, backend, run } = call
  const taps = info.filterHeight * info.filterWidth * info.inChannels
  const a = { ...inputs.dy!, shape: [info.batchSize * info.outHeight * info.outWidth, info.outChannels] }
  const b = { ...inputs.filter!, shape: [taps, info.outChannels] }
  const columns = run('BatchMatMul', { a, b }, { transposeA: false, transposeB: true })
  const dx = empty(backend, [info.batchSize, info.inHeight, info.inWidth, info.inChannels])
  addPatches(floats(backend, columns), floats(backend, dx).fill(0), info)
  return dx
}

export function mendConv2DInputGradient(): void {
  registerWasmKernel<InputGradientAttributes>('Conv2DBackpropInput', (call, stock) => {
    const { inputShape, strides, pad, dataFormat, dimRoundingMode } = call.attributes
    if (dataFormat !== 'NHWC') return stock()
    const filterShape = call.inputs.filter!.shape as [number, number, number, number]
    const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode)
    return info.inChannels < FEW_CHANNELS ? asColumns(call, info) : asConvolutions(call, info)
  })
}
