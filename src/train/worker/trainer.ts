/**
 * @file One training step, as the plan says (design: "What one step does"). Rounds that share a draw run in one scope; the
 * players' forward pass is computed once, on the tape, and the critics' last round reads its values.
 */
import type { Scalar, Variable } from '@tensorflow/tfjs-core'
import { offTape } from '../../backend/tape'
import { buildNetwork, type NetworkModel } from '../../compile/build'
import { downstreamOf, outputsOf } from '../../compile/cones'
import type { Plan, PlanObjective, PlanRound, PlanUpdate } from '../../compile/plan'
import type { LoadedDataset } from '../../data/dataset'
import { findKind } from '../../graph/kinds'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { invariant } from '../../lib/assert'
import type { KeyPart } from '../../lib/random'
import { resolveSchedules } from '../../lib/schedule'
import type { ObjectiveDefinition } from '../../objectives/objective'
import { drawSources, evaluateOperation, keyedRandom, type Machine, type Values } from './evaluate'
import { NetworkOptimizer } from './optimizer'

/** Losses of one step, still on the backend; whoever takes them disposes of them. */
export type StepLosses = Record<string, { critic: Scalar | null; player: Scalar | null }>

interface Gradients {
  network: string
  /** By weight id. */
  byWeight: Map<string, Tensor>
}

export class Trainer {
  readonly machine: Machine
  readonly optimizers = new Map<string, NetworkOptimizer>()
  /** Steps done. */
  step = 0
  /** Operations whose values change when a network is updated, as indices. */
  private readonly downstream = new Map<string, ReadonlySet<number>>()
  private losses: StepLosses = {}

  constructor(
    private readonly tf: TensorFlow,
    readonly plan: Plan,
    datasets: ReadonlyMap<string, LoadedDataset>,
  ) {
    const models = new Map<string, NetworkModel>()
    for (const network of Object.values(plan.networks)) {
      const model = buildNetwork(tf, network)
      models.set(network.id, model)
      if (network.trainable) this.optimizers.set(network.id, new NetworkOptimizer(tf, model))
      this.downstream.set(network.id, downstreamOf(plan.operations, [network.id]))
    }
    this.machine = { tf, plan, models, datasets }
  }

  /** Runs one step and returns its losses before their weights; the last round of each side counts. */
  runStep(): StepLosses {
    this.losses = {}
    let index = 0
    while (index < this.plan.rounds.length) {
      const first = index
      const group = [this.plan.rounds[index++]!]
      while (this.plan.rounds[index]?.draw === 'reuse') group.push(this.plan.rounds[index++]!)
      this.tf.tidy(() => this.runDraw(group, first))
    }
    this.step++
    return this.losses
  }

  /** Rounds that share one draw of every source. */
  private runDraw(rounds: readonly PlanRound[], index: number) {
    const { machine, plan, step } = this
    const values: Values = new Map()
    drawSources(machine, values, plan.batchSize, step, ['draw', plan.seed, step, index])
    const key = (offset: number) => ['noise', plan.seed, step, index + offset]
    const [critics, players, ...rest] = rounds
    const shared = players?.updates.length === 1 ? players.updates[0]! : null
    if (!critics || !players || !shared || rest.length > 0) {
      for (const [offset, round] of rounds.entries()) this.runRound(round, values, key(offset))
      return
    }
    const early = new Set(critics.updates.flatMap((update) => update.untaped))
    const gradients = this.gradients(shared, new Map(values), key(1), (taped) => {
      // What both rounds need, in the plan's order: on the tape, so that the players' gradients go through it.
      for (const operation of [...shared.untaped, ...shared.taped].sort((a, b) => a - b))
        if (early.has(operation)) this.evaluate(operation, taped, shared.networks, key(1))
      offTape(this.tf, () => this.runRound(critics, taped, key(0)))
    })
    this.apply(gradients)
  }

  /** Gradients of all updates first, then all updates: none sees another's new weights. */
  private runRound(round: PlanRound, values: Values, key: readonly KeyPart[]) {
    this.apply(round.updates.flatMap((update) => this.gradients(update, values, key)))
    for (const update of round.updates)
      for (const network of update.networks)
        for (const index of this.downstream.get(network)!)
          for (const name of outputsOf(this.plan.operations[index]!)) values.delete(name)
  }

