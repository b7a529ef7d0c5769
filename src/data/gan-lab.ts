/**
 * @file The four distributions of GAN Lab (Kahng et al. 2018), with the constants of its `ganlab_input_providers.ts`, in the square
 * [0, 1]² as published: its figures compare densities on a grid of that square, so nothing is standardised here. The noise is
 * Gaussian, so a few points lie outside.
 */
import type { RandomStream } from '../lib/random'
import type { DatasetDefinition } from './dataset'
import { mixtureDataset, pointsDataset, pythonPoints } from './points'

const SOURCE = 'Kahng et al. 2018 (GAN Lab), poloclub.github.io/ganlab'
const PLACE = 'Coordinates as published, in the unit square.'

const inUnitSquare = (definition: DatasetDefinition): DatasetDefinition => ({ ...definition, square: [0, 1] })

function put(points: Float32Array, offset: number, x: number, y: number) {
  points[offset] = x
  points[offset + 1] = y
}

const noise = (random: RandomStream, standardDeviation: number) => standardDeviation * random.normal()

export const ganLabLine = inUnitSquare(
  pointsDataset(
    {
      name: 'gan-lab-line',
      title: 'GAN Lab · line',
      summary: `A line with Gaussian noise of σ 0.01: the easiest of GAN Lab's four. ${PLACE}`,
      source: SOURCE,
    },
    (random, points, offset) => {
      const along = random.uniform()
      put(points, offset, 0.8 - 0.75 * along + noise(random, 0.01), 0.6 + 0.3 * along + noise(random, 0.01))
    },
    pythonPoints(
      'along = uniform()',
      'x = 0.8 - 0.75 * along + 0.01 * normal()',
      'y = 0.6 + 0.3 * along + 0.01 * normal()',
    ),
  ),
)

export const ganLabGaussians = inUnitSquare(
  pointsDataset(
    {
      name: 'gan-lab-gaussians',
      title: 'GAN Lab · two Gaussians',
      summary: `Two wide Gaussians that touch, a round one and a tall one. ${PLACE}`,
      source: SOURCE,
    },
    (random, points, offset) => {
      if (random.uniform() < 0.5) put(points, offset, 0.3 + noise(random, 0.1), 0.7 + noise(random, 0.1))
      else put(points, offset, 0.7 + noise(random, 0.05), 0.4 + noise(random, 0.2))
    },
    pythonPoints(
      'first = uniform() < 0.5',
      'x = torch.where(first, 0.3 + 0.1 * normal(), 0.7 + 0.05 * normal())',
      'y = torch.where(first, 0.7 + 0.1 * normal(), 0.4 + 0.2 * normal())',
    ),
  ),
)

export const ganLabRing = inUnitSquare(
  pointsDataset(
    {
      name: 'gan-lab-ring',
      title: 'GAN Lab · ring',
      summary: `An ellipse with Gaussian noise of σ 0.025: a closed curve with a hole. ${PLACE}`,
      source: SOURCE,
    },
    (random, points, offset) => {
      const angle = 2 * Math.PI * random.uniform()
      const x = 0.5 + 0.3 * Math.cos(angle) + noise(random, 0.025)
      put(points, offset, x, 0.45 + 0.25 * Math.sin(angle) + noise(random, 0.025))
    },
    pythonPoints(
      'angle = 2 * math.pi * uniform()',
      'x = 0.5 + 0.3 * angle.cos() + 0.025 * normal()',
      'y = 0.45 + 0.25 * angle.sin() + 0.025 * normal()',
    ),
  ),
)

export const ganLabDisjoint = inUnitSquare(
  mixtureDataset(
    {
      name: 'gan-lab-disjoint',
      title: 'GAN Lab · three blobs',
      summary: `Three separate Gaussians of σ 0.025: the hardest of GAN Lab's four. ${PLACE}`,
      source: SOURCE,
    },
    {
      means: [
        [0.35, 0.75],
        [0.75, 0.6],
        [0.45, 0.35],
      ],
      standardDeviation: 0.025,
      scale: 1,
    },
  ),
)
