/** @file A run as the session holds it, and what can go wrong with one that is not our mistake. */
import { compile } from '../../compile/compile'
import type { Plan } from '../../compile/plan'
import type { GraphDocument } from '../../graph/document'
import type { TensorFlow } from '../../layers/layer'
import type { BackendChoice, BackendInfo } from '../protocol'
import type { Keeper } from './keeper'
import type { LatentPlay } from './latent-play'
import type { Life } from './life'
import type { LossLog } from './loss-log'
import type { MetricReport } from './metrics'
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
  /** Steps and times of the last reports, for the speed. */
  marks: { step: number; atMs: number }[]
  report: MetricReport
  reportedAtMs: number
  previewedAtMs: number
  previewCostMs: number
  measuredAtMs: number
  measureCostMs: number
  life: Life
  play: LatentPlay
  keeper: Keeper
  /** Where the device was lost last; `null`: never. Losing it again before this step is passed, the GPU is given up. */
  lostAtStep: number | null
}

/** Throws `RunFailure` with the errors of a document that cannot be trained. */
export function planOf(document: GraphDocument): Plan {
  const { plan, diagnostics } = compile(document)
  if (plan) return plan
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  throw new RunFailure('document', errors.map(({ message }) => message).join('\n') || 'The graph has errors.')
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
