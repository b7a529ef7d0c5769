/**
 * @file A training session: takes the page's messages, keeps at most one run, and says what happens. The command line uses
 * the same session, so a file trains the same with and without a browser.
 */

import type { Plan } from '../../compile/plan'
import type { DataFiles, LoadedDataset } from '../../data/dataset'
import type { GraphDocument } from '../../graph/document'
import { assertNever, invariant } from '../../lib/assert'
import type { LoadedRun, RunStore } from '../../runs/run-store'
import type { BackendChoice, FromWorker, ToWorker } from '../protocol'
import { encodeCheckpoint, restoreCheckpoint } from './checkpoint'
import { loadDatasets } from './datasets'
import { inheritWeights } from './inherit'
import { Keeper, type KeptRun } from './keeper'
import { LatentPlay } from './latent-play'
import { Life } from './life'
import { loadWeights } from './load-weights'
import { LossLog, type LossRecord, NonFiniteLoss } from './loss-log'
import { Judge, judgesTheSame } from './metrics'
import { buffersOf, computePreviews } from './previews'
import { type OpenedBackend, planOf, type Run, RunFailure, textOf } from './run'
import { Trainer } from './trainer'

export type { OpenedBackend } from './run'

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
  /** Where checkpoints go; `null` where there is no such place. Asked for once. Left out: nothing is stored. */
  openRuns?(): Promise<RunStore | null>
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
/** Losses of a kept run that are reported at once. */
const HISTORY_CHUNK = 5000
/** Turns that a device gets to say that it is lost, when something on it went wrong. */
const LOSS_TURNS = 100

