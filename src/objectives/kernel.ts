/** @file The kernel of the MMD loss as a param. */
import { z } from 'zod'
import { numberField, selectField, variantsField } from '../lib/fields'
import {
  distanceKernel,
  type Estimator,
  type Kernel,
  linear,
  RATIONAL_QUADRATIC_ALPHAS,
  RBF_SCALES,
  rationalQuadratic,
  rbf,
  withInnerProduct,
} from './mmd'

const estimator = selectField<Estimator>({
  title: 'Estimator',
  description: 'Unbiased leaves out the pairs of a sample with itself; biased counts them, and is never negative.',
  options: { unbiased: 'Unbiased', biased: 'Biased' },
  advanced: true,
}).default('unbiased')

const innerProduct = numberField({
  title: 'Inner product',
  description: 'Adds so many times aᵀb to the kernel: 0.01, 0.1, 1 or 10 in the MMD GAN repository.',
  minimum: 0,
  maximum: 1e6,
}).default(0)

const scale = numberField({
  title: 'Scale',
  description: 's, the distance over which two features count as near.',
  minimum: 1e-6,
  maximum: 1e6,
}).default(1)

const alpha = numberField({
  title: 'Alpha',
  description: 'α: the smaller, the heavier the tails.',
  minimum: 1e-6,
  maximum: 1e6,
}).default(1)

const kinds = {
  'rational-quadratic-mixture': {
    title: 'Rational quadratic, mixture',
    schema: z.strictObject({ kind: z.literal('rational-quadratic-mixture'), innerProduct, estimator }),
  },
  'rational-quadratic': {
    title: 'Rational quadratic',
    schema: z.strictObject({ kind: z.literal('rational-quadratic'), alpha, innerProduct, estimator }),
  },
  'rbf-mixture': {
    title: 'Gaussian (RBF), mixture',
    schema: z.strictObject({ kind: z.literal('rbf-mixture'), innerProduct, estimator }),
  },
  rbf: {
    title: 'Gaussian (RBF)',
    schema: z.strictObject({ kind: z.literal('rbf'), scale, innerProduct, estimator }),
  },
  distance: {
    title: 'Distance (energy)',
    schema: z.strictObject({ kind: z.literal('distance'), estimator }),
  },
  linear: {
    title: 'Linear',
    schema: z.strictObject({ kind: z.literal('linear'), estimator }),
  },
}

export type KernelSettings = z.output<(typeof kinds)[keyof typeof kinds]['schema']>

export const DEFAULT_KERNEL: KernelSettings = {
  kind: 'rational-quadratic-mixture',
  innerProduct: 0,
  estimator: 'unbiased',
}

const schemas = Object.values(kinds).map(({ schema }) => schema)

export const kernelField = variantsField(
  z.discriminatedUnion('kind', schemas as never) as unknown as z.ZodType<KernelSettings>,
  {
    title: 'Kernel',
    description: 'For the loss MMD: how alike two feature vectors are.',
    key: 'kind',
    variants: kinds,
    advanced: true,
  },
).default(DEFAULT_KERNEL)

export function kernelOf(settings: KernelSettings): Kernel {
  switch (settings.kind) {
    case 'rational-quadratic-mixture':
      return withInnerProduct(rationalQuadratic(RATIONAL_QUADRATIC_ALPHAS), settings.innerProduct)
    case 'rational-quadratic':
      return withInnerProduct(rationalQuadratic([settings.alpha]), settings.innerProduct)
    case 'rbf-mixture':
      return withInnerProduct(rbf(RBF_SCALES), settings.innerProduct)
    case 'rbf':
      return withInnerProduct(rbf([settings.scale]), settings.innerProduct)
    case 'distance':
      return distanceKernel
    case 'linear':
      return linear
  }
}

const torchSum = (name: string, values: readonly number[], term: string): string =>
  values.length === 1 ? term.replaceAll(name, String(values[0])) : `sum(${term} for ${name} in (${values.join(', ')}))`

/** The kernel as a PyTorch function of two batches of vectors. */
export function torchKernel(settings: KernelSettings): string {
  const squares = '(a.unsqueeze(1) - b.unsqueeze(0)).square().sum(2)'
  const linearPart =
    'innerProduct' in settings && settings.innerProduct !== 0 ? ` + ${settings.innerProduct} * a @ b.T` : ''
  const quadratic = (alphas: readonly number[]) =>
    `return ${torchSum('alpha', alphas, '(1 + squares / (2 * alpha)) ** -alpha')}${linearPart}`
  const gaussian = (scales: readonly number[]) =>
    `return ${torchSum('scale', scales, 'torch.exp(-squares / (2 * scale**2))')}${linearPart}`
  const bodies: Record<KernelSettings['kind'], () => string[]> = {
    'rational-quadratic-mixture': () => [`squares = ${squares}`, quadratic(RATIONAL_QUADRATIC_ALPHAS)],
    'rational-quadratic': () => [
      `squares = ${squares}`,
      quadratic('alpha' in settings ? [settings.alpha] : RATIONAL_QUADRATIC_ALPHAS),
    ],
    'rbf-mixture': () => [`squares = ${squares}`, gaussian(RBF_SCALES)],
    rbf: () => [`squares = ${squares}`, gaussian('scale' in settings ? [settings.scale] : RBF_SCALES)],
    distance: () => [
      'length = lambda x: (x.square().sum(-1) + 1e-12).sqrt()',
      'return length(a).unsqueeze(1) + length(b).unsqueeze(0) - length(a.unsqueeze(1) - b.unsqueeze(0))',
    ],
    linear: () => ['return a @ b.T'],
  }
  return `def kernel(a: Tensor, b: Tensor) -> Tensor:\n    """How alike each row of a is to each row of b."""\n${bodies[
    settings.kind
  ]()
    .map((line) => `    ${line}`)
    .join('\n')}`
}
