/** @file Graph surgery: an edited graph takes over every weight whose layer and shape still fit. */
import { sameShape } from '../../tensor/shape'
import type { Trainer } from './trainer'

/**
 * Copies weights, moving averages, moments, update counts and the step from one trainer to another, by weight id.
 * `kept` counts the layers all of whose weights were taken over; `fresh` names those that have at least one weight that starts
 * afresh. Layers without weights are in neither.
 */
export function inheritWeights(from: Trainer, to: Trainer): { kept: number; fresh: string[] } {
  to.step = from.step
  const layers = new Set<string>()
  const fresh = new Set<string>()
  const old = new Map([...from.machine.models.values()].flatMap((model) => [...model.weights]))
  const oldSlots = new Map([...from.optimizers.values()].flatMap((optimizer) => [...optimizer.slots]))
  for (const [id, model] of to.machine.models) {
    const optimizer = to.optimizers.get(id)
    if (optimizer) optimizer.updates = from.optimizers.get(id)?.updates ?? 0
    for (const spec of model.plan.weights) {
      const weight = model.weights.get(spec.id)!
      layers.add(spec.layer)
      const before = old.get(spec.id)
      if (!before || !sameShape(before.live.shape, weight.live.shape)) {
        fresh.add(spec.layer)
        continue
      }
      weight.live.assign(before.live)
      weight.ema?.assign(before.ema ?? before.live)
      const slots = optimizer?.slots.get(spec.id) ?? {}
      for (const [name, slot] of Object.entries(slots)) {
        const moment = oldSlots.get(spec.id)?.[name]
        if (moment) slot.assign(moment)
      }
    }
  }
  return { kept: layers.size - fresh.size, fresh: [...fresh] }
}
