/** @file 8 Gaussians on the unit circle, the ring of VEEGAN (Srivastava et al. 2017) and PacGAN (Lin et al. 2018). */
import { mixtureDataset } from './points'

const COUNT = 8
const RADIUS = 1
const STANDARD_DEVIATION = 0.01

/** Along one axis the means have variance RADIUS² / 2. */
export const RING_SCALE = Math.sqrt(RADIUS ** 2 / 2 + STANDARD_DEVIATION ** 2)

export const ring = mixtureDataset(
  {
    name: 'ring',
    title: '8 Gaussians',
    summary: `Eight narrow Gaussians on a circle: the standard test for mode collapse. Radius 1, σ 0.01, divided by ${RING_SCALE.toFixed(4)} for unit variance.`,
    source: 'Srivastava et al. 2017 (VEEGAN), Lin et al. 2018 (PacGAN)',
  },
  {
    means: Array.from({ length: COUNT }, (_, index) => {
      const angle = (2 * Math.PI * index) / COUNT
      return [RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)] as const
    }),
    standardDeviation: STANDARD_DEVIATION,
    scale: RING_SCALE,
  },
)
