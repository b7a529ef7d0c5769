/** @file What a session needs from the place where it runs: the page's worker, the command line, a test. */
import type { DataFiles } from '../../data/dataset'
import type { RunStore } from '../../runs/run-store'
import type { BackendChoice, FromWorker } from '../protocol'
import type { OpenedBackend } from './run'

export interface SessionHost {
  openBackend(choice: BackendChoice): Promise<OpenedBackend>
  files: DataFiles
  post(message: FromWorker, transfer: ArrayBuffer[]): void
  nowMs(): number
  /** Lets waiting messages in. Must not be slowed down in a background tab. */
  yieldToMessages(): Promise<void>
  /** How often losses are reported. */
  reportEveryMs: number
  /** Metrics are renewed at most this often, and take no more than a tenth of the time. */
  metricsEveryMs: number
  /** Samples for the metrics at the end of the run; `null`: as few as while it goes on. */
  finalSamples: number | null
  /** Pictures are computed at most this often; `null` for never. */
  previewsEveryMs: number | null
  /** Where checkpoints go; `null` where there is no such place. Asked for once. Left out: nothing is stored. */
  openRuns?(): Promise<RunStore | null>
}
