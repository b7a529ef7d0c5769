/**
 * @file Advice: what the ganhacks (github.com/soumith/ganhacks) and Google's course on GANs recommend and a graph can show. Given only
 * for graphs without errors; each names its source, and each can be silenced.
 */
import type { Rule } from '../../analysis'
import { oneSidedNoise, unevenSizes } from './balance'
import { boxedLatents, checkerboards, wideLatents } from './generators'
import { hurriedCritics, saturatingLosses, smoothedFakes } from './losses'
import { normalisationAtEnds, normalisationOfFew } from './normalisation'
import { heavyMomentum } from './optimisers'
import { sparseGradients } from './sparse-gradients'

export const adviceRules: readonly Rule[] = [
  saturatingLosses,
  smoothedFakes,
  hurriedCritics,
  heavyMomentum,
  sparseGradients,
  normalisationAtEnds,
  normalisationOfFew,
  checkerboards,
  boxedLatents,
  wideLatents,
  oneSidedNoise,
  unevenSizes,
]
