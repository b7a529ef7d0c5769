/** @file A run as the session holds it, and what can go wrong with one that is not our mistake. */
import { compile } from '../../compile/compile'
import type { Plan } from '../../compile/plan'
import type { GraphDocument } from '../../graph/document'
import type { TensorFlow } from '../../layers/layer'
import type { BackendChoice, BackendInfo, FromWorker } from '../protocol'
import { restoreCheckpoint } from './checkpoint'
import type { Keeper } from './keeper'
import type { LatentPlay } from './latent-play'
import type { Life } from './life'
import { type LossLog, NonFiniteLoss } from './loss-log'
import type { Loss } from './recovery'
import type { Reports } from './reports'
import type { Trainer } from './trainer'

export interface OpenedBackend {
  tf: TensorFlow
  info: BackendInfo
  /** Resolves with the reason when the device is gone; `null` when that cannot happen. */
  lost: Promise<string> | null
}

/** Something that the user can mend or must know; anything else that is thrown is our own mistake. */
export class RunFailure extends Error {
  constructor(
    readonly code: 'backend' | 'data' | 'memory' | 'document' | 'storage',
    message: string,
  ) {
    super(message)
  }
}

export interface Run {
  id: number
  document: GraphDocument
  choice: BackendChoice
  backend: OpenedBackend
  trainer: Trainer
  log: LossLog
  status: 'paused' | 'running' | 'done'
  /** Number of the loop that drives it; an older loop that wakes up later stops. */
  loop: number
  /** Step at which it is done. */
  until: number
  ema: boolean
  reports: Reports
  life: Life
  play: LatentPlay
  keeper: Keeper
  /** Checkpoints newer than the one it went on from, each with what is wrong with it; `null`: it did not go on from any. */
  passedOver: string[] | null
  /** Devices of this run that were lost. */
  losses: Loss[]
}

/** Throws `RunFailure` with the errors of a document that cannot be trained. */
export function planOf(document: GraphDocument): Plan {
  const { plan, diagnostics } = compile(document)
  if (plan) return plan
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  throw new RunFailure('document', errors.map(({ message }) => message).join('\n') || 'The graph has errors.')
}

/** Throws a `RunFailure` when the checkpoint is not of this trainer's graph. */
export function restoreInto(trainer: Trainer, checkpoint: Uint8Array) {
  const restored = restoreCheckpoint(trainer, checkpoint)
  if (!restored.ok) throw new RunFailure('storage', `This run cannot go on. ${restored.problem}`)
}

/** What the page is told when a run ends with an error at this step. */
export function failureOf(error: unknown, runId: number, step: number): FromWorker {
  const failure = { type: 'failed' as const, runId, step, message: textOf(error), node: null }
  if (error instanceof NonFiniteLoss) return { ...failure, code: 'non-finite', step: error.step, node: error.objective }
  return { ...failure, code: error instanceof RunFailure ? error.code : 'internal' }
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
