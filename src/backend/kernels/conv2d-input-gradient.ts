/**
 * @file Input gradient of a convolution, which is also the forward pass of every transposed convolution. The stock kernel is a scalar
 * loop on one thread; both ways here run on XNNPACK.
 *
 * Phases: with strides s, an input row y receives only the taps i ≡ y + pad (mod s). So the s² residues of (y, x) are s² plain
 * convolutions of dy with the flipped taps of each, whose results interleave.
 * Columns: with few input channels a convolution to so few outputs wastes XNNPACK's tiles. There dy × filterᵀ is one matrix product,
 * whose columns are added up where they belong (col2im).
 */
import * as tf from '@tensorflow/tfjs-core'
import { type KernelCall, registerWasmKernel, type TensorInfo } from './call'
import { empty, floats } from './heap'

export interface Conv2DInputGradientAttributes {
  inputShape: [number, number, number, number]
  strides: number | [number, number]
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  dataFormat: 'NHWC' | 'NCHW'
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

type ConvInfo = tf.backend_util.Conv2DInfo
type Call = KernelCall<Conv2DInputGradientAttributes>

/** XNNPACK computes eight outputs at a time; below this many input channels, columns were faster. */
const FEW_CHANNELS = 5

/** One residue of one axis: which taps it has, and where its results go. */
interface Phase {
  /** First position on the axis of x; the others follow at `stride`. */
  first: number
  /** Positions it fills. */
  count: number
  /** Taps in the order in which they meet dy: falling, because a gradient runs the convolution backwards. */
  taps: number[]
  /** Padding of dy for the convolution, and how many of its leading results lie before `first`. */
  before: number
  after: number
  skip: number
}

/** Splits an axis: x position `first + stride·t` takes `dy[t + shift − (taps − 1) + u]` for the u-th tap. */
export function phasesOf(size: number, outSize: number, kernel: number, stride: number, pad: number): Phase[] {
  return Array.from({ length: Math.min(stride, size) }, (_, first) => {
    const lowest = (first + pad) % stride
    const taps: number[] = []
    for (let tap = lowest; tap < kernel; tap += stride) taps.unshift(tap)
    const count = Math.ceil((size - first) / stride)
    const shift = (first + pad - lowest) / stride
    const before = taps.length - 1 - shift
    const after = count + shift - outSize
    return { first, count, taps, before: Math.max(0, before), after: Math.max(0, after), skip: Math.max(0, -before) }
  })
}

/** Taps of one phase as a filter from dy's channels to x's: `[rows, columns, K, C]`. */
function phaseFilter(call: Call, info: ConvInfo, rows: number[], columns: number[]): TensorInfo {
  const { inChannels, outChannels, filterWidth } = info
  const result = empty(call.backend, [rows.length, columns.length, outChannels, inChannels])
  const from = floats(call.backend, call.inputs.filter!)
  const to = floats(call.backend, result)
  let at = 0
  for (const row of rows) {
    for (const column of columns) {
      const tap = (row * filterWidth + column) * inChannels * outChannels
      for (let k = 0; k < outChannels; k++) {
        for (let c = 0; c < inChannels; c++) to[at++] = from[tap + c * outChannels + k]!
      }
    }
  }
  return result
}

function byPhases(call: Call, info: ConvInfo): TensorInfo {
  const { inputs, backend, run } = call
  const { batchSize, inHeight, inWidth, inChannels, strideHeight, strideWidth, padInfo } = info
  const rowPhases = phasesOf(inHeight, info.outHeight, info.filterHeight, strideHeight, padInfo.top)
  const columnPhases = phasesOf(inWidth, info.outWidth, info.filterWidth, strideWidth, padInfo.left)
  const convolve = (row: Phase, column: Phase): TensorInfo => {
    const filter = phaseFilter(call, info, row.taps, column.taps)
    const pad = [
      [0, 0],
      [row.before, row.after],
      [column.before, column.after],
      [0, 0],
    ]
    const result = run('Conv2D', { x: inputs.dy!, filter }, { strides: 1, dilations: 1, dataFormat: 'NHWC', pad })
    backend.disposeData(filter.dataId)
    return result
  }
  const only = rowPhases.length === 1 && columnPhases.length === 1 ? ([rowPhases[0]!, columnPhases[0]!] as const) : null
  if (only?.every(({ taps, skip }) => taps.length > 0 && skip === 0)) {
    const whole = convolve(...only)
    if (whole.shape[1] === inHeight && whole.shape[2] === inWidth) return whole
  }
  const dx = empty(backend, [batchSize, inHeight, inWidth, inChannels])
  const gaps = [...rowPhases, ...columnPhases].some(({ taps }) => taps.length === 0)
  if (gaps) floats(backend, dx).fill(0)
  for (const row of rowPhases) {
    for (const column of columnPhases) {
      if (row.taps.length === 0 || column.taps.length === 0) continue
      const part = convolve(row, column)
      const [, partHeight, partWidth] = part.shape as [number, number, number]
      const from = floats(backend, part)
      const to = floats(backend, dx)
      for (let n = 0; n < batchSize; n++) {
        for (let t = 0; t < row.count; t++) {
          let source = ((n * partHeight + t + row.skip) * partWidth + column.skip) * inChannels
          let target = ((n * inHeight + row.first + t * strideHeight) * inWidth + column.first) * inChannels
          const jump = (strideWidth - 1) * inChannels
          for (let u = 0; u < column.count; u++) {
            for (let c = 0; c < inChannels; c++) to[target++] = from[source++]!
            target += jump
          }
        }
      }
    }
  }
  return dx
}

function byColumns(call: Call, info: ConvInfo): TensorInfo {
  const { inputs, backend, run } = call
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info
  const taps = filterHeight * filterWidth * inChannels
  const a = run('Reshape', { x: inputs.dy! }, { shape: [batchSize * outHeight * outWidth, outChannels] })
  const b = run('Reshape', { x: inputs.filter! }, { shape: [taps, outChannels] })
  const columns = run('BatchMatMul', { a, b }, { transposeA: false, transposeB: true })
  const dx = empty(backend, [batchSize, inHeight, inWidth, inChannels])
  const from = floats(backend, columns)
  const to = floats(backend, dx).fill(0)
  const rowLength = filterWidth * inChannels
  for (let n = 0; n < batchSize; n++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++) {
        const top = i * strideHeight - padInfo.top
        const left = (j * strideWidth - padInfo.left) * inChannels
        const firstElement = Math.max(0, -left)
        const endElement = Math.min(rowLength, inWidth * inChannels - left)
        let source = ((n * outHeight + i) * outWidth + j) * taps
        for (let row = 0; row < filterHeight; row++, source += rowLength) {
          const y = top + row
          if (y < 0 || y >= inHeight) continue
          const target = (n * inHeight + y) * inWidth * inChannels + left
          for (let e = firstElement; e < endElement; e++) to[target + e]! += from[source + e]!
        }
      }
    }
  }
  return dx
}

export function mendConv2DInputGradient(): void {
  registerWasmKernel<Conv2DInputGradientAttributes>('Conv2DBackpropInput', (call, stock) => {
    const { inputShape, strides, pad, dataFormat, dimRoundingMode } = call.attributes
    if (dataFormat !== 'NHWC') return stock()
    const filterShape = call.inputs.filter!.shape as [number, number, number, number]
    const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode)
    return info.inChannels < FEW_CHANNELS ? byColumns(call, info) : byPhases(call, info)
  })
}
