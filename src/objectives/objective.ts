/**
 * @file What an objective declares. It says what each side minimises and from which inputs; who the sides are is found by
 * the compiler, which traces the wires (design: "Objectives find their players by tracing the wires").
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { z } from 'zod'
import type { InputPort, KindBase, LayerRandom, Tensor, TensorFlow } from '../layers/layer'
import type { Resolved, Schedulable } from '../lib/schedule'
import type { ShapeProblem } from '../tensor/problem'
import type { Shape } from '../tensor/shape'

export interface LossContext<Params> {
  tf: TensorFlow
  params: Resolved<Params>
  /** By port, with the batch axis first. Only the ports that the side reads are given. */
  inputs: Record<string, Tensor>
  /** Fresh noise for this objective, side and draw. */
  random: LayerRandom
  /** How many updates of this side came before, for what is done once in so many. */
  turn: number
  /**
   * What goes into the critic on the way to an adversarial port, labels left out; in the same order for both ports. Only
   * given to a side with `samples`.
   */
  samples: Record<string, readonly Tensor[]>
  /**
   * The critic's score of other samples in place of `samples[port]`, batch axis first; everything else is as it was.
   * May be differentiated by the samples, and that gradient by the weights again. Moving statistics stay.
   */
  score(port: string, samples: readonly Tensor[]): Tensor
}

/** What one side minimises, before the objective's weight. */
export interface Side<Params> {
  /** Ports it reads. The compiler evaluates nothing else for it. */
  reads: readonly string[]
  /**
   * It asks for `samples` and `score`, so every layer between them must be twice differentiable. `paired`: it mixes those of
   * one port with those of the other, which must then enter the critics at the same inputs. Left out: it does not.
   */
  samples?: boolean | 'paired'
  loss(context: LossContext<Params>): Scalar
}

/** What PyTorch statements over losses can read: expressions. */
export interface TorchLossContext {
  /** By port: the value as an expression, channels first. */
  inputs: Record<string, string>
  /** A number or schedule of the settings as an expression at the present step. */
  number(value: Schedulable): string
  /** How many updates of this side came before, as an expression. */
  turn: string
  /** By port: samples of the critic as expressions. Only asked for by a side that has `samples`. */
  samples: Record<string, readonly string[]>
  /** Lines of a function of Python called `name` that takes other samples of a port and gives `value` of their scores, an expression. */
  score(port: string, name: string, value: (scores: string) => string): readonly string[]
}

/** A side's loss in PyTorch. */
export interface TorchLoss {
  /** Lines that come before, without indentation of their own. */
  statements: readonly string[]
  /** Before the objective's weight. */
  loss: string
  /** Functions that they use. */
  definitions: readonly string[]
}

export interface ObjectiveDefinition<Params extends z.ZodObject = z.ZodObject> extends KindBase<Params> {
  role: 'objective'
  family: 'objective'
  inputs: readonly InputPort[]
  /**
   * `adversarial`: the critic's side is every trainable network upstream of both ports, the players those upstream of one.
   * `minimise`: every trainable network upstream of the port is a player; there is no critic.
   */
  tracing: { adversarial: readonly [real: string, fake: string] } | { minimise: string }
  /** Shapes that the loss cannot take, params that are not supported. */
  check(inputs: Record<string, Shape>, params: z.output<Params>): ShapeProblem | null
  /** Factor of both sides in the losses of the networks that are on them. */
  weight(params: Resolved<z.output<Params>>): number
  /** Ids of the only networks it may train; `null`: all that tracing finds. */
  trains(params: z.output<Params>): readonly string[] | null
  /** True when the loss is only right for a critic whose slope is kept small, by clipping for example. Left out: no. */
  needsConstraint?(params: z.output<Params>): boolean
  /** Changes with which the players' gradient does not fade while the critic is sure; `null` when it does not. Left out: it does not. */
  saturates?(params: z.output<Params>): Record<string, unknown> | null
  /** Changes with which the critic is told the truth of fakes; `null` when it is. Left out: it is. */
  smoothsFakes?(params: z.output<Params>): Record<string, unknown> | null
  /** The loss is a distance between distributions, which holds only for the best critic. Left out: no. */
  estimatesDistance?(params: z.output<Params>): boolean
  /** `null` when there is no critic. */
  critic(params: z.output<Params>): Side<z.output<Params>> | null
  /** What a side minimises, as PyTorch. */
  pytorch(
    side: 'critic' | 'player',
    params: z.output<Params>,
    behind: readonly string[],
    context: TorchLossContext,
  ): TorchLoss
  /** `behind`: the ports behind which there are players: `fake`; also `real` for the encoder of a BiGAN. Empty when unknown. */
  player(params: z.output<Params>, behind: readonly string[]): Side<z.output<Params>>
}

export const defineObjective = <Params extends z.ZodObject>(
  definition: Omit<ObjectiveDefinition<Params>, 'role' | 'family'>,
) => ({ ...definition, role: 'objective', family: 'objective' }) as ObjectiveDefinition<Params>
