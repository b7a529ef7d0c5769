/** @file The only list of adversarial losses, by the value of the `loss` param. */
import { hinge } from './hinge'
import { leastSquares } from './least-squares'
import type { AdversarialLoss } from './loss'
import { minimax } from './minimax'
import { mmd } from './mmd'
import { nonSaturating } from './non-saturating'
import { relativistic } from './relativistic'
import { relativisticAverage } from './relativistic-average'
import { relativisticAverageHinge } from './relativistic-average-hinge'
import { relativisticAverageLeastSquares } from './relativistic-average-least-squares'
import { wasserstein } from './wasserstein'

/** In the order in which they are offered. */
export const losses = {
  'non-saturating': nonSaturating,
  wasserstein,
  'least-squares': leastSquares,
  hinge,
  minimax,
  relativistic,
  'relativistic-average': relativisticAverage,
  'relativistic-average-least-squares': relativisticAverageLeastSquares,
  'relativistic-average-hinge': relativisticAverageHinge,
  mmd,
} as const satisfies Record<string, AdversarialLoss>

export type LossName = keyof typeof losses

export const lossOf = (name: LossName): AdversarialLoss => losses[name]
