/** @file 25 Gaussians on a grid, as in VEEGAN (Srivastava et al. 2017) and PacGAN (Lin et al. 2018). */
import { mixtureDataset } from './points'

const COORDINATES = [-4, -2, 0, 2, 4]
const STANDARD_DEVIATION = 0.05

/** Along one axis the coordinates have mean 0 and variance (16 + 4 + 0 + 4 + 16) / 5 = 8. */
export const GRID_SCALE = Math.sqrt(8 + STANDARD_DEVIATION ** 2)

export const grid = mixtureDataset(
  {
    name: 'grid',
    title: '25 Gaussians',
    summary: `Twenty-five narrow Gaussians on a 5 × 5 grid: harder than the ring. Spacing 2, σ 0.05, divided by ${GRID_SCALE.toFixed(4)} for unit variance.`,
    source: 'Srivastava et al. 2017 (VEEGAN), Lin et al. 2018 (PacGAN)',
  },
  {
    means: COORDINATES.flatMap((y) => COORDINATES.map((x) => [x, y] as const)),
    standardDeviation: STANDARD_DEVIATION,
    scale: GRID_SCALE,
  },
)
