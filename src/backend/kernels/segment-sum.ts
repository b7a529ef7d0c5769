/** @file Sums of rows by segment: the gradient of a look-up (embedding, gather), which the WASM backend lacks. */
import { registerWasmKernel, type TensorInfo } from './call'
import { empty, floats, sizeOf } from './heap'

export function mendSegmentSum(): void {
  registerWasmKernel<{ numSegments: number }>('UnsortedSegmentSum', ({ inputs, attributes, backend }) => {
    const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo }
    const rowShape = x.shape.slice(segmentIds.shape.length)
    const out = empty(backend, [attributes.numSegments, ...rowShape])
    const from = floats(backend, x)
    const to = floats(backend, out).fill(0)
    const ids = backend.typedArrayFromHeap(segmentIds)
    const row = sizeOf(rowShape)
    for (const [index, id] of ids.entries()) {
      // As in TensorFlow: rows of a segment that does not exist are dropped.
      if (id < 0 || id >= attributes.numSegments) continue
      for (let e = 0; e < row; e++) to[id * row + e]! += from[index * row + e]!
    }
    return out
  })
}
