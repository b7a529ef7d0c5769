/**
 * @file Matrix products on XNNPACK, whatever the arguments. Stock leaves XNNPACK for a scalar loop when an argument is transposed
 * (46 times slower for 1024³, and every dense layer's gradient has one) or when there is more than one matrix (attention, MMD).
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { type WasmFunction, wasmModule } from '../wasm-module'
import { type KernelCall, registerWasmKernel, type TensorInfo } from './call'
import { empty, endView, heapId, shapeBytes, view } from './heap'

interface MatMulAttributes {
  transposeA: boolean
  transposeB: boolean
}

/** The C++ side's function: on XNNPACK when both are `[1, rows, columns]` and not transposed. */
function bindProduct(backend: BackendWasm): WasmFunction {
  const types = ['number', 'array', 'number', 'number', 'array', 'number', 'number', 'number', 'number'] as const
  return wasmModule(backend).cwrap('BatchMatMul', null, types)
}

function transposed(run: KernelCall<unknown>['run'], x: TensorInfo): TensorInfo {
  const rank = x.shape.length
  return run('Transpose', { x }, { perm: [...Array(rank - 2).keys(), rank - 1, rank - 2] })
}

function matMul(call: KernelCall<MatMulAttributes>): TensorInfo {
  const { inputs, attributes, backend, run } = call
  const a = attributes.transposeA ? transposed(run, inputs.a!) : inputs.a!
  const b = attributes.transposeB ? transposed(run, inputs.b!) : inputs.b!
  const [rows, inner] = a.shape.slice(-2) as [number, number]
  const columns = b.shape.at(-1)!
  const countA = tf.util.sizeFromShape(a.shape.slice(0, -2))
  const countB = tf.util.sizeFromShape(b.shape.slice(0, -2))
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  const out = empty(backend, [...batch, rows, columns])
  const product = bindProduct(backend)
  const multiply = (left: TensorInfo, leftRows: number, right: TensorInfo, to: TensorInfo): void => {
    const leftShape = shapeBytes([1, leftRows, inner])
    const rightShape = shapeBytes([1, inner, columns])
    product(heapId(backend, left), leftShape, 3, heapId(backend, right), rightShape, 3, 0, 0, heapId(backend, to))
  }
  if (countB === 1) {
    // One right side for all: the left sides are one tall matrix.
    multiply(a, countA * rows, b, out)
    return out
  }
  for (let index = 0; index < tf.util.sizeFromShape(batch); index++) {
    // tfjs broadcasts only whole batches: the counts are equal, or one of them is 1.
    const left = view(backend, a, countA === 1 ? 0 : index * rows * inner, [rows, inner])
    const right = view(backend, b, index * inner * columns, [inner, columns])
    const to = view(backend, out, index * rows * columns, [rows, columns])
    multiply(left, rows, right, to)
    for (const ended of [left, right, to]) endView(backend, ended)
  }
  return out
}

export function mendMatMul(): void {
  registerWasmKernel<MatMulAttributes>('BatchMatMul', matMul)
}
