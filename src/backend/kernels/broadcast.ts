/**
 * @file Arithmetic of a large tensor with a small one that repeats over it: a bias, a gain, a mean. XNNPACK is called once for each
 * stretch of the small one, so the small one is first repeated to a longer stretch.
 */
import * as tf from '@tensorflow/tfjs-core'
import { registerWasmKernel, type TensorInfo } from './call'
import { sizeOf } from './heap'

type Block = [outer: number, repeated: number, inner: number]

/** Stretches at least this long cost little more than the arithmetic. */
const LONG = 2048

/**
 * How `small` repeats over `large`: as `[outer, 1, inner]` over `[outer, repeated, inner]`. `null` when it has more than one stretch of
 * repeated axes, and when it does not repeat.
 */
export function repetition(large: number[], small: number[]): Block | null {
  if (small.length > large.length) return null
  const aligned = [...Array(large.length - small.length).fill(1), ...small] as number[]
  const repeated = large.flatMap((size, axis) => (size !== aligned[axis] ? [axis] : []))
  if (repeated.length === 0 || repeated.some((axis) => aligned[axis] !== 1)) return null
  const first = repeated[0]!
  const end = repeated.at(-1)! + 1
  if (large.slice(first, end).filter((size) => size !== 1).length !== repeated.length) return null
  return [sizeOf(large.slice(0, first)), sizeOf(large.slice(first, end)), sizeOf(large.slice(end))]
}

/** The largest divisor of `count` that is at most `limit`. */
export function divisorUpTo(count: number, limit: number): number {
  let divisor = Math.min(count, Math.max(1, Math.floor(limit)))
  while (count % divisor !== 0) divisor--
  return divisor
}

function mend(kernelName: string): void {
  const stockKernel = tf.getKernel(kernelName, 'wasm').kernelFunc
  registerWasmKernel(kernelName, ({ inputs, backend, run }, stock) => {
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo }
    const smallFirst = sizeOf(a.shape) < sizeOf(b.shape)
    const [large, small] = smallFirst ? [b, a] : [a, b]
    const block = small.dtype === 'float32' ? repetition(large.shape, small.shape) : null
    if (block === null) return stock()
    const [outer, repeated, inner] = block
    const times = divisorUpTo(repeated, LONG / inner)
    // One number for all is XNNPACK's own case, and short work is not worth the copy.
    if (times === 1 || outer * inner === 1 || sizeOf(large.shape) < LONG) return stock()
    const stretch = run('Tile', { x: { ...small, shape: [outer, 1, inner] } }, { reps: [1, times, 1] })
    const rows = { ...large, shape: [outer, repeated / times, times * inner] }
    const row = { ...stretch, shape: [outer, 1, times * inner] }
    const operands = smallFirst ? { a: row, b: rows } : { a: rows, b: row }
    const result = stockKernel({ inputs: operands, attrs: {}, backend }) as TensorInfo
    return { ...result, shape: [...large.shape] }
  })
}

export function mendBroadcasts(): void {
  for (const kernelName of ['Add', 'Sub', 'Multiply', 'RealDiv']) mend(kernelName)
}
