/**
 * @file How the weights of each layer move, measured around the updates of one step: the norms of gradient, weight and change. It reads
 * what passes and changes nothing, so a run is the same with and without it. And how many units are dead.
 */
import type { NetworkModel } from '../../compile/build'
import { layersOf, type Plan } from '../../compile/plan'
import type { Tensor, TensorFlow } from '../../layers/layer'
import type { Heat, LayerHeat, Units, WeightMotion } from '../life'
import { canDie, unitsOf } from './insides'
import { observe } from './observe'
import { readBack } from './read-back'
import type { Trainer } from './trainer'

/** Listens to the updates of one step. Whoever takes what it measured disposes of nothing; a meter that is not taken is disposed of. */
export class UpdateMeter {
  /** By network: rows of squared norms of gradient, weight and change, still on the backend. */
  private readonly measured = new Map<string, { layers: { layer: string; weights: number }[]; squares: Tensor }>()

  constructor(private readonly tf: TensorFlow) {}

  /** Makes an update and measures it. Of several updates of a network in one step the last one stays. */
  around(model: NetworkModel, gradients: ReadonlyMap<string, Tensor>, update: () => void) {
    const { tf } = this
    const moving = [...model.weights.values()].filter(({ id, trainable }) => trainable && gradients.has(id))
    const before = new Map(moving.map(({ id, live }) => [id, live.clone()]))
    update()
    const layerOf = new Map(model.plan.weights.map(({ id, layer }) => [id, layer]))
    const byLayer = grouped(moving, ({ id }) => layerOf.get(id)!)
    if (byLayer.size > 0) {
      const squares = tf.tidy(() => {
        const squareOf = (tensor: Tensor) => tf.sum(tf.square(tensor))
        const rows = [...byLayer.values()].map((weights) =>
          tf.addN(
            weights.map(({ id, live }) => {
              const old = before.get(id)!
              return tf.stack([squareOf(gradients.get(id)!), squareOf(old), squareOf(tf.sub(live, old))])
            }),
          ),
        )
        return tf.keep(tf.stack(rows))
      })
      this.measured.get(model.plan.id)?.squares.dispose()
      const layers = [...byLayer].map(([layer, weights]) => ({
        layer,
        weights: weights.reduce((sum, { live }) => sum + live.size, 0),
      }))
      this.measured.set(model.plan.id, { layers, squares })
    }
    for (const tensor of before.values()) tensor.dispose()
  }

  /** By layer, what was measured. */
  async take(): Promise<Record<string, WeightMotion>> {
    const measured = [...this.measured.values()]
    this.measured.clear()
    const read = await Promise.all(measured.map(({ squares }) => readBack(squares)))
    const motions: Record<string, WeightMotion> = {}
    for (const [index, { layers }] of measured.entries()) {
      const values = read[index]!
      layers.forEach(({ layer, weights }, row) => {
        const [gradientNorm, weightNorm, updateNorm] = [0, 1, 2].map((column) =>
          Math.sqrt(values[3 * row + column]!),
        ) as [number, number, number]
        motions[layer] = { gradientNorm, weightNorm, updateNorm, weights }
      })
    }
    return motions
  }

  dispose() {
    for (const { squares } of this.measured.values()) squares.dispose()
    this.measured.clear()
  }
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** What layers that can die are looked at with. */
const SAMPLES = 64

/** Of every layer that has weights to move or units that can die. `motions` are of the update that was measured last. */
export async function computeHeat(trainer: Trainer, motions: Readonly<Record<string, WeightMotion>>): Promise<Heat> {
  const units = await deadUnits(trainer)
  const layers: Record<string, LayerHeat> = {}
  for (const node of new Set([...Object.keys(motions), ...Object.keys(units)]))
    layers[node] = { motion: motions[node] ?? null, units: units[node] ?? null }
  return { step: trainer.step, layers }
}

const layersIn = (plan: Plan) => plan.operations.flatMap((operation) => layersOf(plan, operation))

/** Read back in one go. A unit lives when it is not 0 for some sample in some call. */
async function deadUnits(trainer: Trainer): Promise<Record<string, Units>> {
  const { plan, step } = trainer
  const { tf } = trainer.machine
  const mortal = new Set(layersIn(plan).flatMap((layer) => (canDie(layer, step) ? [layer.node] : [])))
  if (mortal.size === 0) return {}
  const counts: [node: string, count: number][] = []
  const peaks = tf.tidy(() => {
    const byNode = grouped(observe(trainer, mortal, 'live', SAMPLES), ({ layer }) => layer.node)
    const perLayer = [...byNode].map(([node, calls]) => {
      const perCall = calls.map(({ layer, value }) => {
        return tf.max(tf.reshape(tf.abs(value), [-1, unitsOf(layer)]), 0)
      })
      const peak = tf.max(tf.stack(perCall), 0)
      counts.push([node, peak.size])
      return peak as ReturnType<typeof tf.tensor1d>
    })
    return tf.concat(perLayer, 0)
  })
  const values = await readBack(peaks)
  let first = 0
  return Object.fromEntries(
    counts.map(([node, count]) => {
      const dead = values.subarray(first, first + count).reduce((sum, peak) => sum + (peak === 0 ? 1 : 0), 0)
      first += count
      return [node, { count, dead }]
    }),
  )
}
