/** @file Graph surgery: an edited graph takes over every weight whose layer and shape still fit. */
import type { Weight } from '../../compile/build'
import { sameShape } from '../../tensor/shape'
import type { Slots } from './optimizer'
import type { Trainer } from './trainer'

/**
 * Copies weights, moving averages, moments, state, update counts and the step from one trainer to another, by weight id.
 * `kept` counts the layers all of whose weights were taken over; `fresh` names those that have at least one weight that starts
 * afresh. Layers without weights are in neither.
 */
export function inheritWeights(from: Trainer, to: Trainer): { kept: number; fresh: string[] } {
  to.step = from.step
  for (const [id, optimizer] of to.optimizers) optimizer.updates = from.optimizers.get(id)?.updates ?? 0
  const old = new Map(weightsOf(from).map((entry) => [entry.weight.id, entry]))
  const layers = new Set<string>()
  const fresh = new Set<string>()
  for (const { layer, weight, slots } of weightsOf(to)) {
    layers.add(layer)
    const before = old.get(weight.id)
    if (!before || !sameShape(before.weight.live.shape, weight.live.shape)) {
      fresh.add(layer)
      continue
    }
    weight.live.assign(before.weight.live)
    weight.ema?.assign(before.weight.ema ?? before.weight.live)
    for (const [name, slot] of Object.entries(slots)) {
      const moment = before.slots[name]
      if (moment) slot.assign(moment)
    }
  }
  return { kept: layers.size - fresh.size, fresh: [...fresh] }
}

interface Owned {
  layer: string
  weight: Weight
  slots: Slots
}

/** Everything in networks, with its moments, and the state outside of them. */
function weightsOf({ machine, optimizers }: Trainer): Owned[] {
  const inNetworks = [...machine.models].flatMap(([id, { plan, weights }]) =>
    plan.weights.map((spec) => ({
      layer: spec.layer,
      weight: weights.get(spec.id)!,
      slots: optimizers.get(id)?.slots.get(spec.id) ?? {},
    })),
  )
  const outside = [...machine.state].flatMap(([layer, weights]) =>
    Object.values(weights).map((weight) => ({ layer, weight, slots: {} })),
  )
  return [...inNetworks, ...outside]
}
