/**
 * @file A pause of the gradient tape. Inside a gradient TensorFlow.js records everything, and keeps a copy of every input that
 * a derivative might need, even of work that has no part in that gradient. Reaches into the engine's state of tfjs 4.22, which
 * has no public way to do this; the test fails when that changes.
 */
import type * as TensorFlowCore from '@tensorflow/tfjs-core'

interface TapeState {
  activeTape: unknown
  gradientDepth: number
}

/** Runs `work` as if no gradient were being taken around it. Gradients inside it have a tape of their own. */
export function offTape<Value>(tf: typeof TensorFlowCore, work: () => Value): Value {
  const state = tf.engine().state as unknown as TapeState
  const { activeTape, gradientDepth } = state
  state.activeTape = null
  state.gradientDepth = 0
  try {
    return work()
  } finally {
    state.activeTape = activeTape
    state.gradientDepth = gradientDepth
  }
}
