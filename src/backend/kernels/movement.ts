/**
 * @file Clones and slices. Stock's clone copies, though tensors never change in place, and every operation on the tape makes one; its
 * slice first copies the whole tensor that it takes a part of.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { registerWasmKernel, type TensorInfo } from './call'
import { sizeOf } from './heap'

/** Below this many numbers a run is copied by a loop: a call costs more. */
const SHORT = 32

/** Whole numbers, so that any four bytes come through as they are. */
const words = (backend: BackendWasm, tensor: TensorInfo): Int32Array => {
  const { buffer, byteOffset, length } = backend.typedArrayFromHeap(tensor)
  return new Int32Array(buffer, byteOffset, length)
}

/** The same numbers under another shape, without a copy. */
function share(backend: BackendWasm, x: TensorInfo, shape: number[]): TensorInfo {
  backend.incRef(x.dataId as object)
  return { dataId: x.dataId, shape, dtype: x.dtype }
}

function slice(backend: BackendWasm, x: TensorInfo, begin: number[], size: number[]): TensorInfo {
  const out = backend.makeOutput(size, x.dtype)
  const strides = [...tf.util.computeStrides(x.shape), 1]
  // Axes after the last cut one lie in one run.
  let last = size.length - 1
  while (last > 0 && size[last] === x.shape[last]) last--
  const run = sizeOf(size.slice(Math.max(0, last)))
  const from = words(backend, x)
  const to = words(backend, out)
  const loops = size.slice(0, Math.max(0, last))
  const position = loops.map(() => 0)
  let source = begin.reduce((sum, start, axis) => sum + start * strides[axis]!, 0)
  for (let target = 0; target < to.length; target += run) {
    if (run < SHORT) for (let e = 0; e < run; e++) to[target + e] = from[source + e]!
    else to.set(from.subarray(source, source + run), target)
    for (let axis = loops.length - 1; axis >= 0; axis--) {
      source += strides[axis]!
      position[axis]!++
      if (position[axis]! < loops[axis]!) break
      source -= loops[axis]! * strides[axis]!
      position[axis] = 0
    }
  }
  return out
}

/** Lengths `sizes` along an axis, one after the other. */
function split(backend: BackendWasm, x: TensorInfo, axis: number, sizes: number[]): TensorInfo[] {
  const begin = x.shape.map(() => 0)
  return sizes.map((length) => {
    const size = x.shape.map((whole, index) => (index === axis ? length : whole))
    const part = slice(backend, x, begin, size)
    begin[axis]! += length
    return part
  })
}

const cannotMove = ({ dtype, shape }: TensorInfo): boolean =>
  (dtype !== 'float32' && dtype !== 'int32') || shape.length === 0 || sizeOf(shape) === 0

export function mendMovement(): void {
  registerWasmKernel('Identity', ({ inputs, backend }, stock) => {
    const { x } = inputs as { x: TensorInfo }
    return x.dtype === 'string' ? stock() : share(backend, x, x.shape)
  })
  registerWasmKernel<{ begin: number[]; size: number[] }>('Slice', ({ inputs, attributes, backend }, stock) => {
    const { x } = inputs as { x: TensorInfo }
    if (cannotMove(x)) return stock()
    const [begin, size] = tf.slice_util.parseSliceParams(
      x as tf.Tensor,
      attributes.begin,
      attributes.size,
    ) as number[][]
    return slice(backend, x, begin!, size!)
  })
  registerWasmKernel<{ numOrSizeSplits: number | number[]; axis: number }>('SplitV', (call, stock) => {
    const { x } = call.inputs as { x: TensorInfo }
    if (cannotMove(x)) return stock()
    const axis = tf.util.parseAxisParam(call.attributes.axis, x.shape)[0]!
    const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, call.attributes.numOrSizeSplits, axis)
    return split(call.backend, x, axis, sizes)
  })
  registerWasmKernel<{ axis: number }>('Unpack', ({ inputs, attributes, backend }, stock) => {
    const { value } = inputs as { value: TensorInfo }
    if (cannotMove(value)) return stock()
    const axis = tf.util.parseAxisParam(attributes.axis, value.shape)[0]!
    const parts = split(backend, value, axis, Array(value.shape[axis]!).fill(1))
    return parts.map((part) => ({ ...part, shape: part.shape.filter((_, index) => index !== axis) }))
  })
}
