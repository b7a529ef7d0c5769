/** @file Two interleaving half circles, after `make_moons` of scikit-learn. */
import { pointsDataset, pythonPoints } from './points'

const NOISE = 0.05

/** Centre of the two moons together, in the units of scikit-learn. */
const CENTRE_X = 0.5
const CENTRE_Y = 0.25

/**
 * One factor for both axes, so that the moons keep their shape: the root of the mean variance over the axes.
 * Along x each half circle has variance 1/2 and their centres lie 1/2 from the middle; along y the second moment is 5/8 − 1/π.
 */
const VARIANCE_X = 1 / 2 + 1 / 4 + NOISE ** 2
const VARIANCE_Y = 5 / 8 - 1 / Math.PI - CENTRE_Y ** 2 + NOISE ** 2
const SCALE = Math.sqrt((VARIANCE_X + VARIANCE_Y) / 2)

export const twoMoons = pointsDataset(
  {
    name: 'two-moons',
    title: 'Two moons',
    summary:
      'Two interleaving half circles, noise 0.05, centred and scaled to unit variance: curved and in two pieces.',
    source: 'After make_moons of scikit-learn',
  },
  (random, points, offset) => {
    const upper = random.integer(2) === 0
    const angle = Math.PI * random.uniform()
    const x = upper ? Math.cos(angle) : 1 - Math.cos(angle)
    const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle)
    points[offset] = (x - CENTRE_X + NOISE * random.normal()) / SCALE
    points[offset + 1] = (y - CENTRE_Y + NOISE * random.normal()) / SCALE
  },
  pythonPoints(
    'upper, angle = uniform() < 0.5, math.pi * uniform()',
    'x = torch.where(upper, angle.cos(), 1 - angle.cos())',
    'y = torch.where(upper, angle.sin(), 0.5 - angle.sin())',
    `x = (x - ${CENTRE_X} + ${NOISE} * normal()) / ${SCALE}`,
    `y = (y - ${CENTRE_Y} + ${NOISE} * normal()) / ${SCALE}`,
  ),
)
