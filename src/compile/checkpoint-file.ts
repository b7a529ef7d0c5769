/**
 * @file What a checkpoint's weights are called, and how they are read without a trainer: for exports, which need the weights and
 * nothing else. `train/worker/checkpoint.ts` writes and restores whole runs.
 */
import { fail, ok, type Result } from '../lib/result'
import { decodeSafetensors, type NamedTensor } from '../lib/safetensors'
import { type Shape, sameShape } from '../tensor/shape'
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

export interface OpenedCheckpoint {
  metadata: Record<string, string>
  /** By name. */
  saved: ReadonlyMap<string, NamedTensor>
}

/** A file that is no checkpoint, or of another version, is a problem. */
export function openCheckpoint(file: Uint8Array): Result<OpenedCheckpoint, string> {
  const decoded = decodeSafetensors(file)
  if (!decoded.ok) return decoded
  const { metadata, tensors } = decoded.value
  const foreign = checkpointProblem(metadata)
  return foreign === null ? ok({ metadata, saved: byName(tensors) }) : fail(foreign)
}

export const byName = (tensors: readonly NamedTensor[]): ReadonlyMap<string, NamedTensor> =>
  new Map(tensors.map((tensor) => [tensor.name, tensor]))

/** Why a checkpoint is of another graph: `found` is the shape that it has for this name; `null`, none. */
export const misfit = (name: string, found: Shape | null, expected: Shape): string =>
  `It holds ${found ? `[${found.join(', ')}]` : 'nothing'} for ${name}, expected [${expected.join(', ')}]. Give the graph that was saved with it.`

export interface FoundWeights {
  /** Values in row order by the weight's id, `layer/weight`. */
  live: Map<string, Float32Array>
  /** Moving averages, of those that the file has one of. */
  ema: Map<string, Float32Array>
  /** Weights that the file has nothing for. */
  missing: string[]
  /** Weights that the file has in another shape. */
  misshapen: { id: string; found: Shape; expected: Shape }[]
}

/** What a checkpoint has of these weights. */
export function findWeights(weights: readonly PlanWeight[], saved: OpenedCheckpoint['saved']): FoundWeights {
  const found: FoundWeights = { live: new Map(), ema: new Map(), missing: [], misshapen: [] }
  for (const { id, shape } of weights) {
    const tensor = saved.get(`weights/${id}`)
    if (!tensor) found.missing.push(id)
    else if (!sameShape(tensor.shape, shape)) found.misshapen.push({ id, found: tensor.shape, expected: shape })
    else {
      found.live.set(id, tensor.values)
      const average = saved.get(`ema/${id}`)
      if (average && sameShape(average.shape, shape)) found.ema.set(id, average.values)
    }
  }
  return found
}

/** The weights of every network of the plan. A weight that is missing or of another shape is a problem. */
export function readCheckpointWeights(plan: Plan, file: Uint8Array): Result<CheckpointWeights, string> {
  const opened = openCheckpoint(file)
  if (!opened.ok) return opened
  const { metadata, saved } = opened.value
  const step = Number(metadata.step)
  if (!Number.isSafeInteger(step) || step < 0)
    return fail(`Its step is "${metadata.step ?? 'missing'}", expected a whole number.`)
  const weights = Object.values(plan.networks).flatMap((network): readonly PlanWeight[] => network.weights)
  const { live, ema } = findWeights(weights, saved)
  const lacking = weights.find(({ id }) => !live.has(id))
  if (lacking) {
    const name = `weights/${lacking.id}`
    return fail(misfit(name, saved.get(name)?.shape ?? null, lacking.shape))
  }
  return ok({ step, weights: live, ema })
}
