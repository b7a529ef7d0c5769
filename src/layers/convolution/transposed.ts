/** @file What the transposed convolutions are but for the number of axes. Each input entry stamps a weighted kernel on the output. */
import { z } from 'zod'
import { fail } from '../../lib/result'
import { type Padding, perAxis, transposedLength } from '../../tensor/convolution'
import { type Shape, shapeSize } from '../../tensor/shape'
import { reshapeLayer } from '../keras'
import { defineLayer } from '../layer'
import { slidingAttributes } from '../onnx'
import { FEATURE_MAP_INPUTS } from '../ports'
import { notAFeatureMap, withinLimits } from '../problems'
import { permuted, reshapedTo } from '../weight-values'
import type { ConvolutionText } from './convolution'
import { convolveTransposed } from './convolve'
import { kernelMakes } from './makes'
import { type Axes, filters, kernelSize, padding, strides } from './params'
import { transposedText } from './pytorch'
import {
  applyWeighted,
  type KernelShape,
  type WeightedParams,
  weightedCanDie,
  weightedLayer,
  weightedNodes,
  weightedParams,
  weightedRange,
  weightedText,
  weightSpecs,
  zerosUnderSpectralNorm,
} from './weighted'

interface StampParams extends WeightedParams {
  filters: number
  kernelSize: number | readonly number[]
  strides: number | readonly number[]
  padding: Padding
}

function stampOf(axes: Axes, params: StampParams, input: Shape) {
  const kernelSize = perAxis(params.kernelSize, axes)
  const strides = perAxis(params.strides, axes)
  const size = kernelSize.map((taps, axis) => transposedLength(input[axis]!, taps, strides[axis]!, params.padding))
  return { kernelSize, strides, size }
}

/** Fans as Keras computes them, which reads the last two axes as if they were those of a convolution. */
function kernelOf(axes: Axes, params: StampParams, input: Shape): KernelShape {
  const size = perAxis(params.kernelSize, axes)
  const channels = input.at(-1)!
  const taps = shapeSize(size)
  return {
    shape: [...size, params.filters, channels],
    outputs: 'last-but-one',
    fanIn: taps * params.filters,
    fanOut: taps * channels,
  }
}

/** Docs that all of them share. */
export const TRANSPOSED_DOCS =
  'With padding "same" a length becomes length · stride; with "valid" length · stride + max(kernel − stride, 0). Choose a kernel size that the stride divides, or a checkerboard shows (distill.pub/2016/deconv-checkerboard).'

export function defineTransposedConvolution(axes: Axes, text: ConvolutionText) {
  const { title } = text
  return defineLayer({
    ...text,
    group: 'Dense and convolution',
    params: z.strictObject({
      filters,
      kernelSize: kernelSize(axes),
      strides: strides(axes, 'Distance between the stamps. 2 doubles the size.'),
      padding,
      ...weightedParams,
    }),
    inputs: FEATURE_MAP_INPUTS[axes],
    shape({ in: input }, params) {
      const problem = notAFeatureMap(title, axes, input!) ?? zerosUnderSpectralNorm(title, params)
      if (problem) return fail(problem)
      return withinLimits(title, [...stampOf(axes, params, input!).size, params.filters], input!)
    },
    makes: (wanted, input, params) =>
      kernelMakes(wanted, input, params, (sliding) => stampOf(axes, { ...params, ...sliding }, input).size),
    range: (_, params) => weightedRange(params),
    canDie: weightedCanDie,
    weights: ({ in: input }, params) => weightSpecs(kernelOf(axes, params, input!), params.filters, params),
    multiplyAdds({ in: input }, params) {
      return shapeSize(input!.slice(0, -1)) * shapeSize(kernelOf(axes, params, input!).shape)
    },
    even(params) {
      const size = perAxis(params.kernelSize, axes)
      const steps = perAxis(params.strides, axes)
      if (size.every((taps, axis) => taps % steps[axis]! === 0)) return null
      const even = size.map((taps, axis) => Math.max(1, Math.round(taps / steps[axis]!)) * steps[axis]!)
      return { kernelSize: even.every((taps) => taps === even[0]) ? even[0] : even }
    },
    differentiable: 2,
    apply(context) {
      const { tf, params, inputs } = context
      const x = inputs.in!
      const { size, strides } = stampOf(axes, params, x.shape.slice(1))
      const how = { strides, padding: params.padding }
      return applyWeighted(context, 'last-but-one', (kernel) => convolveTransposed(tf, x, kernel, size, how))
    },
    onnx(context) {
      const { inputs, shapes, params } = context
      const { kernelSize, strides, size } = stampOf(axes, params, shapes.in!)
      // What the stamps spread over beyond the output; where they fall short of it, zeros follow.
      const over = size.map((length, axis) => (shapes.in![axis]! - 1) * strides[axis]! + kernelSize[axis]! - length)
      const paddings = over.map((entries): [number, number] => {
        const before = Math.floor(Math.max(entries, 0) / 2)
        return [before, Math.max(entries, 0) - before]
      })
      return weightedNodes(context, 'last-but-one', (kernel, bias) => {
        const channelsFirst = permuted(kernel, [axes + 1, axes, ...size.map((_, axis) => axis)])
        return context.add('ConvTranspose', [inputs.in!, context.floats(channelsFirst, 'kernel'), ...bias], {
          ...slidingAttributes({ size: kernelSize, strides, paddings }),
          output_padding: { ints: over.map((entries) => Math.max(-entries, 0)) },
        })
      })
    },
    // Along one axis it is an image of height 1.
    keras(context) {
      const { params, shapes, shape, inputs } = context
      const { kernelSize, strides } = stampOf(axes, params, shapes.in!)
      const { filters, padding } = params
      if (axes > 1) {
        const config = { filters, kernel_size: kernelSize, strides, padding }
        return weightedLayer(context, 'last-but-one', { className: `Conv${axes}DTranspose`, config })
      }
      const stamped = weightedLayer(context, 'last-but-one', {
        className: 'Conv2DTranspose',
        config: { filters, kernel_size: [1, ...kernelSize], strides: [1, ...strides], padding },
        input: reshapeLayer(context, inputs.in!, [1, ...shapes.in!]),
        kernelOf: (kernel) => reshapedTo(kernel, [1, ...kernel.shape]),
      })
      return reshapeLayer(context, stamped, shape)
    },
    pytorch({ in: input }, params) {
      const { module, sums } = transposedText({
        axes,
        channels: input!.at(-1)!,
        filters: params.filters,
        lengths: input!.slice(0, -1),
        bias: params.bias,
        ...stampOf(axes, params, input!),
      })
      return weightedText(module, sums, { ...kernelOf(axes, params, input!), channels: params.filters }, params)
    },
  })
}
