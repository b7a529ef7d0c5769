/**
 * @file Keeps a run: its history, and a checkpoint every so often in the store of runs. The first comes soon, the next ones after
 * twice as long each, then every 30 seconds. Where there is no store, or no room, the newest one stays in memory, for a device that is lost.
 */
import type { GraphDocument } from '../../graph/document'
import { saveDocument } from '../../graph/save'
import { StorageFull } from '../../runs/directory'
import { RunHistory } from '../../runs/history'
import type { LoadedRun, RunStore } from '../../runs/run-store'
import type { FromWorker } from '../protocol'
import { encodeCheckpoint } from './checkpoint'
import { textOf } from './run'
import { samplesPng } from './sample-sheet'
import type { Trainer } from './trainer'

/** Never more than this much training is lost. */
export const KEEP_EVERY_MS = 30_000
const FIRST_AFTER_MS = 2000
/** After a checkpoint that could not be stored. */
const RETRY_AFTER_MS = 5000
/** Share of the time that checkpoints may take before the 30 seconds are over. */
const COST_SHARE = 0.05

export interface KeptRun {
  store: RunStore
  /** Of the run in the store. */
  id: string
  /** Lets go of the claim on it. */
  release(): void
}

interface KeeperHost {
  runId: number
  /** `null`: nothing is stored. */
  kept: KeptRun | null
  nowMs(): number
  post(message: FromWorker): void
  /** Resolves when all losses up to now are in the history. */
  flushLosses(): Promise<void>
  /** False when the device is gone: what was read back from it means nothing. */
  isSound(): Promise<boolean>
}

export class Keeper {
  private readonly startedAtMs: number
  private keptAtMs: number
  private keptStep: number | null = null
  private costMs = 0
  /** What steps and seed do not say is in the weights, and is in no checkpoint yet. */
  private changed = false
  private keeping: Promise<void> = Promise.resolve()
  private memory: LoadedRun | null = null
  /** The page was told that nothing can be kept; it is not told again until something was. */
  private complained = false

  constructor(
    private readonly host: KeeperHost,
    readonly history = new RunHistory(),
  ) {
    this.startedAtMs = host.nowMs()
    this.keptAtMs = this.startedAtMs
  }

  isDue(step: number): boolean {
    if (step === this.keptStep || step === 0) return false
    const usual = Math.max(FIRST_AFTER_MS, this.keptAtMs - this.startedAtMs)
    const soon = Math.max(this.complained ? RETRY_AFTER_MS : usual, this.costMs / COST_SHARE)
    return this.host.nowMs() - this.keptAtMs >= Math.min(KEEP_EVERY_MS, soon)
  }

  /** Whether anything of this run was ever kept. */
  get hasKept(): boolean {
    return this.keptStep !== null
  }

  /** The checkpoint from which this run began or went on. */
  wasAt(step: number) {
    this.keptStep = step
  }

  /** The run went back to its newest checkpoint; `null`: to its beginning. */
  wentBackTo(step: number | null) {
    this.keptStep = step
    // In memory only, it is to be stored as soon as there is room.
    this.changed = this.memory !== null
  }

  /** Weights were put in from outside: the next time it is kept, even if no step was made since. */
  wasChanged() {
    this.changed = true
  }

  /** Keeps the run as it is now, or as it is when what is being kept already is stored. */
  keep(trainer: Trainer, document: GraphDocument): Promise<void> {
    const next = this.keeping.then(() => this.keepNow(trainer, document))
    this.keeping = next.catch(() => {})
    return next
  }

  private async keepNow(trainer: Trainer, document: GraphDocument) {
    const { host, history } = this
    const { step, plan, machine } = trainer
    if (!this.changed && (step === this.keptStep || step === 0)) return
    this.changed = false
    const startMs = host.nowMs()
    const text = saveDocument(document)
    // Both of this step, before the first wait: the run may go on meanwhile.
    const [network] = await Promise.all([encodeCheckpoint(trainer), host.flushLosses()])
    const picture = host.kept && (await samplesPng(trainer))
    if (!(await host.isSound())) return
    try {
      if (host.kept) {
        const { store, id } = host.kept
        const sizeBytes = await store.save(id, {
          step,
          document: text,
          network,
          history,
          picture,
          backend: machine.tf.getBackend(),
          seed: plan.seed,
          steps: plan.steps,
          graph: document.name,
        })
        this.memory = null
        host.post({ type: 'kept', runId: host.runId, run: id, step, sizeBytes })
      } else this.memory = this.copyOf(step, text, network)
      this.complained = false
    } catch (error) {
      this.memory = this.copyOf(step, text, network)
      // Of this step too, as soon as there is room.
      this.changed = true
      this.complain(error)
    }
    this.keptStep = step
    this.keptAtMs = host.nowMs()
    this.costMs = this.keptAtMs - startMs
  }

  /** The newest checkpoint that is whole; `null` when there is none yet. */
  async newest(): Promise<LoadedRun | null> {
    if (this.memory) return this.memory
    const { kept } = this.host
    const loaded = kept && this.keptStep !== null ? await kept.store.load(kept.id) : null
    return loaded?.ok ? loaded.value : null
  }

  /** Resolves when nothing is being written any more. */
  settled(): Promise<void> {
    return this.keeping
  }

  /** The run was ended by whoever trained it: it is not offered again. */
  async setAside() {
    const { kept } = this.host
    // Where that cannot be written, it is offered once too often.
    await kept?.store.setAside(kept.id).catch(() => {})
  }

  /** The run may be trained elsewhere from now on. */
  release() {
    this.host.kept?.release()
  }

  private copyOf(step: number, document: string, network: Uint8Array<ArrayBuffer>): LoadedRun {
    return { step, document, network, history: this.history, passedOver: [] }
  }

  private complain(error: unknown) {
    if (this.complained) return
    this.complained = true
    const message = `This run could not be saved. ${textOf(error)} Training goes on, and what was saved before is still there.`
    this.host.post({ type: 'not-kept', runId: this.host.runId, full: error instanceof StorageFull, message })
  }
}
