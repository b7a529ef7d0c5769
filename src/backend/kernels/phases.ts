/**
 * @file The input gradient of a strided convolution as plain convolutions. With strides s, a row y of x receives only the taps
 * i ≡ y + pad (mod s). So each of the s² residues of (y, x) is a convolution of dy with its own taps, flipped, and the results
 * interleave.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type * as tf from '@tensorflow/tfjs-core'
import type { TensorInfo } from './call'
import { empty, floats } from './heap'

/** One residue of one axis: which taps it has, and where its results go. */
export interface Phase {
  /** First position on the axis of x; the others follow at the stride. */
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

/** Puts one phase's results in their places in dx. */
function interleave(
  from: Float32Array,
  to: Float32Array,
  part: TensorInfo,
  dx: TensorInfo,
  strides: number[],
  row: Phase,
  column: Phase,
): void {
  const [batch, height, width, channels] = dx.shape as [number, number, number, number]
  const [, partHeight, partWidth] = part.shape as [number, number, number]
  const [strideHeight, strideWidth] = strides as [number, number]
  const jump = (strideWidth - 1) * channels
  for (let n = 0; n < batch; n++) {
    for (let t = 0; t < row.count; t++) {
      let source = ((n * partHeight + t + row.skip) * partWidth + column.skip) * channels
      let target = ((n * height + row.first + t * strideHeight) * width + column.first) * channels
      for (let u = 0; u < column.count; u++) {
        for (let c = 0; c < channels; c++) to[target++] = from[source++]!
        target += jump
      }
    }
  }
}

/** dx, of the channels that `convolve` gives for the taps of a phase, with dy padded as the phase says. */
export function byPhases(
  backend: BackendWasm,
  info: tf.backend_util.Conv2DInfo,
  channels: number,
  convolve: (row: Phase, column: Phase) => TensorInfo,
): TensorInfo {
  const { batchSize, inHeight, inWidth, strideHeight, strideWidth, padInfo } = info
  const rows = phasesOf(inHeight, info.outHeight, info.filterHeight, strideHeight, padInfo.top)
  const columns = phasesOf(inWidth, info.outWidth, info.filterWidth, strideWidth, padInfo.left)
  const all = [...rows, ...columns]
  if (all.length === 2 && all.every(({ taps, skip }) => taps.length > 0 && skip === 0)) {
    const whole = convolve(rows[0]!, columns[0]!)
    if (whole.shape[1] === inHeight && whole.shape[2] === inWidth) return whole
  }
  const dx = empty(backend, [batchSize, inHeight, inWidth, channels])
  // Strides beyond the kernel leave rows that no tap reaches.
  if (all.some(({ taps }) => taps.length === 0)) floats(backend, dx).fill(0)
  for (const row of rows) {
    for (const column of columns) {
      if (row.taps.length === 0 || column.taps.length === 0) continue
      const part = convolve(row, column)
      interleave(floats(backend, part), floats(backend, dx), part, dx, [strideHeight, strideWidth], row, column)
    }
  }
  return dx
}

/** The padding of a phase, as the convolution kernels take it. */
export const phasePadding = (row: Phase, column: Phase): [number, number][] => [
  [0, 0],
  [row.before, row.after],
  [column.before, column.after],
  [0, 0],
]
