/**
 * @file One training step, as the plan says (design: "What one step does"). Rounds that share a draw run in one scope; the
 * players' forward pass is computed once, on the tape, and the critics' last round reads its values.
 */
import type { Scalar, Variable } from '@tensorflow/tfjs-core'
import { offTape } from '../../backend/tape'
import {
  buildNetwork,
  buildState,
  type EvaluationOptions,
  layerKind,
  type NetworkModel,
  type Weight,
} from '../../compile/build'
import { downstreamOf, downstreamWhere, outputsOf } from '../../compile/cones'
import { layersOf, type Plan, type PlanRound, type PlanUpdate } from '../../compile/plan'
import type { LoadedDataset } from '../../data/dataset'
import type { Tensor, TensorFlow } from '../../layers/layer'
import type { KeyPart } from '../../lib/random'
import { drawSources, evaluateOperation, keyedRandom, type Machine, type Values } from './evaluate'
import type { UpdateMeter } from './heat'
import { changedAhead, weightsAhead } from './look-ahead'
import { type SideName, totalLoss } from './losses'
import { NetworkOptimizer } from './optimizer'

/** Losses of one step, still on the backend; whoever takes them disposes of them. */
export type StepLosses = Record<string, { critic: Scalar | null; player: Scalar | null }>

interface Gradients {
  network: string
  /** By weight id. */
  byWeight: Map<string, Tensor>
}

/** A round that is being computed. */
interface Round {
  plan: PlanRound
  /** Index in the plan. */
  index: number
  /** Of its noise. */
  key: readonly KeyPart[]
}

export class Trainer {
  readonly machine: Machine
  readonly optimizers = new Map<string, NetworkOptimizer>()
  /** Steps done. */
  step = 0
  /** Measures the updates of the next steps, while there is one. */
  meter: UpdateMeter | null = null
  /** Operations whose values change when a network is updated, as indices. */
  private readonly downstream = new Map<string, ReadonlySet<number>>()
  /** Operations whose values the two parts do not share. */
  private readonly partDependent: ReadonlySet<number>
  /** New state of layers outside of networks, until the round is over: within a round all see the same. */
  private readonly movedState = new Map<Weight, Tensor>()
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
    this.machine = { tf, plan, models, state: buildState(tf, plan), datasets, noise: keyedRandom }
    this.partDependent = downstreamWhere(plan.operations, (operation) =>
      layersOf(plan, operation).some(({ kind }) => layerKind(kind).dependsOnPart),
    )
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
  private runDraw(plans: readonly PlanRound[], first: number) {
    const { machine, plan, step } = this
    const values: Values = new Map()
    drawSources(machine, values, plan.batchSize, step, ['draw', plan.seed, step, first])
    const rounds = plans.map((round, offset): Round => {
      const index = first + offset
      return { plan: round, index, key: ['noise', plan.seed, step, index] }
    })
    const [critics, players, ...rest] = rounds
    const shared = players?.plan.updates.length === 1 ? players.plan.updates[0]! : null
    if (!critics || !players || !shared || rest.length > 0) {
      for (const round of rounds) this.runRound(round, values)
      return
    }
    const early = new Set(critics.plan.updates.flatMap((update) => update.untaped))
    const gradients = this.gradients(players, shared, new Map(values), (taped) => {
      // What both rounds need, in the plan's order: on the tape, so that the players' gradients go through it.
      for (const operation of [...shared.untaped, ...shared.taped].sort((a, b) => a - b))
        if (early.has(operation) && !this.partDependent.has(operation))
          this.evaluate(operation, taped, players, shared.networks)
      offTape(this.tf, () => this.runRound(critics, taped))
    })
    this.apply(gradients)
  }

