/** @file ½ E‖∇D‖² at the samples behind one port: R1 is γ times this at the real ones, R2 at the fakes. */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { PenaltyContext, ScorePort } from './penalty'
import { expectation, squaredSlopes } from './slopes'

export function halfSquaredSlope({ tf, samples, critic }: PenaltyContext<unknown>, port: ScorePort): Scalar {
  const squares = squaredSlopes(tf, samples[port], (given) => critic(port, given))
  return tf.mul(expectation(tf, squares), 0.5)
}
