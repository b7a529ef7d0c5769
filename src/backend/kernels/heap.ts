/** @file Tensors as they lie in the memory of WebAssembly. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import type { TensorInfo } from './call'

interface HeapEntry {
  id: number
  memoryOffset: number
}

const entry = (backend: BackendWasm, tensor: TensorInfo): HeapEntry =>
  backend.dataIdMap.get(tensor.dataId) as unknown as HeapEntry

/** The id by which the C++ side knows a tensor. */
export const heapId = (backend: BackendWasm, tensor: TensorInfo): number => entry(backend, tensor).id

/** The tensor's values where they lie. Valid until the next allocation, which may move the memory. */
export const floats = (backend: BackendWasm, tensor: TensorInfo): Float32Array =>
  backend.typedArrayFromHeap(tensor) as Float32Array

/** A stretch of a float tensor as a tensor of its own, without a copy. To be ended by `endView`, before `tensor` is disposed. */
export function view(backend: BackendWasm, tensor: TensorInfo, start: number, shape: number[]): TensorInfo {
  return backend.makeOutput(shape, 'float32', entry(backend, tensor).memoryOffset + 4 * start)
}

/** Forgets a view and XNNPACK's operators for it. The memory belongs to the tensor it was taken of. */
export function endView(backend: BackendWasm, viewed: TensorInfo): void {
  backend.wasm.tfjs.disposeData(heapId(backend, viewed))
  backend.dataIdMap.delete(viewed.dataId)
}

/** A shape as the C++ side takes it. */
export const shapeBytes = (shape: readonly number[]): Uint8Array => new Uint8Array(new Int32Array(shape).buffer)

/** A new float tensor; its values are whatever lay there before. */
export const empty = (backend: BackendWasm, shape: number[]): TensorInfo => backend.makeOutput(shape, 'float32')

export const sizeOf = (shape: number[]): number => tf.util.sizeFromShape(shape)
