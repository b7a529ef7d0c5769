/** @file Kernels of the WebGPU backend that fail or are slow as tfjs has them. */
import * as tf from '@tensorflow/tfjs-core'
import { type KernelCall, replaceKernel, type TensorInfo } from './call'
import { mendRanks } from './ranks'

interface FilterGradientAttributes {
  filterShape: [number, number, number, number]
  strides: number | [number, number]
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  dataFormat: 'NHWC' | 'NCHW'
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/**
 * The filter gradient as one forward convolution, with the batch in the place of the channels (see conv2d-filter-gradient.ts). Stock gives
 * each weight one thread that adds up the whole batch: a software adapter took 15.6 s a step with it and 5.6 s so.
 */
function filterGradient({
  inputs,
  attributes,
  run,
}: KernelCall<FilterGradientAttributes, tf.KernelBackend>): TensorInfo {
  const { filterShape, strides, pad, dimRoundingMode } = attributes
  const xShape = inputs.x!.shape as [number, number, number, number]
  const info = tf.backend_util.computeConv2DInfo(xShape, filterShape, strides, 1, pad, dimRoundingMode)
  const { top, bottom, left, right } = info.padInfo
  const paddings = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]
  const padded =
    top + bottom + left + right > 0 ? run('PadV2', { x: inputs.x! }, { paddings, constantValue: 0 }) : inputs.x!
  const x = run('Transpose', { x: padded }, { perm: [3, 1, 2, 0] })
  const filter = run('Transpose', { x: inputs.dy! }, { perm: [1, 2, 0, 3] })
  const dilations = [info.strideHeight, info.strideWidth]
  const all = run('Conv2D', { x, filter }, { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations })
  const size = [info.inChannels, info.filterHeight, info.filterWidth, info.outChannels]
  const taps = run('Slice', { x: all }, { begin: [0, 0, 0, 0], size })
  return run('Transpose', { x: taps }, { perm: [1, 2, 0, 3] })
}

let mended = false

/** Puts our kernels in place of tfjs'. */
export function mendWebGpuKernels(): void {
  if (mended) return
  mended = true
  replaceKernel<FilterGradientAttributes, tf.KernelBackend>('webgpu', 'Conv2DBackpropFilter', (call, stock) =>
    call.attributes.dataFormat === 'NHWC' ? filterGradient(call) : stock(),
  )
  mendRanks('webgpu')
}
