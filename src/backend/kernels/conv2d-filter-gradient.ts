/**
 * @file Filter gradient of a convolution, which the WASM backend lacks (tensorflow/tfjs issue 8474).
 *
 * As a convolution: the gradient of tap (i, j) correlates x, shifted by (i, j), with dy. So with the batch in the place of the
 * channels it is one convolution of x `[C, H, W, N]` with the filter dy `[OH, OW, N, K]`, dilated by the layer's strides.
 * As a matrix product: XNNPACK packs dy as weights there, which costs more than the sums when the kernel holds few numbers. Then
 * dyᵀ × (x as columns) packs the columns in its place.
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

/** The patch of x under each output position, as a row: `[N·OH·OW, kernel]`. */
function patches(call: Call, info: ConvInfo): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info
  const rowLength = filterWidth * inChannels
  const result = empty(call.backend, [batchSize * outHeight * outWidth, filterHeight * rowLength])
  const from = floats(call.backend, call.inputs.x!)
  const to = floats(call.backend, result)
  let at = 0
  for (let n = 0; n < batchSize; n++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++) {
        const left = (j * strideWidth - padInfo.left) * inChannels
        for (let row = 0; row < filterHeight; row++) {
          const y = i * strideHeight - padInfo.top + row
          const inside = y >= 0 && y < inHeight
          const start = (n * inHeight + y) * inWidth * inChannels
          for (let e = left; e < left + rowLength; e++) {
            to[at++] = inside && e >= 0 && e < inWidth * inChannels ? from[start + e]! : 0
          }
        }
      }
    }
  }
  return result
}

function asProduct(call: Call, info: ConvInfo): TensorInfo {
  const { inputs, backend, run } = call
  const { batchSize, outHeight, outWidth, outChannels } = info
  const dy = run('Reshape', { x: inputs.dy! }, { shape: [batchSize * outHeight * outWidth, outChannels] })
  const columns = patches(call, info)
  const product = run('BatchMatMul', { a: dy, b: columns }, { transposeA: true, transposeB: false })
  backend.disposeData(columns.dataId)
  const filter = run('Transpose', { x: product }, { perm: [1, 0] })
  return run('Reshape', { x: filter }, { shape: call.attributes.filterShape })
}

export function mendConv2DFilterGradient(): void {
  registerWasmKernel<Conv2DFilterGradientAttributes>('Conv2DBackpropFilter', (call) => {
    const { filterShape, strides, pad, dataFormat, dimRoundingMode } = call.attributes
    if (dataFormat !== 'NHWC') {
      throw new Error(`The filter gradient of conv2d takes channels last on WASM, but dataFormat is ${dataFormat}.`)
    }
    const xShape = call.inputs.x!.shape as [number, number, number, number]
    const info = tf.backend_util.computeConv2DInfo(xShape, filterShape, strides, 1, pad, dimRoundingMode)
    const kernel = info.filterHeight * info.filterWidth * info.inChannels
    return kernel <= info.outChannels ? asProduct(call, info) : asConvolution(call, info)
  })
}
