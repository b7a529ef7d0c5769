/** @file Putting given weights into a network of a run, as a place to train on from. */
import { invariant } from '../../lib/assert'
import type { Trainer } from './trainer'

export interface GivenWeights {
  network: string
  /** Values in row order by the weight's id, `layer/weight`; those that are not there stay as they are. */
  live: ReadonlyMap<string, Float32Array>
  /** Moving averages; a weight that has one and is given none begins it at its own value. */
  ema: ReadonlyMap<string, Float32Array>
}

/**
 * Moments and the count of updates belong to the way by which the old weights came about, so those of the network begin anew. Values
 * have the sizes of the weights. Answers the layers all of whose weights were given, and those that lack some.
 */
export function loadWeights(
  { machine, optimizers }: Trainer,
  { network, live, ema }: GivenWeights,
): { loaded: string[]; rest: string[] } {
  const model = machine.models.get(network)
  invariant(model, `network ${network} is of this run`)
  const rest = new Set<string>()
  const layers = new Set<string>()
  machine.tf.tidy(() => {
    for (const { id, layer } of model.plan.weights) {
      layers.add(layer)
      const weight = model.weights.get(id)!
      const values = live.get(id)
      if (!values) {
        rest.add(layer)
        continue
      }
      weight.live.assign(machine.tf.tensor(values, weight.live.shape))
      const average = ema.get(id) ?? values
      weight.ema?.assign(machine.tf.tensor(average, weight.live.shape))
    }
    const optimizer = optimizers.get(network)
    if (!optimizer) return
    optimizer.updates = 0
    for (const slots of optimizer.slots.values())
      for (const slot of Object.values(slots)) slot.assign(machine.tf.zerosLike(slot))
  })
  return { loaded: [...layers].filter((layer) => !rest.has(layer)), rest: [...rest] }
}
