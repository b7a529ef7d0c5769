/** @file One side of an objective, evaluated without a compiler or a trainer: a critic as a plain function of samples. */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { LayerRandom, Tensor, TensorFlow } from '../../layers/layer'
import { normals, randomStream, uniforms } from '../../lib/random'
import { resolveSchedules } from '../../lib/schedule'
import { shapeSize } from '../../tensor/shape'
import { adversarial } from '../adversarial'
import type { ObjectiveDefinition } from '../objective'

export type Port = 'real' | 'fake'

export function seededRandom(tf: TensorFlow, key: string): LayerRandom {
  const stream = randomStream('objectives', key)
  return {
    normal: (shape) => tf.tensor(normals(shapeSize(shape), stream), shape),
    uniform: (shape) => tf.tensor(uniforms(shapeSize(shape), stream), shape),
    number: () => stream.uniform(),
  }
}

/** The loss of an objective that looks at its inputs only. */
export function lossOfInputs(
  tf: TensorFlow,
  objective: ObjectiveDefinition,
  given: Record<string, unknown>,
  inputs: Record<string, Tensor>,
): Scalar {
  const params = objective.params.parse(given)
  return objective.player(params, []).loss({
    tf,
    params: resolveSchedules(params, 0),
    inputs,
    random: seededRandom(tf, 'inputs'),
    turn: 0,
    samples: {},
    score: () => {
      throw new Error('this objective has no scores')
    },
  })
}

export interface Play {
  /** Params of the adversarial objective. */
  params: Record<string, unknown>
  side: 'critic' | 'player'
  samples: Record<Port, readonly Tensor[]>
  critic(samples: readonly Tensor[], port: Port): Tensor
  turn?: number
  behind?: readonly Port[]
  key?: string
}

/** What one side of an adversarial objective minimises. Ports that it does not read are not given. */
export function play(tf: TensorFlow, { params: given, side: name, samples, critic, ...rest }: Play): Scalar {
  const { turn = 0, behind = ['fake'], key = 'play' } = rest
  const params = adversarial.params.parse(given)
  const side = name === 'critic' ? adversarial.critic(params)! : adversarial.player(params, behind)
  return side.loss({
    tf,
    params: resolveSchedules(params, 0),
    inputs: Object.fromEntries(side.reads.map((port) => [port, critic(samples[port as Port], port as Port)])),
    random: seededRandom(tf, key),
    turn,
    samples: side.samples ? samples : {},
    score: (port, other) => critic(other, port as Port),
  })
}

/** A loss whose critic gives the samples back: the scores themselves. */
export const playScores = (
  tf: TensorFlow,
  play_: Omit<Play, 'samples' | 'critic'>,
  scores: Record<Port, Tensor>,
): Scalar => play(tf, { ...play_, samples: { real: [scores.real], fake: [scores.fake] }, critic: ([only]) => only! })
