/** @file A small GAN of dense layers, its forward passes written by hand, and its draws: for loops that a trainer is compared with. */
import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import type { Tensor } from '../../layers/layer'
import { drawSources, type Values } from './evaluate'
import { type GanSpec, weightsOf } from './testing'
import type { Trainer } from './trainer'

export const mlp: GanSpec = {
  generator: [
    { kind: 'dense', params: { units: 8, activation: 'relu' } },
    { kind: 'dense', params: { units: 2 } },
  ],
  critic: [
    { kind: 'dense', params: { units: 8, activation: 'leaky-relu' } },
    { kind: 'dense', params: { units: 1 } },
  ],
}

/** The forward passes of `mlp`, written out. */
export const live = (trainer: Trainer, id: string) => trainer.machine.models.get(id[0]!)!.weights.get(id)!.live
const dense = (trainer: Trainer, node: string, x: Tensor) =>
  tf.add(tf.matMul(x as tf.Tensor2D, live(trainer, `${node}/kernel`) as tf.Tensor2D), live(trainer, `${node}/bias`))
export const generate = (trainer: Trainer, z: Tensor) => dense(trainer, 'G1', tf.relu(dense(trainer, 'G0', z)))
export const criticise = (trainer: Trainer, x: Tensor) =>
  dense(trainer, 'D1', tf.leakyRelu(dense(trainer, 'D0', x), 0.2))
export const variables = (trainer: Trainer, network: string) =>
  [...trainer.machine.models.get(network)!.weights.values()].map((weight) => weight.live)

export function draw(trainer: Trainer, step: number, round: number) {
  const values: Values = new Map()
  const { batchSize, seed } = trainer.plan
  drawSources(trainer.machine, values, batchSize, step, ['draw', seed, step, round])
  return { z: values.get('z.out')!, real: values.get('data.point')! }
}

export const expectSameWeights = (a: Trainer, b: Trainer) => {
  const [left, right] = [weightsOf(a), weightsOf(b)]
  for (const [id, values] of Object.entries(left))
    values.forEach((value, index) => {
      expect(value, id).toBeCloseTo(right[id]![index]!, 5)
    })
}
