/**
 * @file What a penalty on the critic's slope declares: its settings in the document, and what it computes. All of them see
 * the critic as a function of samples that can be differentiated; how it is made of networks is the trainer's business.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import type { LayerRandom, Tensor, TensorFlow } from '../../layers/layer'
import { integerField, schedulableField } from '../../lib/fields'
import type { Resolved } from '../../lib/schedule'

export type ScorePort = 'real' | 'fake'

export interface PenaltyContext<Settings> {
  tf: TensorFlow
  settings: Settings
  /** Fresh noise for this update. */
  random: LayerRandom
  /** What goes into the critic on the way to each score, batch axis first; in the same order for both ports. */
  samples: Record<ScorePort, readonly Tensor[]>
  /**
   * The critic as a function with one value for each sample, `[batch]`: the mean of what it gives, or what the loss compares
   * in place of it. Labels and all other inputs are those of `port`.
   */
  critic(port: ScorePort, samples: readonly Tensor[]): Tensor
  /** All that the critic gives for each sample, `[batch, values]`. */
  outputs(port: ScorePort, samples: readonly Tensor[]): Tensor
}

interface PenaltyText {
  title: string
  /** Formula, use and source, for the docs of the node. */
  docs: string
}

export interface PenaltyDefinition<Schema extends z.ZodObject = z.ZodObject> extends PenaltyText {
  /** Its settings: `kind`, `weight`, `every` and its own. */
  schema: Schema
  /** Before the weight: added to the loss of the critic (`term`), or made into a factor of both sides' losses (`scale`). */
  acts: 'term' | 'scale'
  /** It mixes real and fake samples, so both must enter the critic at the same places. Left out: it does not. */
  mixes?: true
  /**
   * The same in PyTorch: an expression over `score` (samples → one value each), `real` and `fake` (lists of samples), from functions of
   * `TORCH_SLOPES`. `scaled` takes `outputs` in place of `score`.
   */
  pytorch(settings: z.output<Schema>): string
  /** `term`: what is added. `scale`: E‖J‖², how steep the critic is on the whole. */
  value(context: PenaltyContext<Resolved<z.output<Schema>>>): Scalar
}

export const definePenalty = <Schema extends z.ZodObject>(definition: PenaltyDefinition<Schema>) => definition

/** Settings of a penalty that is added to the loss, with its published weight. */
export const termSettings = <Kind extends string>(kind: Kind, weight: number) => ({
  kind: z.literal(kind),
  weight: schedulableField({
    title: 'Weight',
    description: 'Factor of the penalty in the loss of the critic: λ, or γ where the formula has γ/2.',
    minimum: 0,
    maximum: 1e6,
  }).default(weight),
  every: integerField({
    title: 'Every',
    description:
      'The penalty is computed once in so many updates of the critic, and then counts as many times (StyleGAN2).',
    minimum: 1,
    maximum: 1000,
    unit: 'updates',
    advanced: true,
  }).default(1),
})
