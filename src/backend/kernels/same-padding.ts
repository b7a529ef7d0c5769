/**
 * @file Forward convolutions with "same" padding whose kernel is smaller than its stride along some axis. There the last window can end
 * before the input does; XNNPACK, which works the padding out itself, refuses that where the other axis needs padding, and the WASM
 * backend then answers zeros without a word. Told the padding, it computes them.
 */
import * as tf from '@tensorflow/tfjs-core'
import { registerWasmKernel, type TensorInfo } from './call'

interface ConvolutionAttributes {
  strides: number | [number, number]
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  dilations?: number | [number, number] | null
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

type Size4D = [number, number, number, number]

/** The padding of "same" in numbers where the kernel is smaller than its stride along some axis; `null` elsewhere. */
function paddingToTell(
  x: TensorInfo,
  filter: TensorInfo,
  attributes: ConvolutionAttributes,
  isDepthwise: boolean,
): tf.backend_util.ExplicitPadding | null {
  const { strides, dilations, pad, dimRoundingMode } = attributes
  const [strideHeight, strideWidth] = typeof strides === 'number' ? [strides, strides] : strides
  if (pad !== 'same' || (filter.shape[0]! >= strideHeight && filter.shape[1]! >= strideWidth)) return null
  const shapes = [x.shape as Size4D, filter.shape as Size4D] as const
  const { padInfo } = tf.backend_util.computeConv2DInfo(
    ...shapes,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    isDepthwise,
  )
  const { top, bottom, left, right } = padInfo
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]
}

export function mendSamePadding(): void {
  const kernels = { Conv2D: false, FusedConv2D: false, DepthwiseConv2dNative: true, FusedDepthwiseConv2D: true }
  for (const [name, isDepthwise] of Object.entries(kernels)) {
    registerWasmKernel<ConvolutionAttributes>(name, ({ inputs, attributes, run }, stock) => {
      const pad = paddingToTell(inputs.x!, inputs.filter!, attributes, isDepthwise)
      return pad ? run(name, inputs, { ...attributes, pad }) : stock()
    })
  }
}
