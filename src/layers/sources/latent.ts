/** @file Latent: the noise that a generator turns into samples. */
import { z } from 'zod'
import { assertNever } from '../../lib/assert'
import { integersField, selectField } from '../../lib/fields'
import type { RandomStream } from '../../lib/random'
import { MAX_DIMENSION, MAX_RANK, type Range, type Shape, shapeSize } from '../../tensor/shape'
import { truncatedNormal } from '../initializers'
import { defineSource } from '../layer'
import { arrow, bell, grid, together } from '../pictures'
import { torchOrder } from '../pytorch'

const distributions = {
  normal: 'Normal',
  uniform: 'Uniform',
  sphere: 'On a sphere',
  truncated: 'Truncated normal',
} as const

type Distribution = keyof typeof distributions

function rangeOf(distribution: Distribution, shape: Shape): Range {
  switch (distribution) {
    case 'normal':
      return null
    case 'uniform':
      return [-1, 1]
    case 'sphere':
      return [-Math.sqrt(shapeSize(shape)), Math.sqrt(shapeSize(shape))]
    case 'truncated':
      return [-2, 2]
    default:
      return assertNever(distribution)
  }
}

function sampler(distribution: Distribution, random: RandomStream): () => number {
  switch (distribution) {
    case 'uniform':
      return () => 2 * random.uniform() - 1
    case 'truncated':
      return () => truncatedNormal(random)
    case 'normal':
    case 'sphere':
      return () => random.normal()
    default:
      return assertNever(distribution)
  }
}

/** Scales each sample to the length √size, which a normal sample of that size has on average. */
function ontoSphere(values: Float32Array, size: number): void {
  for (let start = 0; start < values.length; start += size) {
    const sample = values.subarray(start, start + size)
    const length = Math.sqrt(sample.reduce((sum, value) => sum + value * value, 0))
    // A sample of zeros has no direction; it can only come from a normal that underflows.
    const scale = length > 0 ? Math.sqrt(size) / length : 0
    for (let index = 0; index < size; index++) sample[index]! *= scale
  }
}

export const latent = defineSource({
  kind: 'latent',
  title: 'Latent',
  group: 'Sources',
  icon: 'dices',
  picture: together(
    { line: `${bell({ x: 3, y: 5, width: 26, height: 22 })}M3 29h26${arrow(32, 18, 7)}` },
    grid(
      {
        columns: 1,
        rows: 5,
        strong: [
          [0, 1, 1, 1],
          [0, 4, 1, 1],
        ],
        largest: 6,
      },
      48,
      8,
    ),
  ),
  summary: 'Draws random numbers for a generator to start from.',
  docs: `Fresh noise for every sample and every draw, by seed and step, so that a run can be repeated.
Normal: mean 0, standard deviation 1. Uniform: from -1 to 1. On a sphere: normal, scaled so that each sample has the length √size (as StyleGAN does; the entries keep variance 1). Truncated normal: values beyond ± 2 are drawn again.
100 normal numbers are usual for images (DCGAN, arXiv 1511.06434); 2 are enough for points.`,
  keywords: ['noise', 'random', 'z', 'code', 'gaussian'],
  params: z.strictObject({
    shape: integersField({
      title: 'Shape',
      description: 'Numbers in each sample, for example [100], or [4, 4, 8] for a small map.',
      minimum: 1,
      maximum: MAX_DIMENSION,
      minimumLength: 1,
      maximumLength: MAX_RANK,
    }).default([100]),
    distribution: selectField({
      title: 'Distribution',
      description: 'How the numbers are drawn.',
      options: distributions,
    }).default('normal'),
  }),
  makes: (wanted) => ({ shape: [...wanted] }),
  gaussian: ({ distribution }) => (distribution === 'uniform' ? { distribution: 'normal' } : null),
  pytorch({ shape, distribution }) {
    const sizes = ['size', ...torchOrder(0, shape).slice(1)].join(', ')
    const expressions: Record<Distribution, string> = {
      normal: `torch.randn(${sizes}, device=device)`,
      uniform: `2 * torch.rand(${sizes}, device=device) - 1`,
      sphere: `F.normalize(torch.randn(size, ${shapeSize(shape)}, device=device)).reshape(${sizes}) * ${Math.sqrt(shapeSize(shape))}`,
      truncated: `nn.init.trunc_normal_(torch.empty(${sizes}, device=device), a=-2.0, b=2.0)`,
    }
    return { out: expressions[distribution] }
  },
  outputs: ({ shape, distribution }) => ({ out: { shape, range: rangeOf(distribution, shape) } }),
  draw({ params, batchSize, random }) {
    const size = shapeSize(params.shape)
    const next = sampler(params.distribution, random)
    const out = Float32Array.from({ length: batchSize * size }, next)
    if (params.distribution === 'sphere') ontoSphere(out, size)
    return { out }
  },
})
