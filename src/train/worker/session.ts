/**
 * @file A training session: takes the page's messages, keeps at most one run, and says what happens. The command line uses
 * the same session, so a file trains the same with and without a browser.
 */

import { compile } from '../../compile/compile'
import type { Plan } from '../../compile/plan'
import type { DataFiles, LoadedDataset } from '../../data/dataset'
import type { GraphDocument } from '../../graph/document'
import type { TensorFlow } from '../../layers/layer'
import { assertNever, invariant } from '../../lib/assert'
import type { BackendChoice, BackendInfo, FromWorker, ToWorker } from '../protocol'
import { encodeCheckpoint } from './checkpoint'
import { loadDatasets } from './datasets'
import { inheritWeights } from './inherit'
import { Life } from './life'
import { LossLog, NonFiniteLoss } from './loss-log'
import { Judge, judgesTheSame, type MetricReport } from './metrics'
import { buffersOf, computePreviews } from './previews'
import { Trainer } from './trainer'

export interface OpenedBackend {
  tf: TensorFlow
  info: BackendInfo
  /** Resolves with the reason when the device is gone; `null` when that cannot happen. */
  lost: Promise<string> | null
}

/** What a session needs from the place where it runs. */
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
}

/** Something that the user can mend or must know; anything else that is thrown is our own mistake. */
class RunFailure extends Error {
  constructor(
    readonly code: 'backend' | 'data' | 'memory' | 'document',
    message: string,
  ) {
    super(message)
  }
}

interface Run {
  id: number
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
}

/** Steps run without letting messages in for at most this long, so that Pause feels immediate. */
const SLICE_MS = 24
/** Pictures may take this share of the time. */
const PREVIEW_SHARE = 0.12
/** And metrics this one. */
const METRICS_SHARE = 0.1
/** What the first evaluation of images is taken to cost: it is put off by ten times as much. */
const SLOW_METRICS_MS = 2000
const SPEED_WINDOW_MS = 3000

export class TrainingSession {
  private run: Run | null = null
  private opened: { choice: BackendChoice; backend: OpenedBackend } | null = null
  private judge: Judge | null = null
  private readonly datasets = new Map<string, LoadedDataset>()
  /** The run that is being built; a newer one makes it void. */
  private starting: number | null = null
  /** Keeps what arrives in order: a message waits for the one before it. */
  private queue: Promise<void> = Promise.resolve()

  constructor(private readonly host: SessionHost) {}

  /** The trainer of the present run, for checkpoints and samples. */
  get trainer(): Trainer | null {
    return this.run?.trainer ?? null
  }

  handle(message: ToWorker): Promise<void> {
    if (message.type === 'start') this.starting = message.runId
    // Takes effect at once, or a run that is still loading could not be given up.
    if (message.type === 'stop' && this.starting === message.runId) this.starting = null
    this.queue = this.queue.then(() => this.act(message)).catch((error) => this.fail(message.runId, error))
    return this.queue
  }

  private async act(message: ToWorker): Promise<void> {
    if (message.type === 'start') return this.start(message)
    const { run } = this
    if (!run || run.id !== message.runId) return
    switch (message.type) {
      case 'replace':
        return this.replace(run, message.document)
      case 'resume':
        if (run.status === 'running') return
        if (run.status === 'done') run.until = run.trainer.step + run.trainer.plan.steps
        run.status = 'running'
        run.marks = []
        void this.loop(run)
        return
      case 'pause':
        return this.pause(run)
      case 'step':
        run.status = 'paused'
        this.advance(run)
        await this.report(run)
        await this.show(run)
        this.post({ type: 'paused', runId: run.id, step: run.trainer.step })
        return
      case 'show':
        run.ema = message.ema
        await this.show(run)
        return
      case 'probe':
        await run.life.probe(message.probes)
        return
      case 'measure-heat':
        await run.life.measureHeat(message.on)
        return
      case 'checkpoint': {
        const { step } = run.trainer
        const bytes = await encodeCheckpoint(run.trainer)
        this.host.post({ type: 'checkpoint', runId: run.id, step, bytes }, [bytes.buffer])
        return
      }
      case 'stop':
        this.close()
        return
      default:
        return assertNever(message)
    }
  }

