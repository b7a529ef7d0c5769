/**
 * @file Optimisers over one network's weights: Adam (Kingma and Ba 2015, Algorithm 1), RMSProp (ε outside the root, as in PyTorch) and SGD with
 * momentum. Our own, because their moments must be reachable for checkpoints and surgery, and because schedules, clipping
 * and the moving average belong to the same update.
 */
import type { Variable } from '@tensorflow/tfjs-core'
import type { NetworkModel, Weight } from '../../compile/build'
import type { Optimizer } from '../../compile/plan'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { assertNever } from '../../lib/assert'
import { type Resolved, resolveSchedules } from '../../lib/schedule'

/** Moments of one weight, by name: `m` and `v` for Adam, `v` and `velocity` for RMSProp, `velocity` for SGD. */
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
      this.slots.set(weight.id, Object.fromEntries(slotNames(model.plan.optimizer).map((name) => [name, zeros()])))
    }
  }

  /** One update: gradient clipping, the optimiser, weight clipping, moving average. Disposes of nothing it was given. */
  apply(gradients: ReadonlyMap<string, Tensor>, step: number) {
    const { tf, model } = this
    const { plan } = model
    this.updates++
    tf.tidy(() => {
      const settings = resolveSchedules(plan.optimizer, step)
      const clip = plan.clip
      // Warm-up of the average as in tf.train.ExponentialMovingAverage, so that short runs forget the initial weights.
      const decay = plan.ema === null ? 0 : Math.min(plan.ema, (1 + this.updates) / (10 + this.updates))
      for (const weight of model.weights.values()) {
        const gradient = gradients.get(weight.id)
        if (!weight.trainable || !gradient) continue
        this.move(weight, this.clipped(gradient), settings)
        if (clip !== null) weight.live.assign(tf.clipByValue(weight.live, -clip, clip))
        if (weight.ema) weight.ema.assign(tf.add(tf.mul(weight.ema, decay), tf.mul(weight.live, 1 - decay)))
      }
    })
  }

  private clipped(gradient: Tensor): Tensor {
    const limit = this.model.plan.clipGradient
    if (limit === null) return gradient
    const { tf } = this
    const norm = tf.sqrt(tf.sum(tf.square(gradient)))
    return tf.mul(gradient, tf.div(limit, tf.maximum(norm, limit)))
  }

  private move(weight: Weight, gradient: Tensor, settings: Resolved<Optimizer>) {
    const { tf, updates } = this
    const slots = this.slots.get(weight.id)!
    const average = (slot: Variable, value: Tensor, decay: number) => {
      slot.assign(tf.add(tf.mul(slot, decay), tf.mul(value, 1 - decay)))
      return slot
    }
    const descend = (change: Tensor) => weight.live.assign(tf.sub(weight.live, change))
    switch (settings.kind) {
      case 'adam': {
        const { beta1, beta2, epsilon, learningRate } = settings
        const m = beta1 === 0 ? gradient : average(slots.m!, gradient, beta1)
        const v = average(slots.v!, tf.square(gradient), beta2)
        const correctedM = 1 - beta1 ** updates
        const correctedV = Math.sqrt(1 - beta2 ** updates)
        const rate = (learningRate * correctedV) / correctedM
        descend(tf.mul(tf.div(m, tf.add(tf.sqrt(v), epsilon * correctedV)), rate))
        return
      }
      case 'rmsprop': {
        const { decay, momentum, epsilon, learningRate } = settings
        const v = average(slots.v!, tf.square(gradient), decay)
        const change = tf.mul(tf.div(gradient, tf.add(tf.sqrt(v), epsilon)), learningRate)
        if (momentum === 0) return descend(change)
        const velocity = slots.velocity!
        velocity.assign(tf.add(tf.mul(velocity, momentum), change))
        return descend(velocity)
      }
      case 'sgd': {
        const { momentum, learningRate } = settings
        if (momentum === 0) return descend(tf.mul(gradient, learningRate))
        const velocity = slots.velocity!
        velocity.assign(tf.add(tf.mul(velocity, momentum), gradient))
        return descend(tf.mul(velocity, learningRate))
      }
      default:
        return assertNever(settings)
    }
  }

  dispose() {
    for (const slots of this.slots.values()) for (const slot of Object.values(slots)) slot.dispose()
  }
}

function slotNames(optimizer: Optimizer): readonly string[] {
  switch (optimizer.kind) {
    case 'adam':
      return ['m', 'v']
    case 'rmsprop':
      return ['v', 'velocity']
    case 'sgd':
      return ['velocity']
    default:
      return assertNever(optimizer)
  }
}