export class TrainingSession {
  private run: Run | null = null
  private opened: { choice: BackendChoice; backend: OpenedBackend } | null = null
  private judge: Judge | null = null
  private runs: Promise<RunStore | null> | null = null
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
    return this.enqueue(message.runId, () => this.act(message))
  }

  private enqueue(runId: number, act: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(act).catch((error) => this.failUnlessLost(runId, error))
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
        if (run.keeper.isDue(run.trainer.step)) await this.keep(run)
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
      case 'load-weights':
        return this.loadWeights(run, message)
      case 'checkpoint': {
        const { step } = run.trainer
        const bytes = await encodeCheckpoint(run.trainer)
        this.host.post({ type: 'checkpoint', runId: run.id, step, bytes }, [bytes.buffer])
        return
      }
      case 'keep':
        return this.keep(run)
      case 'play':
        run.play.ask(message.ask, message.question)
        return
      case 'stop':
        // A run that was kept stays in the list of runs, as it is now.
        if (run.keeper.hasKept) {
          run.status = 'paused'
          await this.keep(run)
          await run.keeper.setAside()
        }
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
    const kept = message.kept ? await this.claim(message.kept) : null
    try {
      const loaded = kept && message.kept?.resume ? await loadKept(kept) : null
      const backend = await this.open(message.backend)
      await this.loadDatasets(message.runId, plan)
      if (current()) await this.begin(message, plan, backend, kept, loaded)
      else kept?.release()
    } catch (error) {
      kept?.release()
      throw error
    }
  }

  /** The place of a run in the store; `null` where there is no store. */
  private async claim({ run, resume }: { run: string; resume: boolean }): Promise<KeptRun | null> {
    this.runs ??= this.host.openRuns?.() ?? Promise.resolve(null)
    const store = await this.runs
    if (!store) {
      if (resume)
        throw new RunFailure('storage', 'This browser keeps no files for this page, so there is no run to go on with.')
      return null
    }
    const release = await store.claim(run)
    if (release) return { store, id: run, release }
    throw new RunFailure(
      'storage',
      'This run is open in another tab. Go on with it there, close that tab, or duplicate the run in Runs.',
    )
  }

  private async begin(
    message: Extract<ToWorker, { type: 'start' }>,
    plan: Plan,
    backend: OpenedBackend,
    kept: KeptRun | null,
    loaded: LoadedRun | null,
  ) {
    const { host } = this
    const trainer = new Trainer(backend.tf, plan, this.datasets)
    if (loaded) restoreInto(trainer, loaded.network)
    else if (message.checkpoint) restoreInto(trainer, message.checkpoint)
    this.judge ??= new Judge(backend.tf, host.files)
    const life = new Life({
      runId: message.runId,
      trainer: () => run.trainer,
      weights: () => (run.ema ? 'ema' : 'live'),
      current: () => this.run === run,
      nowMs: () => host.nowMs(),
      post: (reply, transfer) => host.post(reply, transfer),
      everyMs: host.previewsEveryMs,
    })
    const play = new LatentPlay({
      runId: message.runId,
      trainer: () => run.trainer,
      judge: () => this.judge,
      current: () => this.run === run,
      yieldToMessages: () => host.yieldToMessages(),
      post: (reply, transfer) => host.post(reply, transfer),
    })
    const keeper = new Keeper(
      {
        runId: message.runId,
        kept,
        nowMs: () => host.nowMs(),
        post: (reply) => this.post(reply),
        isSound: async () => {
          await host.yieldToMessages()
          return this.opened?.backend === run.backend
        },
      },
      loaded?.history,
    )
    if (loaded) keeper.wasAt(loaded.step)
    const report = this.judge.expected(trainer, null)
    const run: Run = {
      id: message.runId,
      document: message.document,
      choice: message.backend,
      backend,
      trainer,
      log: new LossLog(backend.tf),
      status: message.paused ? 'paused' : 'running',
      loop: 0,
      until: plan.steps,
      ema: true,
      marks: [],
      report: { ...report, metrics: keeper.history.metrics.at(-1)?.metrics ?? report.metrics },
      reportedAtMs: host.nowMs(),
      previewedAtMs: Number.NEGATIVE_INFINITY,
      previewCostMs: 0,
      measuredAtMs: host.nowMs(),
      measureCostMs: this.judge.isSlow(trainer) ? SLOW_METRICS_MS : 0,
      life,
      play,
      keeper,
      lostAtStep: null,
    }
    this.run = run
    this.starting = null
    const { step } = trainer
    this.post({ type: 'started', runId: run.id, step, backend: backend.info })
    if (loaded) {
      this.post({ type: 'restored', runId: run.id, step, passedOver: loaded.passedOver })
      const points = keeper.history.losses.points()
      for (let first = 0; first < points.length; first += HISTORY_CHUNK)
        this.postProgress(run, points.slice(first, first + HISTORY_CHUNK), 0)
    }
    await this.show(run)
    if (message.checkpoint && !loaded) await this.keep(run)
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
      if (this.opened?.backend !== backend) return
      this.opened = null
      this.judge = null
      const { run } = this
      // The loop stops here; what it waits for on the device will not come.
      if (run?.backend === backend) {
        run.loop++
        void this.enqueue(run.id, () => this.recover(run, reason))
      }
    })
    return backend
  }

  /**
   * Goes on after the device was lost: a new one, or WebAssembly when there is none or it is lost again and again, with the
   * newest checkpoint, or from the first step when there is none yet: the same step gives the same numbers.
   */
  private async recover(run: Run, reason: string) {
    if (this.run !== run) return
    const { step: lostAt } = run.trainer
    const again = run.lostAtStep !== null && lostAt <= run.lostAtStep
    run.lostAtStep = lostAt
    const loaded = await run.keeper.newest()
    let gaveUp = again && run.choice !== 'cpu'
    let backend: OpenedBackend
    try {
      if (gaveUp) run.choice = 'wasm'
      backend = await this.open(run.choice)
    } catch {
      gaveUp = true
      run.choice = 'wasm'
      backend = await this.open('wasm')
    }
    const trainer = new Trainer(backend.tf, planOf(run.document), this.datasets)
    if (loaded) restoreInto(trainer, loaded.network)
    // The tensors of before went with the device: there is nothing left to dispose of.
    run.life.forget()
    run.log = new LossLog(backend.tf)
    run.backend = backend
    run.trainer = trainer
    run.marks = []
    run.keeper.history.rewind(trainer.step)
    this.judge ??= new Judge(backend.tf, this.host.files)
    const where = gaveUp ? `Training goes on without it, on ${backend.info.name}` : 'Training goes on on a new one'
    const message = `${upperFirst(reason)}. ${where}, from step ${trainer.step.toLocaleString('en')}.`
    this.post({ type: 'recovered', runId: run.id, step: trainer.step, backend: backend.info, message })
    await this.show(run)
    if (run.status === 'running') {
      void this.loop(run)
      return
    }
    if (trainer.step < run.until) run.status = 'paused'
    this.post({ type: run.status, runId: run.id, step: trainer.step })
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
    await this.keep(run)
    const trainer = new Trainer(run.backend.tf, plan, this.datasets)
    const { kept, fresh } = inheritWeights(run.trainer, trainer)
    // Until the next evaluation the figures of before stand, if they are of the same things.
    if (this.judge && !judgesTheSame(run.trainer, trainer)) run.report = this.judge.expected(trainer, null)
    run.trainer.dispose()
    run.trainer = trainer
    run.document = document
    run.until = Math.max(plan.steps, trainer.step)
    if (run.status === 'done' && trainer.step < run.until) run.status = 'paused'
    this.post({ type: 'replaced', runId: run.id, kept, fresh })
    await this.show(run)
  }

  /** Begins a network anew with given weights, and shows at once what it makes of them. */
  private async loadWeights(run: Run, given: Extract<ToWorker, { type: 'load-weights' }>) {
    if (!run.trainer.machine.models.has(given.network)) return
    // What it had learnt until now stays in the store.
    await this.keep(run)
    const { loaded, rest } = loadWeights(run.trainer, given)
    run.keeper.wasChanged()
    this.post({ type: 'weights-loaded', runId: run.id, network: given.network, loaded, rest })
    await this.show(run)
    await this.keep(run)
  }

  private async pause(run: Run) {
    if (run.status === 'running') run.status = 'paused'
    await this.report(run)
    await this.show(run)
    this.post({ type: 'paused', runId: run.id, step: run.trainer.step })
    await this.keep(run)
  }

  /** Keeps the run as it is now, with all losses up to now. */
  private async keep(run: Run) {
    if (!run.log.isEmpty) await this.report(run)
    await run.keeper.keep(run.trainer, run.document)
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
          await this.keep(run)
          return
        }
        if (host.nowMs() - run.reportedAtMs >= host.reportEveryMs) await this.report(run)
        if (live() && this.metricsAreDue(run)) await this.measure(run, null, live)
        if (live() && this.previewsAreDue(run)) await this.showPreviews(run)
        if (live()) await run.life.showDue()
        if (live() && run.keeper.isDue(run.trainer.step)) await this.keep(run)
        await host.yieldToMessages()
      }
    } catch (error) {
      if (this.run === run && run.loop === loop) await this.failUnlessLost(run.id, error)
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
    run.keeper.history.measured(trainer.step, report.metrics)
    run.measuredAtMs = host.nowMs()
    run.measureCostMs = run.measuredAtMs - startMs
    return true
  }

  private async report(run: Run) {
    const history = await run.log.flush()
    run.keeper.history.losses.append(history)
    const atMs = this.host.nowMs()
    run.reportedAtMs = atMs
    const { step } = run.trainer
    run.marks.push({ step, atMs })
    while (run.marks.length > 2 && atMs - run.marks[0]!.atMs > SPEED_WINDOW_MS) run.marks.shift()
    const first = run.marks[0]!
    const stepsPerSecond = atMs > first.atMs ? ((step - first.step) * 1000) / (atMs - first.atMs) : 0
    this.postProgress(run, history, stepsPerSecond)
  }

  private postProgress({ id, trainer, report }: Run, history: LossRecord[], stepsPerSecond: number) {
    const { metrics, details: metricDetails } = report
    this.post({ type: 'progress', runId: id, step: trainer.step, history, stepsPerSecond, metrics, metricDetails })
  }

  private post(message: FromWorker) {
    this.host.post(message, [])
  }

  /** What goes wrong on a device that is gone is no failure of the run. */
  private async failUnlessLost(runId: number, error: unknown) {
    const { run } = this
    if (run?.id === runId && run.backend.lost && !(error instanceof RunFailure)) {
      for (let turn = 0; turn < LOSS_TURNS && this.opened?.backend === run.backend; turn++)
        await this.host.yieldToMessages()
      if (this.run === run && this.opened?.backend !== run.backend) return
    }
    this.fail(runId, error)
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
    const { run } = this
    void run?.keeper.settled().then(() => run.keeper.release())
    this.run = null
  }
}

async function loadKept({ store, id }: KeptRun): Promise<LoadedRun> {
  const loaded = await store.load(id)
  if (loaded.ok) return loaded.value
  throw new RunFailure('storage', `This run cannot go on. ${loaded.problem}`)
}

function restoreInto(trainer: Trainer, checkpoint: Uint8Array) {
  const restored = restoreCheckpoint(trainer, checkpoint)
  if (!restored.ok) throw new RunFailure('storage', `This run cannot go on. ${restored.problem}`)
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
