/**
 * @file Convolution over three axes and its gradients as sums of convolutions over two: the k-th slice of the filter sees the k-th,
 * (k + stride)-th, … plane of x, and the planes are so many more samples. Stock's are scalar loops, and its input gradient (tfjs 4.22) is wrong.
 */
import * as tf from '@tensorflow/tfjs-core'
import { type KernelCall, registerWasmKernel, type TensorInfo } from './call'
import { empty, floats, sizeOf } from './heap'

type Shape5D = [number, number, number, number, number]

interface Conv3DAttributes {
  strides: number | [number, number, number]
  pad: 'valid' | 'same'
  dilations?: number | [number, number, number]
  inputShape?: Shape5D
  filterShape?: Shape5D
}

type Call = KernelCall<Conv3DAttributes>
type Info = ReturnType<typeof tf.backend_util.computeConv3DInfo>

const infoOf = (x: number[], filter: number[], { strides, pad, dilations = 1 }: Conv3DAttributes): Info =>
  tf.backend_util.computeConv3DInfo(x as Shape5D, filter as Shape5D, strides, dilations, pad)

/** How the planes are convolved: padded as the whole is. */
function planeAttributes({ padInfo, strideHeight, strideWidth, dilationHeight, dilationWidth }: Info) {
  const pad = [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ]
  return { strides: [strideHeight, strideWidth], dilations: [dilationHeight, dilationWidth], pad, dataFormat: 'NHWC' }
}

/** The plane of x that output plane `out` sees through slice `tap`; outside of x when there is none. */
const planeSeen = (info: Info, out: number, tap: number): number =>
  out * info.strideDepth + tap * info.dilationDepth - info.padInfo.front

/** All planes of x that slice `tap` of the filter sees, as samples `[N·OD, H, W, C]`; zeros for those in the padding. */
function planesSeen(call: Call, x: TensorInfo, info: Info, tap: number): TensorInfo {
  const { batchSize, inDepth, inHeight, inWidth, inChannels, outDepth } = info
  const planes = empty(call.backend, [batchSize * outDepth, inHeight, inWidth, inChannels])
  const size = inHeight * inWidth * inChannels
  const from = floats(call.backend, x)
  const to = floats(call.backend, planes)
  for (let n = 0; n < batchSize; n++) {
    for (let out = 0; out < outDepth; out++) {
      const plane = planeSeen(info, out, tap)
      const target = (n * outDepth + out) * size
      if (plane < 0 || plane >= inDepth) to.fill(0, target, target + size)
      else to.set(from.subarray((n * inDepth + plane) * size, (n * inDepth + plane + 1) * size), target)
    }
  }
  return planes
}

/** One slice of the filter, which lies together in memory. */
function filterSlice(call: Call, filter: TensorInfo, tap: number): TensorInfo {
  const shape = filter.shape.slice(1)
  const slice = empty(call.backend, shape)
  const size = sizeOf(shape)
  floats(call.backend, slice).set(floats(call.backend, filter).subarray(tap * size, (tap + 1) * size))
  return slice
}

function forward(call: Call): TensorInfo {
  const { inputs, attributes, backend, run } = call
  const info = infoOf(inputs.x!.shape, inputs.filter!.shape, attributes)
  let sum: TensorInfo | null = null
  for (let tap = 0; tap < info.filterDepth; tap++) {
    const x = planesSeen(call, inputs.x!, info, tap)
    const filter = filterSlice(call, inputs.filter!, tap)
    const part = run('Conv2D', { x, filter }, planeAttributes(info))
    sum = sum === null ? part : run('Add', { a: sum, b: part })
    for (const used of [x, filter]) backend.disposeData(used.dataId)
  }
  sum!.shape = [...info.outShape]
  return sum!
}

function inputGradient(call: Call): TensorInfo {
  const { inputs, attributes, backend, run } = call
  const inputShape = attributes.inputShape!
  const info = infoOf(inputShape, inputs.filter!.shape, attributes)
  const { batchSize, inDepth, inHeight, inWidth, inChannels, outDepth, outHeight, outWidth, outChannels } = info
  const dx = empty(backend, [...inputShape])
  floats(backend, dx).fill(0)
  const dy = { ...inputs.dy!, shape: [batchSize * outDepth, outHeight, outWidth, outChannels] }
  const size = inHeight * inWidth * inChannels
  const planeShape = [batchSize * outDepth, inHeight, inWidth, inChannels]
  for (let tap = 0; tap < info.filterDepth; tap++) {
    const filter = filterSlice(call, inputs.filter!, tap)
    const planes = run('Conv2DBackpropInput', { dy, filter }, { ...planeAttributes(info), inputShape: planeShape })
    backend.disposeData(filter.dataId)
    const from = floats(backend, planes)
    const to = floats(backend, dx)
    for (let n = 0; n < batchSize; n++) {
      for (let out = 0; out < outDepth; out++) {
        const plane = planeSeen(info, out, tap)
        if (plane < 0 || plane >= inDepth) continue
        const [source, target] = [(n * outDepth + out) * size, (n * inDepth + plane) * size]
        for (let e = 0; e < size; e++) to[target + e]! += from[source + e]!
      }
    }
  }
  return dx
}

function filterGradient(call: Call): TensorInfo {
  const { inputs, attributes, backend, run } = call
  const filterShape = attributes.filterShape!
  const info = infoOf(inputs.x!.shape, filterShape, attributes)
  const { batchSize, outDepth, outHeight, outWidth, outChannels } = info
  const dw = empty(backend, [...filterShape])
  const dy = { ...inputs.dy!, shape: [batchSize * outDepth, outHeight, outWidth, outChannels] }
  for (let tap = 0; tap < info.filterDepth; tap++) {
    const x = planesSeen(call, inputs.x!, info, tap)
    const slice = run(
      'Conv2DBackpropFilter',
      { x, dy },
      { ...planeAttributes(info), filterShape: filterShape.slice(1) },
    )
    backend.disposeData(x.dataId)
    floats(backend, dw).set(floats(backend, slice), tap * sizeOf(slice.shape))
  }
  return dw
}

export function mendConv3D(): void {
  registerWasmKernel<Conv3DAttributes>('Conv3D', forward)
  registerWasmKernel<Conv3DAttributes>('Conv3DBackpropInputV2', inputGradient)
  registerWasmKernel<Conv3DAttributes>('Conv3DBackpropFilterV2', filterGradient)
}
