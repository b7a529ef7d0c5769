/**
 * @file Filter gradient of a convolution, which the WASM backend lacks (tensorflow/tfjs issue 8474), as one forward convolution: the
 * gradient of tap (i, j) correlates x, shifted by (i, j), with dy. So with the batch in the place of the channels it is a convolution
 * of x `[C, H, W, N]` with the filter dy `[OH, OW, N, K]`, dilated by the layer's strides.
 *
 * XNNPACK packs dy as weights, which costs more than the sums when the kernel has few of them (one input channel). dyᵀ × (x as
 * columns), which packs the columns instead, was no faster for three channels and gained a tenth for one, so there is one way only.
 */
import * as tf from '@tensorflow/tfjs-core'
import { type KernelCall, registerWasmKernel, type TensorInfo } from './call'
import { empty, floats } from './heap'

export interface Conv2DFilterGradientAttributes {
  filterShape: [number, number, number, number]
  strides: number | [number, number]
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  dataFormat: 'NHWC' | 'NCHW'
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

type ConvInfo = tf.backend_util.Conv2DInfo
type Call = KernelCall<Conv2DFilterGradientAttributes>

/** x, padded, as `[C, height, width, N]`: the batch takes the place of the channels. */
function batchInnermost(call: Call, info: ConvInfo): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, padInfo } = info
  const height = inHeight + padInfo.top + padInfo.bottom
  const width = inWidth + padInfo.left + padInfo.right
  const result = empty(call.backend, [inChannels, height, width, batchSize])
  const from = floats(call.backend, call.inputs.x!)
  const to = floats(call.backend, result)
  if (height > inHeight || width > inWidth) to.fill(0)
  const image = inHeight * inWidth * inChannels
  const plane = height * width * batchSize
  for (let y = 0; y < inHeight; y++) {
    for (let x = 0; x < inWidth; x++) {
      const source = (y * inWidth + x) * inChannels
      const target = ((y + padInfo.top) * width + x + padInfo.left) * batchSize
      for (let c = 0; c < inChannels; c++) {
        let at = source + c
        const end = target + c * plane + batchSize
        for (let cell = end - batchSize; cell < end; cell++, at += image) to[cell] = from[at]!
      }
    }
  }
  return result
}

function asConvolution(call: Call, info: ConvInfo): TensorInfo {
  const { inputs, backend, run } = call
  const x = batchInnermost(call, info)
  const filter = run('Transpose', { x: inputs.dy! }, { perm: [1, 2, 0, 3] })
  const { strideHeight, strideWidth, filterHeight, filterWidth, inChannels, outChannels } = info
  const dilations = [strideHeight, strideWidth]
  const all = run('Conv2D', { x, filter }, { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations })
  backend.disposeData(x.dataId)
  // Rows and columns of x that no stride reached give taps beyond the kernel.
  const size = [inChannels, filterHeight, filterWidth, outChannels]
  const taps = run('Slice', { x: all }, { begin: [0, 0, 0, 0], size })
  return run('Transpose', { x: taps }, { perm: [1, 2, 0, 3] })
}

export function mendConv2DFilterGradient(): void {
  registerWasmKernel<Conv2DFilterGradientAttributes>('Conv2DBackpropFilter', (call) => {
    const { filterShape, strides, pad, dataFormat, dimRoundingMode } = call.attributes
    if (dataFormat !== 'NHWC') {
      throw new Error(`The filter gradient of conv2d takes channels last on WASM, but dataFormat is ${dataFormat}.`)
    }
    const xShape = call.inputs.x!.shape as [number, number, number, number]
    const info = tf.backend_util.computeConv2DInfo(xShape, filterShape, strides, 1, pad, dimRoundingMode)
    return asConvolution(call, info)
  })
}
