/** @file Everything of a run that cannot be computed again: weights, moving averages, moments, counts. */
import type { Tensor } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import type { Weight } from '../../compile/build'
import { CHECKPOINT_FORMAT, CHECKPOINT_VERSION, misfit, openCheckpoint } from '../../compile/checkpoint-file'
import { fail, ok, type Result } from '../../lib/result'
import { encodeSafetensors, type NamedTensor } from '../../lib/safetensors'
import { sameShape } from '../../tensor/shape'
import { readBack } from './read-back'
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
  // Before the first wait: the run goes on while the values are read back.
  const { step } = trainer
  const updates = Object.fromEntries([...trainer.optimizers].map(([id, optimizer]) => [id, optimizer.updates]))
  const tensors: NamedTensor[] = await Promise.all(
    named.map(async ({ name, tensor }) => {
      // Held while it is read: the next update would let go of it.
      const held = tensor.clone()
      return { name, shape: tensor.shape, values: await readBack(held) }
    }),
  )
  return encodeSafetensors(tensors, {
    format: CHECKPOINT_FORMAT,
    version: CHECKPOINT_VERSION,
    step: String(step),
    updates: JSON.stringify(updates),
  })
}

/**
 * Puts a checkpoint's weights, averages, moments and counts into a trainer of the same graph; answers its step. A weight that is
 * missing or of another shape is a problem, and then nothing was changed; moments may be absent.
 */
export function restoreCheckpoint(trainer: Trainer, file: Uint8Array): Result<number, string> {
  const opened = openCheckpoint(file)
  if (!opened.ok) return opened
  const { metadata, saved } = opened.value
  const counts = countsOf(metadata)
  if (!counts) return fail('It does not say at which step it was saved, or how many updates each network has had.')
  const { machine } = trainer
  const weights: Weight[] = [
    ...[...machine.models.values()].flatMap((model) => [...model.weights.values()]),
    ...[...machine.state.values()].flatMap((state) => Object.values(state)),
  ]
  const targets = weights.flatMap(({ id, live, ema }) => [
    { name: `weights/${id}`, variable: live },
    ...(ema ? [{ name: `ema/${id}`, variable: ema }] : []),
  ])
  for (const { name, variable } of targets) {
    const shape = saved.get(name)?.shape
    if (!shape || !sameShape(shape, variable.shape)) return fail(misfit(name, shape ?? null, variable.shape))
  }
  const moments = [...trainer.optimizers.values()].flatMap(({ slots }) =>
    [...slots].flatMap(([weight, byName]) =>
      Object.entries(byName).map(([slot, variable]) => ({ name: `moments/${weight}/${slot}`, variable })),
    ),
  )
  for (const { name, variable } of [...targets, ...moments]) {
    const tensor = saved.get(name)
    if (tensor && sameShape(tensor.shape, variable.shape))
      machine.tf.tidy(() => variable.assign(machine.tf.tensor(tensor.values, variable.shape)))
  }
  for (const [id, optimizer] of trainer.optimizers) optimizer.updates = counts.updates[id] ?? 0
  trainer.step = counts.step
  return ok(trainer.step)
}

function countsOf(metadata: Record<string, string>): { step: number; updates: Record<string, number> } | null {
  const count = z.int().min(0)
  const counts = z.object({ step: count, updates: z.record(z.string(), count) })
  try {
    const { step, updates } = metadata
    return counts.safeParse({ step: JSON.parse(step ?? ''), updates: JSON.parse(updates ?? '{}') }).data ?? null
  } catch {
    return null
  }
}
