/**
 * @file Critics some updates ahead (unrolled GANs, Metz et al., arXiv 1611.02163, equations 6 to 9): each virtual update is the
 * critic's own, as a function of tensors on the tape, so that the players' gradient goes through all of them. Nothing of the
 * critics changes. All virtual updates take the same draw, as in the paper.
 */
import { downstreamOf } from '../../compile/cones'
import type { PlanUpdate } from '../../compile/plan'
import type { Tensor } from '../../layers/layer'
import type { KeyPart } from '../../lib/random'
import { evaluateOperation, type Machine, type Values } from './evaluate'
import { totalLoss } from './losses'
import type { NetworkOptimizer } from './optimizer'
import { updated } from './update-rule'

export type Ahead = NonNullable<PlanUpdate['ahead']>

/** Operations whose values change with the critics that look ahead. */
export const changedAhead = ({ plan }: Machine, { critics }: Ahead): ReadonlySet<number> =>
  downstreamOf(
    plan.operations,
    critics.flatMap(({ networks }) => networks),
  )

interface AheadOptions {
  machine: Machine
  optimizers: ReadonlyMap<string, NetworkOptimizer>
  ahead: Ahead
  /** Of the draw, and of what the players give, on the tape. Nothing in it depends on the critics. */
  values: Values
  step: number
  round: number
  key: readonly KeyPart[]
}

/** Weights of the critics by id after the virtual updates. Call it on the tape. */
export function weightsAhead(options: AheadOptions): ReadonlyMap<string, Tensor> {
  const { machine, optimizers, ahead, step, round } = options
  const { tf, plan } = machine
  const changed = changedAhead(machine, ahead)
  const given: Values = new Map(options.values)
  const evaluate = (
    index: number,
    values: Values,
    weights: 'live' | ReadonlyMap<string, Tensor>,
    key: readonly KeyPart[],
  ) =>
    evaluateOperation(machine, plan.operations[index]!, values, {
      mode: 'training',
      part: 'critics',
      updating: false,
      weights,
      step,
      key,
    })
  const operationsOf = ({ untaped, taped }: Ahead['critics'][number]) => [...untaped, ...taped].sort((a, b) => a - b)
  for (const update of ahead.critics)
    for (const index of operationsOf(update)) if (!changed.has(index)) evaluate(index, given, 'live', options.key)

  let weights: ReadonlyMap<string, Tensor> = new Map()
  const moments = new Map<string, Record<string, Tensor>>()
  for (let count = 0; count < ahead.count; count++) {
    const key = [...options.key, 'ahead', count]
    const next = new Map(weights)
    for (const update of ahead.critics) {
      const moving = update.networks.flatMap((network) =>
        [...machine.models.get(network)!.weights.values()]
          .filter(({ trainable }) => trainable)
          .map((weight) => ({
            weight,
            rule: optimizers.get(network)!.rule(step, count),
            optimizer: optimizers.get(network)!,
          })),
      )
      const present = moving.map(({ weight }) => weights.get(weight.id) ?? weight.live)
      const loss = () => {
        const values = new Map(given)
        for (const index of operationsOf(update)) evaluate(index, values, weights, key)
        return totalLoss(machine, update.losses, {
          values,
          taped: update.taped,
          part: 'critics',
          weights,
          step,
          round,
          key,
        })
      }
      // Unlike tf.grads it lets a weight be that the losses do not reach.
      const { grads } = tf.engine().gradients(loss, present, undefined, true)
      for (const [index, { weight, rule, optimizer }] of moving.entries()) {
        const gradient = grads[index]
        if (!gradient) continue
        const before = moments.get(weight.id) ?? optimizer.slots.get(weight.id)!
        const moved = updated(tf, { ...rule, differentiable: true }, present[index]!, gradient, before)
        next.set(weight.id, moved.weight)
        moments.set(weight.id, { ...before, ...moved.moments })
      }
    }
    weights = next
  }
  return weights
}
