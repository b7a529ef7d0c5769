/** @file Counts of weights that others published: of DCGAN block by block, of all others from the graphs in `graphs/published/`. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compile } from '../compile/compile'
import { loadDocument } from '../graph/load'
import { saveDocument } from '../graph/save'
import { PUBLISHED_FOLDER, published } from '../graph/testing/published'
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

/**
 * Trainable weights of each network. Those of papers and released code as their authors, or others who counted, state them; where
 * nobody does, added up by hand from the released code, layer by layer.
 */
const TOTALS: Record<string, Record<string, number>> = {
  // Wu et al. 2016. The discriminator has a batch norm after its first layer too.
  '3d-gan-64': { G: 17_569_664, D: 11_048_832 },
  '3d-gan-32': { G: 1_182_144 },
  // tensorflow/tfjs-examples: mnist-acgan.
  'acgan-mnist': { G: 2_657_321, D: 525_835 },
  // bryandlee/animegan2-pytorch: 8.17 MB of floats.
  animegan2: { G: 2_143_552 },
  // junyanz/pytorch-CycleGAN-and-pix2pix prints 11.378 M, 2.765 M and 54.414 M, 2.769 M.
  cyclegan: { F: 11_378_179, E: 11_378_179, DF: 2_764_737, DE: 2_764_737 },
  pix2pix: { G: 54_413_955, D: 2_768_705 },
  // pytorch/examples: dcgan.
  'dcgan-64': { G: 3_576_704, D: 2_765_568 },
  // pfnet-research/sngan_projection and google/compare_gan.
  'sn-resnet-32': { G: 4_276_739, D: 1_053_824 },
  'sndcgan-32': { G: 3_828_739, D: 5_860_865 },
  // Ledig et al. 2017, at 96 pixels.
  srgan: { G: 1_549_462, D: 23_565_505 },
  // igul222/improved_wgan_training: gan_mnist, gan_cifar with DIM 64 and 128, gan_cifar_resnet without labels.
  'wgan-gp-32': { G: 1_565_955, D: 1_033_345 },
  'wgan-gp-32-wide': { G: 5_179_907, D: 4_114_689 },
  'wgan-gp-mnist': { G: 1_554_177, D: 1_030_145 },
  'wgan-gp-resnet-32': { G: 1_204_483, D: 1_053_825 },
}

it('has a total for every published graph', () => {
  expect(Object.keys(TOTALS).sort()).toEqual(Object.keys(published).sort())
})

describe.each(Object.entries(TOTALS))('%s', (name, totals) => {
  const path = `${PUBLISHED_FOLDER}/${name}.json`
  const text = readFileSync(path, 'utf8')
  const loaded = loadDocument(text)
  if (!loaded.ok) throw new Error(`${path}: ${JSON.stringify(loaded.problem)}`)
  const compilation = compile(loaded.value)

  it('is what the drawing makes; if not, run "npm run graphs"', () => {
    expect(saveDocument(published[name]!())).toBe(text)
  })

  it('compiles without a complaint, whatever advice came later', () => {
    expect(compilation.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  })

  it('has as many trainable weights as published', () => {
    const networks = Object.entries(totals).map(([id]) => [id, compilation.networks[id]!.trainable])
    expect(Object.fromEntries(networks)).toEqual(totals)
  })
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
