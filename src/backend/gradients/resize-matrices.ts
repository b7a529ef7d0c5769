/** @file What resizing along one axis is: a matrix `[out, in]`. The arithmetic of the coordinates is that of tfjs' kernels. */
import * as tf from '@tensorflow/tfjs-core'

interface Flags {
  alignCorners: boolean
  halfPixelCenters: boolean
}

/** The weights with which `size` numbers become `outSize`. Caller disposes, or tidies. */
export function resizeMatrices(
  kernel: 'ResizeBilinear' | 'ResizeNearestNeighbor',
  size: number,
  outSize: number,
  { alignCorners, halfPixelCenters }: Flags,
): tf.Tensor2D {
  const align = alignCorners && outSize > 1
  const scale = align ? (size - 1) / (outSize - 1) : size / outSize
  const weights = new Float32Array(outSize * size)
  for (let out = 0; out < outSize; out++) {
    const row = out * size
    const position = halfPixelCenters ? scale * (out + 0.5) : scale * out
    if (kernel === 'ResizeNearestNeighbor') {
      const nearest = align ? Math.round(position) : Math.floor(position)
      weights[row + Math.max(0, Math.min(size - 1, nearest))]! += 1
      continue
    }
    const centre = Math.max(0, halfPixelCenters ? position - 0.5 : position)
    const low = Math.min(size - 1, Math.floor(centre))
    const high = Math.min(size - 1, Math.ceil(centre))
    weights[row + low]! += 1 - (centre - low)
    weights[row + high]! += centre - low
  }
  return tf.tensor2d(weights, [outSize, size])
}
