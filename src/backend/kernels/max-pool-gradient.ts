/**
 * @file Gradient of max-pooling: each window's share goes to its greatest number, the first of equals. Stock's (tfjs 4.22) is wrong
 * as soon as there is more than one channel.
 */
import * as tf from '@tensorflow/tfjs-core'
import { registerWasmKernel, type TensorInfo } from './call'
import { empty, floats } from './heap'

interface MaxPoolAttributes {
  filterSize: number | [number, number]
  strides: number | [number, number]
  pad: 'valid' | 'same' | number
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

function scatter(x: Float32Array, dy: Float32Array, dx: Float32Array, info: tf.backend_util.Conv2DInfo): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo, filterHeight, filterWidth } = info
  let at = 0
  for (let n = 0; n < batchSize; n++) {
    for (let i = 0; i < outHeight; i++) {
      const top = i * info.strideHeight - padInfo.top
      const [firstRow, endRow] = [Math.max(0, top), Math.min(inHeight, top + filterHeight)]
      for (let j = 0; j < outWidth; j++) {
        const left = j * info.strideWidth - padInfo.left
        const [firstColumn, endColumn] = [Math.max(0, left), Math.min(inWidth, left + filterWidth)]
        for (let c = 0; c < inChannels; c++, at++) {
          let greatest = -1
          for (let row = firstRow; row < endRow; row++) {
            for (let column = firstColumn; column < endColumn; column++) {
              const place = ((n * inHeight + row) * inWidth + column) * inChannels + c
              if (greatest < 0 || x[place]! > x[greatest]!) greatest = place
            }
          }
          if (greatest >= 0) dx[greatest]! += dy[at]!
        }
      }
    }
  }
}

export function mendMaxPoolGradient(): void {
  registerWasmKernel<MaxPoolAttributes>('MaxPoolGrad', ({ inputs, attributes, backend }) => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo }
    const { filterSize, strides, pad, dimRoundingMode } = attributes
    const shape = input.shape as [number, number, number, number]
    const info = tf.backend_util.computePool2DInfo(
      shape,
      filterSize as [number, number],
      strides,
      1,
      pad,
      dimRoundingMode,
    )
    const dx = empty(backend, [...shape])
    scatter(floats(backend, input), floats(backend, dy), floats(backend, dx).fill(0), info)
    return dx
  })
}
