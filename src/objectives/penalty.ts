/** @file The penalty of an adversarial objective: its param, made from the list of penalties, and what it does to the losses. */
import type { Scalar } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import type { Tensor } from '../layers/layer'
import { variantsField } from '../lib/fields'
import type { Resolved } from '../lib/schedule'
import type { LossContext, Side } from './objective'
import { type PenaltyKind, type PenaltySettings, penalties, penaltyOf } from './penalties'
import type { PenaltyContext, ScorePort } from './penalties/penalty'

const none = z.strictObject({ kind: z.literal('none') })

export type Penalty = z.output<typeof none> | PenaltySettings

const kinds = Object.keys(penalties) as PenaltyKind[]

const schemas = [none, ...kinds.map((kind) => penalties[kind].schema)] as const

const penaltySchema = z.discriminatedUnion('kind', schemas as never) as unknown as z.ZodType<Penalty>

export const penaltyField = variantsField(penaltySchema, {
  title: 'Penalty',
  description: 'Keeps the slope of the critic in check.',
  key: 'kind',
  variants: {
    none: { title: 'None', schema: none },
    ...Object.fromEntries(kinds.map((kind) => [kind, penalties[kind]])),
  },
}).default({ kind: 'none' })

/** One line for each penalty, for the docs of the node. */
export const penaltyDocs = kinds.map((kind) => `${penalties[kind].title}: ${penalties[kind].docs}`).join('\n')

/** Whether a side asks for the critic's samples. Both losses are scaled, only the critic's is added to. */
export function samplesFor(side: 'critic' | 'player', penalty: Penalty): NonNullable<Side<unknown>['samples']> {
  if (penalty.kind === 'none' || penalty.weight === 0) return false
  const { acts, mixes } = penaltyOf(penalty.kind)
  if (side === 'player' && acts === 'term') return false
  return mixes ? 'paired' : true
}

/** Whether it is a factor of both losses. */
export const scales = (penalty: Penalty): boolean => penalty.kind !== 'none' && penaltyOf(penalty.kind).acts === 'scale'

export interface Penalised {
  penalty: Resolved<Penalty>
  /** What each row of scores counts as, where that is not their mean: the witness function of MMD. `[rows]`. */
  witness: ((scores: Tensor) => Tensor) | null
  /** The loss is scaled by the root of the factor: it grows with what the critic gives, not with the square of that. */
  root: boolean
}

/** The loss of one side under its penalty. */
export function penalise(
  context: Omit<LossContext<unknown>, 'params'>,
  loss: Scalar,
  side: 'critic' | 'player',
  { penalty, witness, root }: Penalised,
): Scalar {
  if (penalty.kind === 'none' || penalty.weight === 0) return loss
  const { tf, random, samples, turn } = context
  const definition = penaltyOf(penalty.kind)
  if (definition.acts === 'term' && (side === 'player' || turn % penalty.every !== 0)) return loss
  // Nobody trains the critic, so nothing is asked of its slope: the factor would be a constant.
  if (side === 'player' && !samples.real) return loss
  const outputs = (port: ScorePort, given: readonly Tensor[]): Tensor => {
    const scores = context.score(port, given)
    return tf.reshape(scores, [scores.shape[0]!, scores.size / scores.shape[0]!])
  }
  const value = definition.value({
    tf,
    settings: penalty,
    random,
    samples: samples as PenaltyContext<unknown>['samples'],
    outputs,
    critic(port, given) {
      const scores = outputs(port, given)
      return witness ? witness(scores) : tf.mean(scores, 1)
    },
  })
  if (definition.acts === 'term') return tf.add(loss, tf.mul(value, penalty.weight * penalty.every))
  const growth = tf.add(1, tf.mul(value, penalty.weight))
  return tf.div(loss, root ? tf.sqrt(growth) : growth)
}
