/**
 * @file Both gradients of a depthwise convolution, which the WASM backend lacks: the input's by phases, the filter's tap by tap, each
 * tap the sum of the products of dy and the part of x that it saw.
 */
import * as tf from '@tensorflow/tfjs-core'
import { type KernelCall, registerWasmKernel, type TensorInfo } from './call'
import { empty, floats, sizeOf } from './heap'
import { byPhases, type Phase, phasePadding } from './phases'

interface DepthwiseAttributes {
  strides: number | [number, number]
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

interface InputAttributes extends DepthwiseAttributes {
  inputShape: [number, number, number, number]
}

interface FilterAttributes extends DepthwiseAttributes {
  filterShape: [number, number, number, number]
}

function infoOf(
  inputShape: InputAttributes['inputShape'],
  filterShape: FilterAttributes['filterShape'],
  call: DepthwiseAttributes,
) {
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    call.strides,
    1,
    call.pad,
    call.dimRoundingMode,
    true,
  )
}

function inputGradient(call: KernelCall<InputAttributes>): TensorInfo {
  const { inputs, attributes, backend, run } = call
  const filterShape = inputs.filter!.shape as FilterAttributes['filterShape']
  const info = infoOf(attributes.inputShape, filterShape, attributes)
  const [, filterWidth, inChannels, multiplier] = filterShape
  const channels = inChannels * multiplier
  // Each of x's channels went to `multiplier` of dy's. As a depthwise convolution of dy each comes back alone; then they are added.
  const convolve = (row: Phase, column: Phase): TensorInfo => {
    const filter = empty(backend, [row.taps.length, column.taps.length, channels, 1])
    const from = floats(backend, inputs.filter!)
    const to = floats(backend, filter)
    let at = 0
    for (const i of row.taps) {
      for (const j of column.taps) {
        const tap = (i * filterWidth + j) * channels
        for (let c = 0; c < channels; c++) to[at++] = from[tap + c]!
      }
    }
    const convolution = { strides: 1, dilations: 1, pad: phasePadding(row, column) }
    const part = run('DepthwiseConv2dNative', { x: inputs.dy!, filter }, convolution)
    backend.disposeData(filter.dataId)
    return part
  }
  const spread = byPhases(backend, info, channels, convolve)
  if (multiplier === 1) return spread
  const sum = run('Sum', { x: { ...spread, shape: [sizeOf(attributes.inputShape), multiplier] } }, { axis: 1 })
  backend.disposeData(spread.dataId)
  sum.shape = [...attributes.inputShape]
  return sum
}

function filterGradient(call: KernelCall<FilterAttributes>): TensorInfo {
  const { inputs, attributes, backend, run } = call
  const { filterShape } = attributes
  const info = infoOf(inputs.x!.shape as InputAttributes['inputShape'], filterShape, attributes)
  const { batchSize, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info
  const [height, width, inChannels, multiplier] = filterShape
  const channels = inChannels * multiplier
  const paddings = [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ]
  let x = run('PadV2', { x: inputs.x! }, { paddings, constantValue: 0 })
  if (multiplier > 1) {
    const repeated = run('Tile', { x: { ...x, shape: [sizeOf(x.shape), 1] } }, { reps: [1, multiplier] })
    x = { ...repeated, shape: [...x.shape.slice(0, 3), channels] }
  }
  const out = empty(backend, [...filterShape])
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const end = [batchSize, i + (outHeight - 1) * strideHeight + 1, j + (outWidth - 1) * strideWidth + 1, channels]
      const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 }
      const cut = { begin: [0, i, j, 0], end, strides: [1, strideHeight, strideWidth, 1], ...masks }
      const seen = run('StridedSlice', { x }, cut)
      const products = run('Multiply', { a: seen, b: inputs.dy! })
      const sums = run('Sum', { x: products }, { axis: [0, 1, 2] })
      floats(backend, out).set(floats(backend, sums), (i * width + j) * channels)
    }
  }
  return out
}

export function mendDepthwise(): void {
  registerWasmKernel<InputAttributes>('DepthwiseConv2dNativeBackpropInput', inputGradient)
  registerWasmKernel<FilterAttributes>('DepthwiseConv2dNativeBackpropFilter', filterGradient)
}
