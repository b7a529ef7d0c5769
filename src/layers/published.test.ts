/** @file Counts of weights that others published, from the weight specs of the kinds. */
import { expect, it } from 'vitest'
import { type Shape, shapeSize } from '../tensor/shape'
import { layerKinds } from '.'
import type { LayerDefinition } from './layer'

const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]

type Step = [kind: string, params?: Record<string, unknown>]

/** Shape after the layers, and trainable weights of each. */
function stack(input: Shape, steps: readonly Step[]): { output: Shape; trainable: number[] } {
  let output = input
  const trainable = steps.map(([kind, given = {}]) => {
    const layer = layers.find((candidate) => candidate.kind === kind)!
    const params = layer.params.parse(given)
    const weights = layer.weights?.({ in: output }, params) ?? []
    const shape = layer.shape({ in: output }, params)
    if (!shape.ok) throw new Error(shape.problem.message)
    output = shape.value
    return weights.reduce((sum, spec) => sum + (spec.trainable ? shapeSize(spec.shape) : 0), 0)
  })
  return { output, trainable }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const strided = (filters: number) => ({ filters, kernelSize: 4, strides: 2, padding: 'same', bias: false })
const half = (filters: number): Step => ['conv2d', strided(filters)]
const double = (filters: number): Step => ['conv2d-transpose', strided(filters)]
const start = (filters: number): Step => ['conv2d-transpose', { filters, kernelSize: 4, bias: false }]
const end: Step = ['conv2d', { filters: 1, kernelSize: 4, bias: false }]
const relu: Step = ['activation']
const leaky: Step = ['activation', { function: 'leaky-relu' }]
const tanh: Step = ['activation', { function: 'tanh' }]
const norm: Step = ['batch-norm']

/** The PyTorch example, which is the reference of the paper's 64 × 64 nets: no biases. */
it('DCGAN 64 × 64 × 3: the generator has 3,576,704 weights', () => {
  const blocks: [steps: Step[], output: Shape, weights: number][] = [
    [[['reshape', { shape: [1, 1, 100] }], start(512), norm, relu], [4, 4, 512], 820_224],
    [[double(256), norm, relu], [8, 8, 256], 2_097_664],
    [[double(128), norm, relu], [16, 16, 128], 524_544],
    [[double(64), norm, relu], [32, 32, 64], 131_200],
    [[double(3), tanh], [64, 64, 3], 3_072],
  ]
  let shape: Shape = [100]
  let total = 0
  for (const [steps, output, weights] of blocks) {
    const result = stack(shape, steps)
    expect(result.output).toEqual(output)
    expect(sum(result.trainable)).toBe(weights)
    shape = result.output
    total += sum(result.trainable)
  }
  expect(total).toBe(3_576_704)
})

it('DCGAN 64 × 64 × 3: the discriminator has 2,765,568 weights', () => {
  const blocks: [steps: Step[], output: Shape, weights: number][] = [
    [[half(64), leaky], [32, 32, 64], 3_072],
    [[half(128), norm, leaky], [16, 16, 128], 131_328],
    [[half(256), norm, leaky], [8, 8, 256], 524_800],
    [[half(512), norm, leaky], [4, 4, 512], 2_098_176],
    [[end], [1, 1, 1], 8_192],
  ]
  let shape: Shape = [64, 64, 3]
  let total = 0
  for (const [steps, output, weights] of blocks) {
    const result = stack(shape, steps)
    expect(result.output).toEqual(output)
    expect(sum(result.trainable)).toBe(weights)
    shape = result.output
    total += sum(result.trainable)
  }
  expect(total).toBe(2_765_568)
})

it('counts multiply-adds as the loops of a convolution would', () => {
  const layer = (kind: string) => layers.find((candidate) => candidate.kind === kind)!
  const work = (kind: string, params: object, input: Shape) =>
    layer(kind).multiplyAdds!({ in: input }, layer(kind).params.parse(params))
  expect(work('dense', { units: 10 }, [7])).toBe(70)
  expect(work('conv2d', { filters: 128, kernelSize: 5, strides: 2, padding: 'same' }, [14, 14, 64])).toBe(
    7 * 7 * 5 * 5 * 64 * 128,
  )
  // A transposed convolution does the work of the convolution that it transposes.
  expect(work('conv2d-transpose', { filters: 64, kernelSize: 5, strides: 2, padding: 'same' }, [7, 7, 128])).toBe(
    7 * 7 * 5 * 5 * 64 * 128,
  )
})
