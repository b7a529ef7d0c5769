/** @file Norms of kernels against values that others published, and against a singular value decomposition done by hand. */
import { beforeAll, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../backend/open-node'
import { normals, randomStream } from '../lib/random'
import { shapeSize } from '../tensor/shape'
import { initialise } from './initializers'
import type { Tensor } from './layer'
import { type Normed, normedModule, normedSpecs, normedWeight, type OutputAxes } from './weight-norm'

let tf: OpenBackend['tf']
beforeAll(async () => {
  tf = (await openBackend('cpu')).tf
})

const spectral = (outputs: OutputAxes): Normed => ({ norm: 'spectral', outputs })
const kernelSpec = (shape: number[]) => ({
  name: 'kernel',
  shape,
  initializer: { kind: 'glorot-uniform', fanIn: 1, fanOut: 1 } as const,
  trainable: true,
})

/** The kernel after `steps` uses in training, and u. */
function train(kernel: Tensor, normed: Normed, steps: number): { kernel: Tensor; u: Tensor; inference: Tensor } {
  const [spec] = normedSpecs(kernelSpec(kernel.shape), normed).state
  const weights: Record<string, Tensor> = { kernel, kernel_u: tf.tensor(initialise(spec!, randomStream('u'))) }
  let result = kernel
  for (let step = 0; step < steps; step++) {
    const update = (name: string, value: Tensor) => {
      weights[name] = value
    }
    result = normedWeight({ tf, weights: { ...weights }, mode: 'training', update }, 'kernel', normed)
  }
  const update = () => {
    throw new Error('nothing moves outside of training')
  }
  const inference = normedWeight({ tf, weights, mode: 'inference', update }, 'kernel', normed)
  return { kernel: result, u: weights.kernel_u!, inference }
}

const numbers = (tensor: Tensor): number[] => Array.from(tensor.dataSync())

it('finds the norm 6.708204 of [[3, 0], [4, 5]]', () => {
  const matrix = tf.tensor2d([
    [3, 0],
    [4, 5],
  ])
  const { kernel, inference } = train(matrix, spectral('last'), 30)
  const sigma = Math.sqrt(45)
  expect(sigma).toBeCloseTo(6.708204, 6)
  for (const normed of [kernel, inference]) {
    for (const [index, value] of numbers(normed).entries()) expect(value).toBeCloseTo([3, 0, 4, 5][index]! / sigma, 5)
  }
})

it('keeps u a unit vector, with a value for each output', () => {
  const layouts: [OutputAxes, shape: number[], outputs: number][] = [
    ['last', [3, 3, 2, 5], 5],
    ['last-two', [3, 3, 2, 4], 8],
    ['last-but-one', [3, 3, 5, 2], 5],
  ]
  for (const [outputs, shape, count] of layouts) {
    const [spec] = normedSpecs(kernelSpec(shape), spectral(outputs)).state
    expect(spec).toMatchObject({ name: 'kernel_u', shape: [count], trainable: false })
    const first = initialise(spec!, randomStream('u'))
    expect(Math.hypot(...first)).toBeCloseTo(1, 6)
    const { u } = train(tf.tensor(normals(shapeSize(shape), randomStream('kernel')), shape), spectral(outputs), 2)
    expect(Math.hypot(...numbers(u))).toBeCloseTo(1, 5)
  }
})

it('takes the axis of the outputs, so that a transposed kernel has the norm of the kernel that it transposes', () => {
  const kernel = tf.tensor(normals(2 * 2 * 3 * 4, randomStream('kernel')), [2, 2, 3, 4])
  const plain = train(kernel, spectral('last'), 60).kernel
  const transposed = train(tf.transpose(kernel, [0, 1, 3, 2]), spectral('last-but-one'), 60).kernel
  const difference = tf.max(tf.abs(tf.sub(plain, tf.transpose(transposed, [0, 1, 3, 2]))))
  expect(numbers(difference)[0]).toBeLessThan(1e-4)
})

it('takes u and v for constants: the gradient is that of the formula, and they are not in it', () => {
  const kernel = tf.tensor2d([
    [3, 0],
    [4, 5],
  ])
  const factors = tf.tensor2d([
    [1, -2],
    [0.5, 3],
  ])
  const u = tf.tensor1d([0.6, 0.8])
  const apply = (weight: Tensor) => {
    const context = { tf, weights: { kernel: weight, kernel_u: u }, mode: 'inference' as const, update: () => {} }
    return tf.sum(tf.mul(normedWeight(context, 'kernel', spectral('last')), factors))
  }
  const gradient = numbers(tf.grad(apply)(kernel))
  // v = K·u / ‖K·u‖, σ = vᵀ·K·u, and d(Σ f·K/σ)/dK = f/σ − (Σ f·K)/σ² · v·uᵀ.
  const ku = [3 * 0.6, 4 * 0.6 + 5 * 0.8]
  const sigma = Math.hypot(...ku)
  const v = ku.map((value) => value / sigma)
  const total = 3 * 1 + 4 * 0.5 + 5 * 3
  const f = [1, -2, 0.5, 3]
  const expected = f.map(
    (factor, at) => factor / sigma - (total / sigma ** 2) * v[Math.floor(at / 2)]! * [0.6, 0.8][at % 2]!,
  )
  for (const [index, value] of gradient.entries()) expect(value).toBeCloseTo(expected[index]!, 5)
})

it('survives a kernel of zeros', () => {
  const { kernel, u } = train(tf.zeros([3, 4]), spectral('last'), 3)
  expect(numbers(kernel).every((value) => value === 0)).toBe(true)
  expect(Math.hypot(...numbers(u))).toBeCloseTo(1, 5)
})

it('scales an equalized kernel by gain / √(inputs of an output)', () => {
  const { kernel: spec, state } = normedSpecs(kernelSpec([3, 3, 4, 2]), { norm: 'equalized', outputs: 'last' })
  expect(spec.initializer).toEqual({ kind: 'standard-normal' })
  expect(state).toEqual([])
  const values = initialise(spec, randomStream('kernel'))
  expect(values.reduce((sum, value) => sum + value ** 2, 0) / values.length).toBeGreaterThan(0.5)

  const scale = (shape: number[], normed: Omit<Normed, 'norm'>) => {
    const context = { tf, weights: { kernel: tf.ones(shape) }, mode: 'training' as const, update: () => {} }
    return numbers(normedWeight(context, 'kernel', { norm: 'equalized', ...normed }))[0]
  }
  expect(scale([3, 3, 4, 2], { outputs: 'last' })).toBeCloseTo(1 / 6, 6)
  expect(scale([3, 3, 4, 2], { outputs: 'last', activation: 'leaky-relu' })).toBeCloseTo(Math.SQRT2 / 6, 6)
  expect(scale([3, 3, 4, 2], { outputs: 'last', activation: 'tanh' })).toBeCloseTo(1 / 6, 6)
  expect(scale([3, 3, 4, 2], { outputs: 'last-two' })).toBeCloseTo(1 / 3, 6)
  expect(scale([2, 2, 5, 4], { outputs: 'last-but-one' })).toBeCloseTo(1 / 4, 6)
})

it('says both norms in PyTorch', () => {
  const module = 'nn.Linear(4, 2)'
  const there = { name: 'kernel', order: [1, 0], shape: [2, 4] }
  expect(normedModule(module, [4, 2], { norm: 'none', outputs: 'last' }, there).module).toBe(module)
  expect(normedModule(module, [4, 2], spectral('last'), there).module).toBe(
    'torch.nn.utils.parametrizations.spectral_norm(nn.Linear(4, 2))',
  )
  const equalized = normedModule(module, [4, 2], { norm: 'equalized', outputs: 'last' }, there)
  expect(equalized.module).toBe('equalized(nn.Linear(4, 2), 0.5)')
  expect(equalized.definitions).toContain('def equalized(module: nn.Module, scale: float) -> nn.Module:')
})
