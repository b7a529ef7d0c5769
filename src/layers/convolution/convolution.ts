/** @file What conv1d, conv2d and conv3d are but for the number of axes: params, shape rule, weights, function, PyTorch text. */
import { z } from 'zod'
import { fail, type Result } from '../../lib/result'
import { type Padding, perAxis, windowCount, windowPadding, windowReach } from '../../tensor/convolution'
import type { ShapeProblem } from '../../tensor/problem'
import { type Shape, shapeSize } from '../../tensor/shape'
import { defineLayer, type KindText, type LayerExample, type LayerRefusal } from '../layer'
import { slidingAttributes } from '../onnx'
import { FEATURE_MAP_INPUTS } from '../ports'
import { nearestFirst, notAFeatureMap, shapeProblem, windowTooLarge, withinLimits } from '../problems'
import { permuted, spread, ungrouped } from '../weight-values'
import { convolve } from './convolve'
import { kernelMakes } from './makes'
import { type Axes, dilation, filters, groups, kernelSize, padding, strides } from './params'
import { convolutionText } from './pytorch'
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

export interface WindowParams {
  kernelSize: number | readonly number[]
  strides: number | readonly number[]
  padding: Padding
  dilation: number | readonly number[]
}

type ConvolutionParams = WindowParams & WeightedParams & { filters: number; groups: number }

/** One number for each axis, and what follows from them. */
export function windowOf(axes: Axes, params: WindowParams, input: Shape) {
  const size = perAxis(params.kernelSize, axes)
  const strides = perAxis(params.strides, axes)
  const dilation = perAxis(params.dilation, axes)
  const reach = size.map((taps, axis) => windowReach(taps, dilation[axis]!))
  const along = <Value>(rule: (length: number, size: number, stride: number, padding: Padding) => Value): Value[] =>
    reach.map((entries, axis) => rule(input[axis]!, entries, strides[axis]!, params.padding))
  return { size, strides, dilation, reach, counts: along(windowCount), paddings: along(windowPadding) }
}

/** The size along the axes and then `filters`, or why a window cannot slide over this input. */
export function slide(
  title: string,
  axes: Axes,
  params: WindowParams & WeightedParams,
  input: Shape,
  filters: number,
): Result<Shape, ShapeProblem> {
  const { strides, dilation, reach, counts } = windowOf(axes, params, input)
  if (strides.some((stride) => stride > 1) && dilation.some((distance) => distance > 1)) {
    return fail(
      shapeProblem('params-conflict', {
        param: 'dilation',
        settings: [{ strides: 1 }, { dilation: 1 }],
        message: `${title} has strides ${strides.join(' × ')} and dilation ${dilation.join(' × ')}, and one of them must be 1, as in Keras.`,
        fix: 'Set the strides to 1, or the dilation to 1.',
      }),
    )
  }
  const zeros = zerosUnderSpectralNorm(title, params)
  if (zeros) return fail(zeros)
  if (counts.some((count) => count < 1)) return fail(windowTooLarge(title, 'kernelSize', reach, input))
  return withinLimits(title, [...counts, filters], input)
}

function groupsProblem(title: string, params: ConvolutionParams, channels: number): ShapeProblem | null {
  const { filters, groups } = params
  if (channels % groups === 0 && filters % groups === 0) return null
  const what = channels % groups !== 0 ? `${channels} channels` : `${filters} filters`
  const possible = Array.from({ length: Math.min(channels, filters) }, (_, index) => index + 1).filter(
    (count) => channels % count === 0 && filters % count === 0,
  )
  const other = channels % groups === 0 ? `, or the filters to a multiple of ${groups}` : ''
  return shapeProblem('not-divisible', {
    port: 'in',
    param: 'groups',
    settings: [
      ...nearestFirst(possible, groups).map((count) => ({ groups: count })),
      ...(channels % groups === 0 ? [{ filters: Math.ceil(filters / groups) * groups }] : []),
    ],
    message: `${title} cannot divide ${what} into ${groups} equal groups; it receives ${channels} channels and has ${filters} filters.`,
    fix: `Set the groups to ${possible.slice(-6).join(' or ')}${other}.`,
  })
}

