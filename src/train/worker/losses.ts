/**
 * @file What an update minimises: the weighted sum of its sides' losses. An objective is given its inputs, noise of its own and
 * its turn; where it asks for them, also the samples of its critic and a way to score others, from which it computes penalties.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { EvaluationOptions } from '../../compile/build'
import { outputsOf } from '../../compile/cones'
import type { Plan, PlanObjective, PlanRound, PlanUpdate } from '../../compile/plan'
import { findKind } from '../../graph/kinds'
import type { Tensor } from '../../layers/layer'
import { invariant } from '../../lib/assert'
import type { KeyPart } from '../../lib/random'
import { resolveSchedules } from '../../lib/schedule'
import type { ObjectiveDefinition, Side } from '../../objectives/objective'
import { evaluateOperation, type Machine, type Values } from './evaluate'

export type SideName = PlanUpdate['losses'][number]['side']

export interface LossSetting {
  /** Every value that the losses read. */
  values: Values
  part: PlanRound['part']
  /** Operations that were computed on the tape, as indices. */
  taped: readonly number[]
  /** As the values were computed with. */
  weights: EvaluationOptions['weights']
  step: number
  /** Index of the round in the plan. */
  round: number
  /** Of the round's noise. */
  key: readonly KeyPart[]
  /** Is told each loss before its weight. */
  report?(objective: string, side: SideName, loss: Scalar): void
}

/** Call it on the tape, in a tidy. */
export function totalLoss(machine: Machine, losses: PlanUpdate['losses'], setting: LossSetting): Scalar {
  const { tf, plan } = machine
  let total: Tensor | null = null
  for (const { objective: node, side: name } of losses) {
    const objective = plan.objectives.find((candidate) => candidate.node === node)
    invariant(objective, `an update minimises ${node}, which is no objective`)
    const definition = objectiveKind(objective)
    const params = resolveSchedules(objective.params, setting.step)
    const weight = definition.weight(params)
    if (weight === 0) continue
    const side =
      name === 'critic' ? definition.critic(objective.params) : definition.player(objective.params, objective.behind)
    invariant(side, `${node} has no ${name}'s side`)
    const inputs: Record<string, Tensor> = {}
    for (const port of side.reads) inputs[port] = valueIn(setting.values, objective.inputs[port]!)
    const loss = side.loss({
      tf,
      params,
      inputs,
      random: machine.noise(tf, [...setting.key, 'loss', name])(node),
      turn: turnOf(plan, setting, node, name),
      ...samplesOf(machine, objective, side, setting),
    })
    setting.report?.(node, name, loss)
    const weighted = weight === 1 ? loss : tf.mul(loss, weight)
    total = total === null ? weighted : tf.add(total, weighted)
  }
  return (total ?? tf.scalar(0)) as Scalar
}

type Context = Parameters<Side<Record<string, unknown>>['loss']>[0]

/** The samples of an objective's critic, and a way to score others. */
export function samplesOf(
  machine: Machine,
  objective: PlanObjective,
  side: Pick<Side<Record<string, unknown>>, 'samples'>,
  setting: LossSetting,
): Pick<Context, 'samples' | 'score'> {
  const scores = side.samples ? objective.scores : {}
  let scored = 0
  const score = (port: string, samples: readonly Tensor[]): Tensor => {
    const way = scores[port]
    invariant(way, `${objective.node} scores samples of "${port}", which its side did not ask for`)
    invariant(
      samples.length === way.samples.length,
      `${objective.node} scores ${samples.length} samples of "${port}", which has ${way.samples.length}`,
    )
    // Scores of the samples themselves are known; a gradient gets through them when they are on this tape.
    const isKnown = way.samples.every((name, index) => samples[index] === setting.values.get(name))
    if (isKnown && way.operations.every((index) => setting.taped.includes(index)))
      return valueIn(setting.values, objective.inputs[port]!)
    const operations = way.operations.map((index) => machine.plan.operations[index]!)
    const values = new Map(setting.values)
    for (const operation of operations) for (const name of outputsOf(operation)) values.delete(name)
    for (const [index, name] of way.samples.entries()) values.set(name, samples[index]!)
    const { part, weights, step } = setting
    const key = [...setting.key, 'score', objective.node, scored++]
    for (const operation of operations)
      evaluateOperation(machine, operation, values, { mode: 'training', part, updating: false, weights, step, key })
    return valueIn(values, objective.inputs[port]!)
  }
  const samples = Object.entries(scores).map(([port, way]): [string, Tensor[]] => [
    port,
    way.samples.map((name) => valueIn(setting.values, name)),
  ])
  return { samples: Object.fromEntries(samples), score }
}

function valueIn(values: Values, name: string): Tensor {
  const value = values.get(name)
  invariant(value, `a loss reads ${name} before it is computed`)
  return value
}

/** How many updates of a side came before: a function of the step and the round alone, so that a run can be resumed. */
function turnOf(plan: Plan, { step, round }: LossSetting, objective: string, side: SideName): number {
  const rounds = [...plan.rounds.keys()].filter((index) =>
    plan.rounds[index]!.updates.some(({ losses }) =>
      losses.some((loss) => loss.objective === objective && loss.side === side),
    ),
  )
  return step * rounds.length + rounds.filter((index) => index < round).length
}

function objectiveKind(objective: PlanObjective): ObjectiveDefinition {
  const kind = findKind(objective.kind)
  invariant(kind?.role === 'objective', `the plan minimises "${objective.kind}", which is no objective`)
  return kind as ObjectiveDefinition
}
