/** @file The only list of penalties, by the value of `kind`. To add one: its file and one line here. */
import type { z } from 'zod'
import { dragan } from './dragan'
import { gradientPenalty } from './gradient-penalty'
import { oneSidedGradientPenalty } from './one-sided-gradient-penalty'
import type { PenaltyDefinition } from './penalty'
import { r1 } from './r1'
import { r1R2 } from './r1-r2'
import { r2 } from './r2'
import { scaled } from './scaled'
import { zeroCenteredGradientPenalty } from './zero-centered-gradient-penalty'

/** In the order in which they are offered. */
export const penalties = {
  'gradient-penalty': gradientPenalty,
  'one-sided-gradient-penalty': oneSidedGradientPenalty,
  'zero-centered-gradient-penalty': zeroCenteredGradientPenalty,
  dragan,
  r1,
  r2,
  'r1-r2': r1R2,
  scaled,
}

export type PenaltyKind = keyof typeof penalties

/** The settings of any penalty, as in documents. */
export type PenaltySettings = z.output<(typeof penalties)[PenaltyKind]['schema']>

/** A penalty of which nothing is known but what all have. */
export const penaltyOf = (kind: PenaltyKind): PenaltyDefinition => penalties[kind] as unknown as PenaltyDefinition
