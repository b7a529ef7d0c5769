/** @file How PyTorch says windows: sizes as arguments, and the "same" padding of TensorFlow, which it lacks where strides make it uneven. */
import { tuple } from '../pytorch'

type PerAxis = readonly number[]

/** One number where all axes have the same: `4`, `(4, 3)`. */
export const sizeText = (sizes: PerAxis): string =>
  sizes.every((size) => size === sizes[0]) ? `${sizes[0]}` : tuple(sizes)

/** `stride=2`; nothing where every axis has the default. */
const sizeArgument = (name: string, sizes: PerAxis, standard: number): string[] =>
  sizes.every((size) => size === standard) ? [] : [`${name}=${sizeText(sizes)}`]

interface Window {
  axes: number
  channels: number
  filters: number
  kernelSize: PerAxis
  strides: PerAxis
  groups?: number
  bias: boolean
}

const moduleText = (name: string, window: Window, more: readonly string[]): string => {
  const { axes, channels, filters, kernelSize, strides, groups = 1, bias } = window
  const given = [channels, filters, sizeText(kernelSize), ...sizeArgument('stride', strides, 1), ...more]
  if (groups !== 1) given.push(`groups=${groups}`)
  if (!bias) given.push('bias=False')
  return `nn.${name}${axes}d(${given.join(', ')})`
}

/** A convolution and the expression that calls it. `paddings` [before, after] of each axis. */
export function convolutionText(
  window: Window & { dilation: PerAxis; paddings: readonly (readonly [number, number])[] },
) {
  const { paddings, dilation } = window
  const even = paddings.every(([before, after]) => before === after)
  const padding = sizeArgument('padding', even ? paddings.map(([before]) => before) : [0], 0)
  // F.pad begins with the last axis.
  const sides = [...paddings].reverse().flat()
  return {
    module: moduleText('Conv', window, [...padding, ...sizeArgument('dilation', dilation, 1)]),
    sums: even ? '{module}({in})' : `{module}(F.pad({in}, ${tuple(sides)}))`,
  }
}

/**
 * A transposed convolution that makes `size`. It spreads to (length − 1) · stride + kernel entries. Where that is too long, "same" takes half of what
 * is over from the beginning, as `padding`, and the rest from the end; what `padding` leaves there is cut off. Where it is too short, zeros follow.
 */
export function transposedText(window: Window & { lengths: PerAxis; size: PerAxis }) {
  const { kernelSize, strides, lengths, size } = window
  const over = size.map((wanted, axis) => (lengths[axis]! - 1) * strides[axis]! + kernelSize[axis]! - wanted)
  const before = over.map((entries) => Math.floor(Math.max(entries, 0) / 2))
  const missing = over.map((entries) => Math.max(-entries, 0))
  const more = [...sizeArgument('padding', before, 0), ...sizeArgument('output_padding', missing, 0)]
  const odd = over.some((entries) => entries > 0 && entries % 2 === 1)
  const cut = odd ? `[:, :, ${size.map((length) => `:${length}`).join(', ')}]` : ''
  return { module: moduleText('ConvTranspose', window, more), sums: `{module}({in})${cut}` }
}
