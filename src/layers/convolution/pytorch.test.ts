/** @file PyTorch texts: those of one and two axes are carried out by what PyTorch's documentation says and must give our numbers; others are read. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { buildExample } from '../contract'
import type { LayerDefinition } from '../layer'
import { conv1d as conv1dKind } from './conv1d'
import { conv1dTranspose as conv1dTransposeKind } from './conv1d-transpose'
import { conv2d as conv2dKind } from './conv2d'
import { conv2dTranspose as conv2dTransposeKind } from './conv2d-transpose'
import { conv3d as conv3dKind } from './conv3d'
import { dense as denseKind } from './dense'
import { depthwiseConv2d as depthwiseKind } from './depthwise-conv2d'
import { CONVOLUTIONS, windows2d } from './testing/windows'

const [conv1d, conv1dTranspose, conv2d, conv2dTranspose, conv3d, dense, depthwise] = [
  conv1dKind,
  conv1dTransposeKind,
  conv2dKind,
  conv2dTransposeKind,
  conv3dKind,
  denseKind,
  depthwiseKind,
] as unknown as LayerDefinition[] as [LayerDefinition, ...LayerDefinition[]]

beforeAll(async () => {
  await tf.setBackend('cpu')
  await tf.ready()
})

const textOf = (layer: LayerDefinition | undefined, input: number[], params: Record<string, unknown>) =>
  layer!.pytorch!({ in: input }, layer!.params.parse(params))

/** The number after `name=`, or the default. */
const argument = (module: string, name: string, standard: number): number =>
  Number(new RegExp(`\\b${name}=(\\d+)`).exec(module)?.[1] ?? standard)

const params = fc.record({
  filters: fc.constant(1),
  kernelSize: fc.integer({ min: 1, max: 6 }),
  strides: fc.integer({ min: 1, max: 4 }),
  padding: fc.constantFrom('same', 'valid'),
  bias: fc.constant(false),
})
const length = fc.integer({ min: 1, max: 9 })

/** Values of the layer at one random sequence, and that sequence and the kernel. */
function values(layer: LayerDefinition, input: number[], given: Record<string, unknown>) {
  return tf.tidy(() => {
    const built = buildExample(tf, layer, { params: given, inputs: { in: input }, output: [] }, 1)
    const [x, kernel] = [built.inputs.in!.dataSync(), built.weights.kernel!.dataSync()]
    return { x: [...x], kernel: [...kernel], out: [...built.apply('inference').dataSync()] }
  })
}

function expectClose(actual: readonly number[], expected: readonly number[], digits = 4) {
  expect(actual.length).toBe(expected.length)
  const largest = actual.reduce((most, value, index) => Math.max(most, Math.abs(value - expected[index]!)), 0)
  expect(largest).toBeLessThan(10 ** -digits)
}

it('Conv1d pads as "same" does', () => {
  fc.assert(
    fc.property(params, fc.integer({ min: 1, max: 3 }), length, (drawn, dilation, long) => {
      const given = { ...drawn, dilation: drawn.strides === 1 ? dilation : 1 }
      if (!conv1d.shape({ in: [long, 1] }, conv1d.params.parse(given)).ok) return
      const { module, forward } = textOf(conv1d, [long, 1], given)
      const { x, kernel, out } = values(conv1d, [long, 1], given)
      const [before, after] = /F\.pad\(\{in\}, \((\d+), (\d+)\)\)/.exec(forward)?.slice(1).map(Number) ?? [0, 0]
      const around = argument(module!, 'padding', 0)
      const zeros = (count: number) => new Array<number>(count).fill(0)
      const padded = [...zeros(before! + around), ...x, ...zeros(after! + around)]
      const [stride, distance] = [argument(module!, 'stride', 1), argument(module!, 'dilation', 1)]
      const count = Math.floor((padded.length - distance * (kernel.length - 1) - 1) / stride) + 1
      const expected = Array.from({ length: count }, (_, place) =>
        kernel.reduce((sum, weight, tap) => sum + weight * padded[place * stride + tap * distance]!, 0),
      )
      expectClose(out, expected)
    }),
    { seed: 1, numRuns: 150 },
  )
})

it('ConvTranspose1d pads and cuts as "same" does', () => {
  fc.assert(
    fc.property(params, length, (given, long) => {
      const { module, forward } = textOf(conv1dTranspose, [long, 1], given)
      const { x, kernel, out } = values(conv1dTranspose!, [long, 1], given)
      const [stride, padding] = [argument(module!, 'stride', 1), argument(module!, 'padding', 0)]
      const more = argument(module!, 'output_padding', 0)
      expect(more === 0 || more < stride).toBe(true)
      const stamped = new Array<number>((long - 1) * stride - 2 * padding + kernel.length + more).fill(0)
      for (const [place, value] of x.entries()) {
        for (const [tap, weight] of kernel.entries()) {
          const at = place * stride + tap - padding
          if (at >= 0 && at < stamped.length) stamped[at]! += value * weight
        }
      }
      const end = /\[:, :, :(\d+)\]/.exec(forward)?.[1]
      expectClose(out, end === undefined ? stamped : stamped.slice(0, Number(end)))
    }),
    { seed: 1, numRuns: 150 },
  )
})

