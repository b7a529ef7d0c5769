/**
 * @file Sums and means over axes that lie side by side: batch-norm's over batch, height and width, a bias gradient's over all but
 * the channels. Stock transposes the whole tensor first. XNNPACK's average pooling adds up columns where they are.
 */
import * as tf from '@tensorflow/tfjs-core'
import { divisorUpTo } from './broadcast'
import { type KernelBody, type KernelCall, registerWasmKernel, type TensorInfo } from './call'
import { empty, floats, sizeOf } from './heap'

interface ReduceAttributes {
  axis: number | number[] | null
  keepDims?: boolean
}

type Block = [outer: number, reduced: number, inner: number]

/** Below this many columns, or rows, a plain loop is as fast; it adds in double precision. */
const FEW = 4
/** Long rows are first added up as columns of a matrix this wide. */
const WIDE = 64

/** x as `[outer, reduced, inner]`; `null` when the reduced axes do not lie side by side. */
export function reducedBlock(shape: number[], axes: number[]): Block | null {
  // Axes of length 1 neither keep nor reduce anything.
  const real = axes.filter((axis) => shape[axis] !== 1).sort((a, b) => a - b)
  const first = real[0] ?? 0
  const end = real.length > 0 ? real.at(-1)! + 1 : 0
  const between = shape.slice(first, end).filter((size) => size !== 1).length
  if (between !== real.length) return null
  return [sizeOf(shape.slice(0, first)), sizeOf(shape.slice(first, end)), sizeOf(shape.slice(end))]
}

function byLoop(from: Float32Array, to: Float32Array, [outer, reduced, inner]: Block, factor: number): void {
  const sums = new Float64Array(inner)
  let at = 0
  for (let block = 0; block < outer; block++) {
    sums.fill(0)
    for (let row = 0; row < reduced; row++) for (let c = 0; c < inner; c++) sums[c]! += from[at++]!
    for (let c = 0; c < inner; c++) to[block * inner + c] = sums[c]! * factor
  }
}

/** Means of the columns, in two stages: the first spreads over the threads, and shorter sums lose less. */
function byPooling(run: KernelCall<unknown>['run'], x: TensorInfo, [outer, reduced, inner]: Block): TensorInfo {
  const pool = (from: TensorInfo, blocks: number, rows: number): TensorInfo => {
    const image = { ...from, shape: [blocks, rows, 1, inner] }
    return run('AvgPool', { x: image }, { filterSize: [rows, 1], strides: 1, pad: 'valid' })
  }
  const rows = divisorUpTo(reduced, Math.sqrt(reduced) * 2)
  if (rows === 1 || rows === reduced) return pool(x, outer, reduced)
  return pool(pool(x, outer * (reduced / rows), rows), outer, reduced / rows)
}

const reduction =
  (mean: boolean): KernelBody<ReduceAttributes> =>
  ({ inputs, attributes, backend, run }, stock) => {
    const { x } = inputs as { x: TensorInfo }
    const axes = tf.util.parseAxisParam(attributes.axis ?? [...x.shape.keys()], x.shape)
    const block = reducedBlock(x.shape, axes)
    if (x.dtype !== 'float32' || block === null || sizeOf(x.shape) === 0) return stock()
    const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    const shape = attributes.keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis))
    const [outer, reduced, inner] = block
    if (reduced < FEW || inner < FEW) {
      const out = empty(backend, shape)
      const wide = divisorUpTo(reduced, WIDE)
      const long = reduced / wide >= FEW && wide * inner >= FEW
      const rows = long ? byPooling(run, x, [outer, reduced / wide, wide * inner]) : x
      const left = long ? wide : reduced
      const factor = mean ? 1 / left : reduced / left
      byLoop(floats(backend, rows), floats(backend, out), [outer, left, inner], factor)
      return out
    }
    const means = byPooling(run, x, block)
    if (!mean) {
      const values = floats(backend, means)
      for (let index = 0; index < values.length; index++) values[index]! *= reduced
    }
    means.shape = shape
    return means
  }

export function mendReductions(): void {
  registerWasmKernel<ReduceAttributes>('Sum', reduction(false))
  registerWasmKernel<ReduceAttributes>('Mean', reduction(true))
}
