/** @file Everything of a run that cannot be computed again: weights, moving averages, moments, counts. */
import type { Tensor } from '@tensorflow/tfjs-core'
import { encodeSafetensors, type NamedTensor } from '../../lib/safetensors'
import type { Trainer } from './trainer'

/**
 * The run as one safetensors file. Names: `weights/<layer>/<weight>`, `ema/…`, `moments/<layer>/<weight>/<slot>`. Its
 * metadata holds the step and, for each network, how many updates it has had. Randomness has no state to save.
 */
export async function encodeCheckpoint(trainer: Trainer): Promise<Uint8Array<ArrayBuffer>> {
  const named: { name: string; tensor: Tensor }[] = []
  for (const [id, model] of trainer.machine.models) {
    for (const weight of model.weights.values()) {
      named.push({ name: `weights/${weight.id}`, tensor: weight.live })
      if (weight.ema) named.push({ name: `ema/${weight.id}`, tensor: weight.ema })
    }
    for (const [weight, slots] of trainer.optimizers.get(id)?.slots ?? [])
      for (const [slot, tensor] of Object.entries(slots)) named.push({ name: `moments/${weight}/${slot}`, tensor })
  }
  for (const state of trainer.machine.state.values())
    for (const weight of Object.values(state)) named.push({ name: `weights/${weight.id}`, tensor: weight.live })
  const tensors: NamedTensor[] = await Promise.all(
    named.map(async ({ name, tensor }) => ({
      name,
      shape: tensor.shape,
      values: Float32Array.from(await tensor.data()),
    })),
  )
  const updates = Object.fromEntries([...trainer.optimizers].map(([id, optimizer]) => [id, optimizer.updates]))
  return encodeSafetensors(tensors, {
    format: 'ganvas-checkpoint',
    version: '1',
    step: String(trainer.step),
    updates: JSON.stringify(updates),
  })
}
