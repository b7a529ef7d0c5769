/** @file The only list of adversarial losses, by the value of the `loss` param. */
import { hinge } from './hinge'
import { leastSquares } from './least-squares'
import type { AdversarialLoss } from './loss'
import { minimax } from './minimax'
import { nonSaturating } from './non-saturating'
import { wasserstein } from './wasserstein'

/** In the order in which they are offered. */
export const losses = {
  'non-saturating': nonSaturating,
  wasserstein,
  'least-squares': leastSquares,
  hinge,
  minimax,
} as const satisfies Record<string, AdversarialLoss>

export type LossName = keyof typeof losses
