/**
 * @file What a checkpoint's weights are called, and how they are read without a trainer: for exports, which need the weights and
 * nothing else. `train/worker/checkpoint.ts` writes and restores whole runs.
 */
import { fail, ok, type Result } from '../lib/result'
import { decodeSafetensors } from '../lib/safetensors'
import { sameShape } from '../tensor/shape'
import type { Plan, PlanWeight } from './plan'

export const CHECKPOINT_FORMAT = 'ganvas-checkpoint'
export const CHECKPOINT_VERSION = '1'

/** What is in a checkpoint for those who only want its weights. */
export interface CheckpointWeights {
  /** Steps done. */
  step: number
  /** Values in row order by the weight's id, `layer/weight`. */
  weights: ReadonlyMap<string, Float32Array>
  /** Moving averages, of the weights that have one. */
  ema: ReadonlyMap<string, Float32Array>
}

/** Why a file with this metadata cannot be read as a checkpoint; `null` when it can. */
export function checkpointProblem({ format, version }: Record<string, string>): string | null {
  if (format === CHECKPOINT_FORMAT && version === CHECKPOINT_VERSION) return null
  return `It is of the format "${format ?? 'unknown'}", version ${version ?? 'unknown'}; expected ${CHECKPOINT_FORMAT}, version ${CHECKPOINT_VERSION}.`
}

/** The weights of every network of the plan. A weight that is missing or of another shape is a problem. */
export function readCheckpointWeights(plan: Plan, file: Uint8Array): Result<CheckpointWeights, string> {
  const decoded = decodeSafetensors(file)
  if (!decoded.ok) return decoded
  const { metadata, tensors } = decoded.value
  const foreign = checkpointProblem(metadata)
  if (foreign) return fail(foreign)
  const step = Number(metadata.step)
  if (!Number.isSafeInteger(step) || step < 0)
    return fail(`Its step is "${metadata.step ?? 'missing'}", expected a whole number.`)
  const saved = new Map(tensors.map((tensor) => [tensor.name, tensor]))
  const weights = new Map<string, Float32Array>()
  const ema = new Map<string, Float32Array>()
  for (const spec of Object.values(plan.networks).flatMap((network): readonly PlanWeight[] => network.weights)) {
    const tensor = saved.get(`weights/${spec.id}`)
    if (!tensor || !sameShape(tensor.shape, spec.shape)) {
      const held = tensor ? `[${tensor.shape.join(', ')}]` : 'nothing'
      return fail(
        `It holds ${held} for weights/${spec.id}, expected [${spec.shape.join(', ')}]. Give the graph that was saved with it.`,
      )
    }
    weights.set(spec.id, tensor.values)
    const average = saved.get(`ema/${spec.id}`)
    if (average && sameShape(average.shape, spec.shape)) ema.set(spec.id, average.values)
  }
  return ok({ step, weights, ema })
}
