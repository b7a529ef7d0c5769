/** @file The Swiss roll of the WGAN-GP toy experiments (Gulrajani et al. 2017): `make_swiss_roll` of scikit-learn, seen from the side. */
import { pointsDataset, pythonPoints } from './points'

const NOISE = 0.25

/** The published divisor, "stdev plus a little"; kept, so that results compare. */
const SCALE = 7.5

export const swissRoll = pointsDataset(
  {
    name: 'swiss-roll',
    title: 'Swiss roll',
    summary: 'A spiral of one and a half turns, noise 0.25, divided by 7.5: one long curved piece.',
    source: 'Gulrajani et al. 2017 (WGAN-GP), after make_swiss_roll of scikit-learn',
  },
  (random, points, offset) => {
    const angle = 1.5 * Math.PI * (1 + 2 * random.uniform())
    points[offset] = (angle * Math.cos(angle) + NOISE * random.normal()) / SCALE
    points[offset + 1] = (angle * Math.sin(angle) + NOISE * random.normal()) / SCALE
  },
  pythonPoints(
    'angle = 1.5 * math.pi * (1 + 2 * uniform())',
    `x = (angle * angle.cos() + ${NOISE} * normal()) / ${SCALE}`,
    `y = (angle * angle.sin() + ${NOISE} * normal()) / ${SCALE}`,
  ),
)
