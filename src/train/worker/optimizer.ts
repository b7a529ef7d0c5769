/**
 * @file The optimiser of one network: moments, counts, the moving average. Our own, because its moments must be reachable for
 * checkpoints, surgery and looking ahead, and because schedules, clipping and the average belong to the same update.
 */
import type { Variable } from '@tensorflow/tfjs-core'
import type { NetworkModel } from '../../compile/build'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { resolveSchedules } from '../../lib/schedule'
import { momentNames, type UpdateRule, updated } from './update-rule'

/** Moments of one weight by name. */
export type Slots = Record<string, Variable>

export class NetworkOptimizer {
  /** Updates so far; Adam's bias correction and the EMA's warm-up count them. */
  updates = 0
  /** By weight id. */
  readonly slots = new Map<string, Slots>()

  constructor(
    private readonly tf: TensorFlow,
    private readonly model: NetworkModel,
  ) {
    for (const weight of model.weights.values()) {
      if (!weight.trainable) continue
      const zeros = () => tf.tidy(() => tf.variable(tf.zeros(weight.live.shape), false))
      this.slots.set(weight.id, Object.fromEntries(momentNames(model.plan.optimizer).map((name) => [name, zeros()])))
    }
  }

  /** The arithmetic of the update after `ahead` others that have not happened yet. */
  rule(step: number, ahead = 0): UpdateRule {
    const { optimizer, clip, clipGradient } = this.model.plan
    const settings = resolveSchedules(optimizer, step)
    return { settings, clip, clipGradient, updates: this.updates + ahead + 1, differentiable: false }
  }

  /** One update: gradient clipping, the optimiser, weight clipping, moving average. Disposes of nothing it was given. */
  apply(gradients: ReadonlyMap<string, Tensor>, step: number) {
    const { tf, model } = this
    const rule = this.rule(step)
    this.updates++
    tf.tidy(() => {
      // Warm-up of the average as in tf.train.ExponentialMovingAverage, so that short runs forget the initial weights.
      const decay = model.plan.ema === null ? 0 : Math.min(model.plan.ema, (1 + this.updates) / (10 + this.updates))
      for (const weight of model.weights.values()) {
        const gradient = gradients.get(weight.id)
        if (!weight.trainable || !gradient) continue
        const slots = this.slots.get(weight.id)!
        const moved = updated(tf, rule, weight.live, gradient, slots)
        for (const [name, moment] of Object.entries(moved.moments)) slots[name]!.assign(moment)
        weight.live.assign(moved.weight)
        if (weight.ema) weight.ema.assign(tf.add(tf.mul(weight.ema, decay), tf.mul(weight.live, 1 - decay)))
      }
    })
  }

  dispose() {
    for (const slots of this.slots.values()) for (const slot of Object.values(slots)) slot.dispose()
  }
}