type Places = readonly number[]

/** One number for each axis: `name=2` and `name=(2, 3)` are the same for both. */
function perAxisArgument(module: string, name: string, standard: number): [number, number] {
  const found = new RegExp(`\\b${name}=(?:\\((\\d+), (\\d+)\\)|(\\d+))`).exec(module)
  const [first, second] = found?.[3] !== undefined ? [found[3], found[3]] : [found?.[1], found?.[2]]
  return [Number(first ?? standard), Number(second ?? standard)]
}

/** [height][width][channels] at a place; 0 outside. */
const reader = (values: ArrayLike<number>, [height, width, channels]: readonly [number, number, number]) => {
  return (y: number, x: number, channel: number): number =>
    y < 0 || x < 0 || y >= height || x >= width ? 0 : values[(y * width + x) * channels + channel]!
}

/** nn.Conv2d as documented: a sum over a window of the padded input, whose size is ⌊(length + 2p − d (k − 1) − 1) / s⌋ + 1. */
function documentedConv2d(
  module: string,
  forward: string,
  input: Places,
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  size: Places,
) {
  const [stride, padding] = [perAxisArgument(module, 'stride', 1), perAxisArgument(module, 'padding', 0)]
  const [dilation, [groups]] = [perAxisArgument(module, 'dilation', 1), perAxisArgument(module, 'groups', 1)]
  // F.pad begins with the last axis: left, right, top, bottom.
  const [left, right, top, bottom] = /F\.pad\(\{in\}, \((\d+), (\d+), (\d+), (\d+)\)\)/
    .exec(forward)
    ?.slice(1)
    .map(Number) ?? [0, 0, 0, 0]
  const [height, width, channels] = input as [number, number, number]
  const [, filters] = /nn\.Conv2d\(\d+, (\d+)/.exec(module)!.map(Number) as [number, number]
  const read = reader(x, [height, width, channels])
  const lengths = [height + top! + bottom!, width + left! + right!].map(
    (length, axis) =>
      Math.floor((length + 2 * padding[axis]! - dilation[axis]! * (size[axis]! - 1) - 1) / stride[axis]!) + 1,
  )
  const [perGroup, filtersPerGroup] = [channels / groups, filters / groups]
  const result: number[] = []
  for (let y = 0; y < lengths[0]!; y++)
    for (let x = 0; x < lengths[1]!; x++)
      for (let filter = 0; filter < filters; filter++) {
        let sum = 0
        for (let row = 0; row < size[0]!; row++)
          for (let column = 0; column < size[1]!; column++)
            for (let channel = 0; channel < perGroup; channel++)
              sum +=
                kernel[((row * size[1]! + column) * perGroup + channel) * filters + filter]! *
                read(
                  y * stride[0] + row * dilation[0] - padding[0] - top!,
                  x * stride[1] + column * dilation[1] - padding[1] - left!,
                  Math.floor(filter / filtersPerGroup) * perGroup + channel,
                )
        result.push(sum)
      }
  return result
}

/** nn.ConvTranspose2d as documented: each entry stamps the kernel; (length − 1) s − 2p + k + output_padding entries are left. */
function documentedTranspose2d(
  module: string,
  forward: string,
  input: Places,
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  size: Places,
) {
  const [stride, padding] = [perAxisArgument(module, 'stride', 1), perAxisArgument(module, 'padding', 0)]
  const more = perAxisArgument(module, 'output_padding', 0)
  for (const axis of [0, 1] as const) expect(more[axis] === 0 || more[axis] < stride[axis]).toBe(true)
  const [height, width, channels] = input as [number, number, number]
  const [, filters] = /nn\.ConvTranspose2d\(\d+, (\d+)/.exec(module)!.map(Number) as [number, number]
  const read = reader(x, [height, width, channels])
  const lengths = [height, width].map(
    (length, axis) => (length - 1) * stride[axis]! - 2 * padding[axis]! + size[axis]! + more[axis]!,
  )
  const cut = /\[:, :, :(\d+), :(\d+)\]/.exec(forward)?.slice(1).map(Number) ?? lengths
  const result: number[] = []
  for (let y = 0; y < Math.min(lengths[0]!, cut[0]!); y++)
    for (let x = 0; x < Math.min(lengths[1]!, cut[1]!); x++)
      for (let filter = 0; filter < filters; filter++) {
        let sum = 0
        for (let row = 0; row < size[0]!; row++)
          for (let column = 0; column < size[1]!; column++) {
            const [down, across] = [(y + padding[0] - row) / stride[0], (x + padding[1] - column) / stride[1]]
            if (!Number.isInteger(down) || !Number.isInteger(across)) continue
            for (let channel = 0; channel < channels; channel++)
              sum +=
                read(down, across, channel) *
                kernel[((row * size[1]! + column) * filters + filter) * channels + channel]!
          }
        result.push(sum)
      }
  return result
}

it.each(CONVOLUTIONS)('Conv2d, $name, pads as TensorFlow.js does', ({ params: more, channels }) => {
  let compared = 0
  for (const { places, params: window } of windows2d) {
    const params = { filters: 2, bias: false, ...window, ...more }
    const input = [...places, channels]
    if (!conv2d!.shape({ in: input }, conv2d!.params.parse(params)).ok) continue
    const { module, forward } = textOf(conv2d, input, params)
    const { x, kernel, out } = values(conv2d!, input, params)
    expectClose(out, documentedConv2d(module!, forward, input, x, kernel, window.kernelSize), 5)
    compared++
  }
  // Only strides of 1 can be dilated.
  expect(compared).toBeGreaterThanOrEqual(12)
})

it('a depthwise Conv2d has one group for each channel', () => {
  for (const { places, params: window } of windows2d) {
    const params = { depthMultiplier: 2, bias: false, ...window }
    const input = [...places, 3]
    const { module, forward } = textOf(depthwise, input, params)
    const { x, kernel, out } = values(depthwise!, input, params)
    // [rows, columns, channels, multiplier] here; there a kernel of one channel for each of the filters, in this order.
    expectClose(out, documentedConv2d(module!, forward, input, x, kernel, window.kernelSize), 5)
  }
})

it('ConvTranspose2d pads, adds and cuts as TensorFlow.js does', () => {
  const said = { padding: 0, output_padding: 0, cut: 0 }
  for (const { places, params: window } of windows2d) {
    const params = { filters: 2, bias: false, ...window }
    const input = [...places.map((length) => length - 3), 3]
    const { module, forward } = textOf(conv2dTranspose, input, params)
    const { x, kernel, out } = values(conv2dTranspose!, input, params)
    expectClose(out, documentedTranspose2d(module!, forward, input, x, kernel, window.kernelSize), 5)
    if (/\bpadding=/.test(module!)) said.padding++
    if (/output_padding=/.test(module!)) said.output_padding++
    if (/\[:, :,/.test(forward)) said.cut++
  }
  // All three ways of saying it were taken.
  expect(Math.min(...Object.values(said))).toBeGreaterThan(0)
})

it('reads as PyTorch is written', () => {
  expect(textOf(conv2d, [28, 28, 3], { kernelSize: 4, strides: 2, padding: 'same', bias: false })).toMatchObject({
    module: 'nn.Conv2d(3, 64, 4, stride=2, padding=1, bias=False)',
    forward: '{module}({in})',
  })
  // The last axis comes first in F.pad.
  expect(textOf(conv2d, [28, 27, 3], { kernelSize: [5, 4], padding: 'same', activation: 'leaky-relu' })).toMatchObject({
    module: 'nn.Conv2d(3, 64, (5, 4))',
    forward: 'F.leaky_relu({module}(F.pad({in}, (1, 2, 2, 2))), 0.2)',
  })
  expect(textOf(conv2d, [8, 8, 6], { filters: 12, groups: 3, dilation: [2, 1] }).module).toBe(
    'nn.Conv2d(6, 12, 3, dilation=(2, 1), groups=3)',
  )
  expect(textOf(conv3d, [4, 4, 4, 1], { filters: 2, kernelSize: 4, padding: 'same' }).forward).toBe(
    '{module}(F.pad({in}, (1, 2, 1, 2, 1, 2)))',
  )
  expect(textOf(depthwise, [8, 8, 6], { depthMultiplier: 2, padding: 'same' }).module).toBe(
    'nn.Conv2d(6, 12, 3, padding=1, groups=6)',
  )
  expect(textOf(conv2dTranspose, [7, 7, 8], { filters: 4, kernelSize: 4, strides: 2, padding: 'same' })).toMatchObject({
    module: 'nn.ConvTranspose2d(8, 4, 4, stride=2, padding=1)',
    forward: '{module}({in})',
  })
  expect(textOf(conv2dTranspose, [7, 7, 8], { filters: 4, kernelSize: 5, strides: 2, padding: 'same' })).toMatchObject({
    module: 'nn.ConvTranspose2d(8, 4, 5, stride=2, padding=1)',
    forward: '{module}({in})[:, :, :14, :14]',
  })
  expect(textOf(dense, [100], { units: 7, bias: false, activation: 'softmax' })).toMatchObject({
    module: 'nn.Linear(100, 7, bias=False)',
    forward: 'F.softmax({module}({in}), dim=1)',
  })
  expect(textOf(dense, [4, 4, 3], { units: 7 }).forward).toBe('{module}({in}.movedim(1, -1)).movedim(-1, 1)')
})