  private apply(gradients: readonly Gradients[]) {
    for (const { network, byWeight } of gradients) this.optimizers.get(network)!.apply(byWeight, this.step)
  }

  private evaluate(index: number, values: Values, updated: readonly string[], key: readonly KeyPart[]) {
    const operation = this.plan.operations[index]!
    const updating = operation.type === 'call' && updated.includes(operation.network)
    evaluateOperation(this.machine, operation, values, {
      mode: 'training',
      part: null,
      updating,
      weights: 'live',
      step: this.step,
      key,
    })
  }

  /** `prelude` runs on the tape, before anything else that the losses need is computed. */
  private gradients(
    update: PlanUpdate,
    values: Values,
    key: readonly KeyPart[],
    prelude?: (values: Values) => void,
  ): Gradients[] {
    const { tf } = this
    const variables: { network: string; id: string; variable: Variable }[] = []
    for (const network of update.networks)
      for (const weight of this.machine.models.get(network)!.weights.values())
        if (weight.trainable) variables.push({ network, id: weight.id, variable: weight.live })

    if (!prelude) for (const index of update.untaped) this.evaluate(index, values, update.networks, key)
    const { grads, value } = tf.variableGrads(
      () => {
        const taped = new Map(values)
        // A value from before has no way back to the weights on this tape.
        for (const index of update.taped) for (const name of outputsOf(this.plan.operations[index]!)) taped.delete(name)
        prelude?.(taped)
        for (const index of update.untaped) this.evaluate(index, taped, update.networks, key)
        for (const index of update.taped) this.evaluate(index, taped, update.networks, key)
        return this.totalLoss(update, taped, key)
      },
      variables.map(({ variable }) => variable),
    )
    value.dispose()
    return update.networks.map((network) => {
      const byWeight = new Map<string, Tensor>()
      for (const entry of variables) {
        const gradient = grads[entry.variable.name]
        if (entry.network === network && gradient) byWeight.set(entry.id, gradient)
      }
      return { network, byWeight }
    })
  }

  private totalLoss(update: PlanUpdate, values: Values, key: readonly KeyPart[]): Scalar {
    const { tf, step } = this
    let total: Tensor | null = null
    for (const { objective: node, side: name } of update.losses) {
      const objective = this.plan.objectives.find((candidate) => candidate.node === node)
      invariant(objective, `an update minimises ${node}, which is no objective`)
      const definition = objectiveKind(objective)
      const params = resolveSchedules(objective.params, step)
      const weight = definition.weight(params)
      if (weight === 0) continue
      const side =
        name === 'critic' ? definition.critic(objective.params) : definition.player(objective.params, objective.behind)
      invariant(side, `${node} has no ${name}'s side`)
      const inputs: Record<string, Tensor> = {}
      for (const port of side.reads) inputs[port] = values.get(objective.inputs[port]!)!
      const score = (): Tensor => {
        throw new Error('no samples are planned')
      }
      const random = keyedRandom(tf, [...key, name])(node)
      const loss = side.loss({ tf, params, inputs, random, turn: step, samples: {}, score })
      this.report(node, name, loss)
      const weighted = weight === 1 ? loss : tf.mul(loss, weight)
      total = total === null ? weighted : tf.add(total, weighted)
    }
    return (total ?? tf.scalar(0)) as Scalar
  }

  private report(node: string, side: 'critic' | 'player', loss: Scalar) {
    this.losses[node] ??= { critic: null, player: null }
    const entry = this.losses[node]
    entry[side]?.dispose()
    entry[side] = this.tf.keep(loss.clone())
  }

  dispose() {
    for (const optimizer of this.optimizers.values()) optimizer.dispose()
    for (const model of this.machine.models.values()) model.dispose()
  }
}

function objectiveKind(objective: PlanObjective): ObjectiveDefinition {
  const kind = findKind(objective.kind)
  invariant(kind?.role === 'objective', `the plan minimises "${objective.kind}", which is no objective`)
  return kind as ObjectiveDefinition
}
