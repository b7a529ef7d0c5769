/** @file The rules over a whole graph, in the order in which their findings are listed. */
import type { Rule } from '../analysis'
import { momentumWithClip, unconstrainedCritics } from './constraints'
import { scoresOfPlaces } from './each-place'
import { missingWires } from './missing-wires'
import { duplicateNetworkNames } from './names'
import { boundedScores, objectiveShapes, objectiveSides, scoresOfSamples, trainsNetworks } from './objectives'
import { rangeMismatches } from './ranges'
import { weightsOutsideNetwork } from './weights'

/** What is incomplete; dead ends and an absent objective follow from it and are then not reported. */
export const completenessRules: readonly Rule[] = [missingWires]

export const meaningRules: readonly Rule[] = [
  weightsOutsideNetwork,
  objectiveShapes,
  trainsNetworks,
  objectiveSides,
  scoresOfSamples,
  boundedScores,
  scoresOfPlaces,
  rangeMismatches,
  unconstrainedCritics,
  momentumWithClip,
  duplicateNetworkNames,
]
