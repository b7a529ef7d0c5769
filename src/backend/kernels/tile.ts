/** @file Repeats a tensor along its axes by copying ever larger blocks; stock computes the source of each number on its own. */
import { registerWasmKernel, type TensorInfo } from './call'
import { empty, floats, sizeOf } from './heap'

interface TileAttributes {
  reps: number[]
}

/** Below this many numbers a block is copied by a loop: a call costs more. */
const SHORT = 32

/** Each block of `inner` numbers `count` times: `[outer, inner]` to `[outer, count, inner]`. */
function repeatBlocks(from: Float32Array, to: Float32Array, outer: number, inner: number, count: number): void {
  const length = inner * count
  for (let block = 0; block < outer; block++) {
    const source = block * inner
    const target = block * length
    for (let e = 0; e < inner; e++) to[target + e] = from[source + e]!
    let done = inner
    while (done < SHORT && done < length) {
      to[target + done] = to[target + done - inner]!
      done++
    }
    // Whole blocks only, so that the copy stays in step.
    done -= done % inner
    for (; done < length; done *= 2) to.copyWithin(target + done, target, target + Math.min(done, length - done))
  }
}

export function mendTile(): void {
  registerWasmKernel<TileAttributes>('Tile', ({ inputs, attributes, backend }, stock) => {
    const { x } = inputs as { x: TensorInfo }
    if (x.dtype !== 'float32') return stock()
    const { reps } = attributes
    const shape = [...x.shape]
    let current = x
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const count = reps[axis]!
      if (count === 1) continue
      const outer = sizeOf(shape.slice(0, axis))
      const inner = sizeOf(shape.slice(axis))
      shape[axis]! *= count
      const next = empty(backend, [...shape])
      repeatBlocks(floats(backend, current), floats(backend, next), outer, inner, count)
      if (current !== x) backend.disposeData(current.dataId)
      current = next
    }
    return current === x ? stock() : current
  })
}