  private async start(message: Extract<ToWorker, { type: 'start' }>) {
    this.close()
    const current = () => this.starting === message.runId
    const plan = planOf(message.document)
    const backend = await this.open(message.backend)
    await this.loadDatasets(message.runId, plan)
    if (!current()) return
    const trainer = new Trainer(backend.tf, plan, this.datasets)
    this.judge ??= new Judge(backend.tf, this.host.files)
    const life = new Life({
      runId: message.runId,
      trainer: () => run.trainer,
      weights: () => (run.ema ? 'ema' : 'live'),
      current: () => this.run === run,
      nowMs: () => this.host.nowMs(),
      post: (reply, transfer) => this.host.post(reply, transfer),
      everyMs: this.host.previewsEveryMs,
    })
    const run: Run = {
      id: message.runId,
      backend,
      trainer,
      log: new LossLog(backend.tf),
      status: message.paused ? 'paused' : 'running',
      loop: 0,
      until: plan.steps,
      ema: true,
      marks: [],
      report: this.judge.expected(trainer, null),
      reportedAtMs: this.host.nowMs(),
      previewedAtMs: Number.NEGATIVE_INFINITY,
      previewCostMs: 0,
      measuredAtMs: this.host.nowMs(),
      measureCostMs: this.judge.isSlow(trainer) ? SLOW_METRICS_MS : 0,
      life,
    }
    this.run = run
    this.starting = null
    this.post({ type: 'started', runId: run.id, step: 0, backend: backend.info })
    await this.show(run)
    if (run.status === 'running') void this.loop(run)
  }

  private async open(choice: BackendChoice): Promise<OpenedBackend> {
    if (this.opened?.choice === choice) return this.opened.backend
    this.opened = null
    this.judge?.dispose()
    this.judge = null
    let backend: OpenedBackend
    try {
      backend = await this.host.openBackend(choice)
    } catch (error) {
      throw new RunFailure('backend', textOf(error))
    }
    this.opened = { choice, backend }
    void backend.lost?.then((reason) => {
      if (this.opened?.backend === backend) {
        this.opened = null
        this.judge = null
      }
      const { run } = this
      if (run?.backend !== backend) return
      // Its tensors went with the device: there is nothing left to dispose of.
      this.run = null
      this.fail(
        run.id,
        new RunFailure('backend', `The GPU device was lost (${reason}). Train starts afresh.`),
        run.trainer.step,
      )
    })
    return backend
  }

  private async loadDatasets(runId: number, plan: Plan) {
    try {
      await loadDatasets(plan, this.host.files, {
        loaded: this.datasets,
        onProgress: ({ title }, fraction) => this.post({ type: 'loading', runId, dataset: title, fraction }),
      })
    } catch (error) {
      throw new RunFailure('data', textOf(error))
    }
  }

  /** Goes on with an edited document: the step, the weights and the moments that still fit stay. */
  private async replace(run: Run, document: GraphDocument) {
    const plan = planOf(document)
    await this.loadDatasets(run.id, plan)
    await this.report(run)
    const trainer = new Trainer(run.backend.tf, plan, this.datasets)
    const { kept, fresh } = inheritWeights(run.trainer, trainer)
    // Until the next evaluation the figures of before stand, if they are of the same things.
    if (this.judge && !judgesTheSame(run.trainer, trainer)) run.report = this.judge.expected(trainer, null)
    run.trainer.dispose()
    run.trainer = trainer
    run.until = Math.max(plan.steps, trainer.step)
    if (run.status === 'done' && trainer.step < run.until) run.status = 'paused'
    this.post({ type: 'replaced', runId: run.id, kept, fresh })
    await this.show(run)
  }

  private async pause(run: Run) {
    if (run.status === 'running') run.status = 'paused'
    await this.report(run)
    await this.show(run)
    this.post({ type: 'paused', runId: run.id, step: run.trainer.step })
  }

  private advance(run: Run) {
    run.log.push(
      run.trainer.step,
      run.life.around(run.status !== 'running', () => run.trainer.runStep()),
    )
  }

