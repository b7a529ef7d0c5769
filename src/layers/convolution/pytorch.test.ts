/** @file PyTorch texts: those of one axis are carried out by what PyTorch's documentation says and must give our numbers; others are read. */
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

function expectClose(actual: readonly number[], expected: readonly number[]) {
  expect(actual.length).toBe(expected.length)
  for (const [index, value] of actual.entries()) expect(value).toBeCloseTo(expected[index]!, 4)
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
