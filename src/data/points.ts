/** @file What all two-dimensional toy datasets share: one field `point`, and every draw is fresh. */
import type { RandomStream } from '../lib/random'
import type { DatasetDefinition, Mixture } from './dataset'

interface PointsText {
  name: string
  title: string
  summary: string
  source: string
}

/** Writes one point, x then y, to `points` at `offset`. */
type Sampler = (random: RandomStream, points: Float32Array, offset: number) => void

/** What the Python of all of them ends in: `x` and `y` become points. */
export const pythonPoints = (...lines: readonly string[]): string[] => [
  'def draw(size: int) -> Batch:',
  ...[
    'def uniform():',
    '    return torch.rand(size, device=device)',
    '',
    'def normal():',
    '    return torch.randn(size, device=device)',
    '',
    ...lines,
    'return {"point": torch.stack([x, y], 1)}',
  ].map((line) => (line === '' ? '' : `    ${line}`)),
]

/**
 * A dataset of points [2] that needs no file. `sample` gives points in the dataset's own coordinates, `python` the same for PyTorch.
 */
export function pointsDataset(
  text: PointsText,
  sample: Sampler,
  python: readonly string[],
  mixture?: Mixture,
): DatasetDefinition {
  return {
    ...text,
    pytorch: python,
    licence: 'MIT',
    fields: { point: { shape: [2], range: null, form: 'points' } },
    count: null,
    ...(mixture && { mixture }),
    files: [],
    async load() {
      return {
        draw(batchSize, random) {
          const point = new Float32Array(batchSize * 2)
          for (let offset = 0; offset < point.length; offset += 2) sample(random, point, offset)
          return { point }
        },
      }
    },
  }
}

/**
 * Equally likely Gaussians. `means` and `standardDeviation` are as published; all is divided by `scale`: the standard
 * deviation of the whole mixture along one axis, so that it has variance 1 along each, or 1 to leave it as it is.
 */
export function mixtureDataset(
  text: PointsText,
  published: { means: readonly (readonly [x: number, y: number])[]; standardDeviation: number; scale: number },
): DatasetDefinition {
  const { scale } = published
  const means = published.means.map(([x, y]) => [x / scale, y / scale] as const)
  const standardDeviation = published.standardDeviation / scale
  return pointsDataset(
    text,
    (random, points, offset) => {
      const mean = means[random.integer(means.length)]!
      points[offset] = mean[0] + standardDeviation * random.normal()
      points[offset + 1] = mean[1] + standardDeviation * random.normal()
    },
    [
      `means = torch.tensor([${means.map(([x, y]) => `(${rounded(x)}, ${rounded(y)})`).join(', ')}], device=device)`,
      '',
      'def draw(size: int) -> Batch:',
      '    chosen = torch.randint(len(means), (size,), device=device)',
      `    return {"point": means[chosen] + ${rounded(standardDeviation)} * torch.randn(size, 2, device=device)}`,
    ],
    { means, standardDeviation },
  )
}

/** Enough digits for float32, and no traces of rounding. */
const rounded = (value: number): number => Number(value.toFixed(8)) + 0