  private async loop(run: Run) {
    const { host } = this
    const loop = ++run.loop
    const live = () => this.run === run && run.status === 'running' && run.loop === loop
    try {
      while (live()) {
        const sliceEndsMs = host.nowMs() + SLICE_MS
        while (run.trainer.step < run.until && host.nowMs() < sliceEndsMs) this.advance(run)
        if (run.trainer.step >= run.until) {
          if (!(await this.measure(run, host.finalSamples, live))) continue
          run.status = 'done'
          await this.report(run)
          await this.show(run)
          this.post({ type: 'done', runId: run.id, step: run.trainer.step })
          return
        }
        if (host.nowMs() - run.reportedAtMs >= host.reportEveryMs) await this.report(run)
        if (live() && this.metricsAreDue(run)) await this.measure(run, null, live)
        if (live() && this.previewsAreDue(run)) await this.showPreviews(run)
        if (live()) await run.life.showDue()
        await host.yieldToMessages()
      }
    } catch (error) {
      if (this.run === run) this.fail(run.id, error)
    }
  }

  private previewsAreDue(run: Run): boolean {
    const { previewsEveryMs, nowMs } = this.host
    if (previewsEveryMs === null) return false
    return nowMs() - run.previewedAtMs >= Math.max(previewsEveryMs, run.previewCostMs / PREVIEW_SHARE)
  }

  /** All that is looked at, as it is now. */
  private async show(run: Run) {
    await this.showPreviews(run)
    if (this.run === run) await run.life.showNow()
  }

  private async showPreviews(run: Run) {
    if (this.host.previewsEveryMs === null) return
    const startMs = this.host.nowMs()
    const previews = await computePreviews(run.trainer, run.ema ? 'ema' : 'live', null)
    run.previewedAtMs = this.host.nowMs()
    run.previewCostMs = run.previewedAtMs - startMs
    if (this.run !== run) return
    this.host.post({ type: 'previews', runId: run.id, previews }, buffersOf(previews))
  }

  private metricsAreDue(run: Run): boolean {
    const { metricsEveryMs, nowMs } = this.host
    return nowMs() - run.measuredAtMs >= Math.max(metricsEveryMs, run.measureCostMs / METRICS_SHARE)
  }

  /** Messages are let in meanwhile. Answers false when one of them has changed the run: then nothing was measured. */
  private async measure(run: Run, samples: number | null, live: () => boolean): Promise<boolean> {
    const { host, judge } = this
    const { trainer } = run
    invariant(judge, 'a run has a judge')
    const startMs = host.nowMs()
    const report = await judge.measure(trainer, samples, async () => {
      await host.yieldToMessages()
      return live() && run.trainer === trainer
    })
    if (!report) return false
    run.report = report
    run.measuredAtMs = host.nowMs()
    run.measureCostMs = run.measuredAtMs - startMs
    return true
  }

  private async report(run: Run) {
    const history = await run.log.flush()
    const atMs = this.host.nowMs()
    run.reportedAtMs = atMs
    const { step } = run.trainer
    run.marks.push({ step, atMs })
    while (run.marks.length > 2 && atMs - run.marks[0]!.atMs > SPEED_WINDOW_MS) run.marks.shift()
    const first = run.marks[0]!
    const stepsPerSecond = atMs > first.atMs ? ((step - first.step) * 1000) / (atMs - first.atMs) : 0
    const { metrics, details: metricDetails } = run.report
    this.post({ type: 'progress', runId: run.id, step, history, stepsPerSecond, metrics, metricDetails })
  }

  private post(message: FromWorker) {
    this.host.post(message, [])
  }

  private fail(runId: number, error: unknown, step = this.run?.trainer.step ?? 0) {
    const failure = { type: 'failed' as const, runId, step: error instanceof NonFiniteLoss ? error.step : step }
    if (error instanceof NonFiniteLoss)
      this.post({ ...failure, code: 'non-finite', message: error.message, node: error.objective })
    else if (error instanceof RunFailure)
      this.post({ ...failure, code: error.code, message: error.message, node: null })
    else this.post({ ...failure, code: 'internal', message: textOf(error), node: null })
    if (this.run?.id === runId) this.close()
  }

  private close() {
    this.run?.log.dispose()
    this.run?.life.dispose()
    this.run?.trainer.dispose()
    this.run = null
  }
}

function planOf(document: GraphDocument): Plan {
  const { plan, diagnostics } = compile(document)
  if (plan) return plan
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  throw new RunFailure('document', errors.map(({ message }) => message).join('\n') || 'The graph has errors.')
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
