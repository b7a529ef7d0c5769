/**
 * @file One update of one weight as a function of tensors: Adam (Kingma and Ba 2015, Algorithm 1), RMSProp (ε outside the
 * root, as in PyTorch) and SGD with momentum, with both clips. It changes nothing, so that training and looking ahead
 * (gradients through updates) share the arithmetic.
 */
import type { Optimizer, PlanNetwork } from '../../compile/plan'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { assertNever } from '../../lib/assert'
import type { Resolved } from '../../lib/schedule'

/** Below every square that matters, and a number that every backend has: the slope of a root stays finite. */
const TINY = 1e-30

export interface UpdateRule {
  settings: Resolved<Optimizer>
  clip: PlanNetwork['clip']
  clipGradient: PlanNetwork['clipGradient']
  /** Updates of the network up to this one, for Adam's bias correction. */
  updates: number
  /** A gradient will go through the update: roots of 0 then need care. */
  differentiable: boolean
}

export interface Moved {
  weight: Tensor
  /** Moments by name, as `momentNames` lists them; those that did not change are left out. */
  moments: Record<string, Tensor>
}

/** `m` and `v` for Adam, `v` and `velocity` for RMSProp, `velocity` for SGD. */
export function momentNames(optimizer: Optimizer): readonly string[] {
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

/** The weight and its moments after one update. */
export function updated(
  tf: TensorFlow,
  rule: UpdateRule,
  weight: Tensor,
  gradient: Tensor,
  moments: Readonly<Record<string, Tensor>>,
): Moved {
  const { change, ...moved } = changeOf(tf, rule, clipped(tf, gradient, rule.clipGradient), moments)
  const next = tf.sub(weight, change)
  return { ...moved, weight: rule.clip === null ? next : tf.clipByValue(next, -rule.clip, rule.clip) }
}

function clipped(tf: TensorFlow, gradient: Tensor, limit: number | null): Tensor {
  if (limit === null) return gradient
  const norm = tf.sqrt(tf.maximum(tf.sum(tf.square(gradient)), TINY))
  return tf.mul(gradient, tf.div(limit, tf.maximum(norm, limit)))
}

function changeOf(
  tf: TensorFlow,
  { settings, updates, differentiable }: UpdateRule,
  gradient: Tensor,
  moments: Readonly<Record<string, Tensor>>,
): { change: Tensor; moments: Record<string, Tensor> } {
  const average = (moment: Tensor, value: Tensor, decay: number) =>
    tf.add(tf.mul(moment, decay), tf.mul(value, 1 - decay))
  const root = (value: Tensor) => tf.sqrt(differentiable ? tf.maximum(value, TINY) : value)
  switch (settings.kind) {
    case 'adam': {
      const { beta1, beta2, epsilon, learningRate } = settings
      const m = beta1 === 0 ? gradient : average(moments.m!, gradient, beta1)
      const v = average(moments.v!, tf.square(gradient), beta2)
      const correctedM = 1 - beta1 ** updates
      const correctedV = Math.sqrt(1 - beta2 ** updates)
      const rate = (learningRate * correctedV) / correctedM
      const change = tf.mul(tf.div(m, tf.add(root(v), epsilon * correctedV)), rate)
      return { change, moments: beta1 === 0 ? { v } : { m, v } }
    }
    case 'rmsprop': {
      const { decay, momentum, epsilon, learningRate } = settings
      const v = average(moments.v!, tf.square(gradient), decay)
      const change = tf.mul(tf.div(gradient, tf.add(root(v), epsilon)), learningRate)
      if (momentum === 0) return { change, moments: { v } }
      const velocity = tf.add(tf.mul(moments.velocity!, momentum), change)
      return { change: velocity, moments: { v, velocity } }
    }
    case 'sgd': {
      const { momentum, learningRate } = settings
      if (momentum === 0) return { change: tf.mul(gradient, learningRate), moments: {} }
      const velocity = tf.add(tf.mul(moments.velocity!, momentum), gradient)
      return { change: tf.mul(velocity, learningRate), moments: { velocity } }
    }
    default:
      return assertNever(settings)
  }
}