function kernelOf(axes: Axes, params: ConvolutionParams, input: Shape): KernelShape {
  const size = perAxis(params.kernelSize, axes)
  const channels = input.at(-1)! / params.groups
  const taps = shapeSize(size)
  return {
    shape: [...size, channels, params.filters],
    outputs: 'last',
    fanIn: taps * channels,
    fanOut: taps * params.filters,
  }
}

export type ConvolutionText = Omit<KindText, 'group'> & {
  examples: readonly LayerExample[]
  refusals: readonly LayerRefusal[]
}

/** Docs that all of them end in. */
export const CONVOLUTION_DOCS =
  'With padding "same" a length becomes ⌈length / stride⌉; with "valid" ⌊(length − reach) / stride⌋ + 1, where reach = (kernel − 1) · dilation + 1. In a layer of g groups the first filters / g filters see the first channels / g channels, and so on.'

export function defineConvolution(axes: Axes, text: ConvolutionText) {
  const { title } = text
  return defineLayer({
    ...text,
    group: 'Dense and convolution',
    params: z.strictObject({
      filters,
      kernelSize: kernelSize(axes),
      strides: strides(axes, 'Steps of the kernel. 2 halves the size.'),
      padding,
      dilation: dilation(axes),
      groups,
      ...weightedParams,
    }),
    inputs: FEATURE_MAP_INPUTS[axes],
    shape({ in: input }, params) {
      const problem = notAFeatureMap(title, axes, input!) ?? groupsProblem(title, params, input!.at(-1)!)
      return problem ? fail(problem) : slide(title, axes, params, input!, params.filters)
    },
    makes: (wanted, input, params) =>
      kernelMakes(wanted, input, params, (sliding) => windowOf(axes, { ...params, ...sliding }, input).counts),
    range: (_, params) => weightedRange(params),
    canDie: weightedCanDie,
    weights: ({ in: input }, params) => weightSpecs(kernelOf(axes, params, input!), params.filters, params),
    multiplyAdds({ in: input }, params) {
      return shapeSize(windowOf(axes, params, input!).counts) * shapeSize(kernelOf(axes, params, input!).shape)
    },
    differentiable: 2,
    apply(context) {
      const { tf, params, inputs } = context
      const x = inputs.in!
      const { strides, dilation } = windowOf(axes, params, x.shape.slice(1))
      const how = { strides, dilation, padding: params.padding, groups: params.groups }
      return applyWeighted(context, 'last', (kernel) => convolve(tf, x, kernel, how))
    },
    onnx(context) {
      const { inputs, shapes, params } = context
      const window = windowOf(axes, params, shapes.in!)
      const places = window.size.map((_, axis) => axis)
      return weightedNodes(context, 'last', (kernel, bias) => {
        const filtersFirst = context.floats(permuted(kernel, [axes + 1, axes, ...places]), 'kernel')
        return context.add('Conv', [inputs.in!, filtersFirst, ...bias], {
          ...slidingAttributes(window),
          dilations: { ints: window.dilation },
          group: { int: params.groups },
        })
      })
    },
    // TensorFlow.js has no groups there, so they see the other channels with zeros; and no dilation along three axes: zeros there too.
    keras(context) {
      const { params, shapes } = context
      const { size, reach, strides, dilation } = windowOf(axes, params, shapes.in!)
      const dilates = axes < 3
      const config = {
        filters: params.filters,
        kernel_size: dilates ? size : reach,
        strides,
        padding: params.padding,
        ...(dilates && { dilation_rate: dilation }),
      }
      return weightedLayer(context, 'last', {
        className: `Conv${axes}D`,
        config,
        kernelOf: (kernel) => ungrouped(dilates ? kernel : spread(kernel, dilation), params.groups),
      })
    },
    pytorch({ in: input }, params) {
      const window = windowOf(axes, params, input!)
      const { module, sums } = convolutionText({
        axes,
        channels: input!.at(-1)!,
        filters: params.filters,
        kernelSize: window.size,
        strides: window.strides,
        dilation: window.dilation,
        paddings: window.paddings,
        groups: params.groups,
        bias: params.bias,
      })
      return weightedText(module, sums, { ...kernelOf(axes, params, input!), channels: params.filters }, params)
    },
  })
}