  /** Gradients of all updates first, then all updates: none sees another's new weights. */
  private runRound(round: Round, values: Values) {
    const { updates } = round.plan
    this.apply(updates.flatMap((update) => this.gradients(round, update, values)))
    for (const [weight, value] of this.movedState) {
      weight.live.assign(value)
      value.dispose()
    }
    this.movedState.clear()
    for (const { networks } of updates)
      for (const network of networks) this.forget(values, this.downstream.get(network)!)
    this.forget(values, this.partDependent)
  }

  private forget(values: Values, operations: Iterable<number>) {
    for (const index of operations) for (const name of outputsOf(this.plan.operations[index]!)) values.delete(name)
  }

  private apply(gradients: readonly Gradients[]) {
    for (const { network, byWeight } of gradients) {
      const update = () => this.optimizers.get(network)!.apply(byWeight, this.step)
      if (this.meter) this.meter.around(this.machine.models.get(network)!, byWeight, update)
      else update()
    }
  }

  /** `updated`: networks whose moving statistics move. */
  private evaluate(
    index: number,
    values: Values,
    { plan: { part }, key }: Round,
    updated: readonly string[],
    weights: EvaluationOptions['weights'] = 'live',
  ) {
    const operation = this.plan.operations[index]!
    evaluateOperation(this.machine, operation, values, {
      mode: 'training',
      part,
      updating: operation.type === 'call' && updated.includes(operation.network),
      weights,
      step: this.step,
      key,
      ...(part === 'critics' && { moveState: (weight: Weight, value: Tensor) => this.moveState(weight, value) }),
    })
  }

  private moveState(weight: Weight, value: Tensor) {
    this.movedState.get(weight)?.dispose()
    this.movedState.set(weight, this.tf.keep(value.clone()))
  }

  /** `prelude` runs on the tape, before anything else that the losses need is computed. */
  private gradients(round: Round, update: PlanUpdate, values: Values, prelude?: (values: Values) => void): Gradients[] {
    const { tf, step, machine, optimizers } = this
    const { key, index } = round
    const variables: { network: string; id: string; variable: Variable }[] = []
    for (const network of update.networks)
      for (const weight of machine.models.get(network)!.weights.values())
        if (weight.trainable) variables.push({ network, id: weight.id, variable: weight.live })

    const { ahead } = update
    /** Computed with critics that look ahead. */
    const later = ahead ? changedAhead(machine, ahead) : new Set<number>()
    const present = update.untaped.filter((operation) => !later.has(operation))
    if (!prelude) for (const operation of present) this.evaluate(operation, values, round, update.networks)
    const { grads, value } = tf.variableGrads(
      () => {
        const taped = new Map(values)
        // A value from before has no way back to the weights on this tape.
        this.forget(taped, update.taped)
        prelude?.(taped)
        this.forget(taped, later)
        const operations = [...update.untaped, ...update.taped]
        for (const operation of operations)
          if (!later.has(operation)) this.evaluate(operation, taped, round, update.networks)
        const weights = ahead
          ? weightsAhead({ machine, optimizers, ahead, values: taped, step, round: index, key })
          : 'live'
        for (const operation of operations.filter((candidate) => later.has(candidate)).sort((a, b) => a - b))
          this.evaluate(operation, taped, round, update.networks, weights)
        const report = (node: string, side: SideName, loss: Scalar) => this.report(node, side, loss)
        const { part } = round.plan
        return totalLoss(machine, update.losses, {
          values: taped,
          taped: update.taped,
          part,
          weights,
          step,
          round: index,
          key,
          report,
        })
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

  private report(node: string, side: SideName, loss: Scalar) {
    this.losses[node] ??= { critic: null, player: null }
    const entry = this.losses[node]
    entry[side]?.dispose()
    entry[side] = this.tf.keep(loss.clone())
  }

  dispose() {
    for (const optimizer of this.optimizers.values()) optimizer.dispose()
    for (const model of this.machine.models.values()) model.dispose()
    for (const state of this.machine.state.values()) for (const weight of Object.values(state)) weight.live.dispose()
  }
}
