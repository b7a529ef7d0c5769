/**
 * @file A training session: takes the page's messages, keeps at most one run, and says what happens. The command line uses
 * the same session, so a file trains the same with and without a browser.
 */

import type { LoadedDataset } from '../../data/dataset'
import type { GraphDocument } from '../../graph/document'
import { assertNever } from '../../lib/assert'
import type { RunStore } from '../../runs/run-store'
import type { FromWorker, ToWorker } from '../protocol'
import { loadData, prepareRun, type Start } from './begin'
import { encodeCheckpoint } from './checkpoint'
import { Device } from './device'
import { inheritWeights } from './inherit'
import { loadWeights } from './load-weights'
import { judgesTheSame } from './metrics'
import { moveToNewDevice } from './recovery'
import { failureOf, planOf, type Run } from './run'
import type { SessionHost } from './session-host'
import { Trainer } from './trainer'

/** Steps run without letting messages in for at most this long, so that Pause feels immediate. */
const SLICE_MS = 24
/** What was asked for in these is not answered by a run that has a new device; it is done again. */
const ASKED_AGAIN: readonly ToWorker['type'][] = ['start', 'replace', 'load-weights', 'checkpoint']
/** A run is on WebAssembly before it has lost so many devices. */
const MOST_ATTEMPTS = 4

export class TrainingSession {
  private run: Run | null = null
  private readonly device: Device
  private runs: Promise<RunStore | null> | null = null
  private readonly datasets = new Map<string, LoadedDataset>()
  /** The run that is being built; a newer one makes it void. */
  private starting: number | null = null
  /** Keeps what arrives in order: a message waits for the one before it. */
  private queue: Promise<void> = Promise.resolve()

  constructor(private readonly host: SessionHost) {
    this.device = new Device(host, (backend) => {
      const { run } = this
      if (run?.backend !== backend) return
      // The loop stops here: what it waits for on the device will not come.
      run.loop++
      void this.enqueue(run.id, () => this.recover(run))
    })
  }

  /** The trainer of the present run, for checkpoints and samples. */
  get trainer(): Trainer | null {
    return this.run?.trainer ?? null
  }

  handle(message: ToWorker): Promise<void> {
    if (message.type === 'start') this.starting = message.runId
    // Takes effect at once, or a run that is still loading could not be given up.
    if (message.type === 'stop' && this.starting === message.runId) this.starting = null
    return this.enqueue(message.runId, () => this.actOnDevice(message))
  }

  private enqueue(runId: number, act: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(act).catch((error) => this.fail(runId, error))
    return this.queue
  }

  /** What goes wrong because the device is gone is no failure of the run: it goes on with another, and so does what was asked. */
  private async actOnDevice(message: ToWorker) {
    for (let attempt = 1; ; attempt++) {
      const { losses } = this.device
      try {
        return await this.act(message)
      } catch (error) {
        if (attempt === MOST_ATTEMPTS || !(await this.device.explains(error, losses))) throw error
        if (this.run) await this.recover(this.run)
        const isStarted = message.type === 'start' && this.run?.id === message.runId
        if (isStarted || !ASKED_AGAIN.includes(message.type)) return
      }
    }
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
        run.reports.forgetSpeed()
        void this.loop(run)
        return
      case 'pause':
        return this.pause(run)
      case 'step':
        run.status = 'paused'
        this.advance(run)
        await run.reports.report()
        await run.reports.show()
        this.post({ type: 'paused', runId: run.id, step: run.trainer.step })
        if (run.keeper.isDue(run.trainer.step)) await this.keep(run)
        return
      case 'show':
        run.ema = message.ema
        await run.reports.show()
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
        run.status = 'paused'
        try {
          // A run that was kept stays in the list of runs, as it is now.
          if (run.keeper.hasKept) await this.keep(run)
        } finally {
          if (run.keeper.hasKept) await run.keeper.setAside()
          this.close()
        }
        return
      default:
        return assertNever(message)
    }
  }

  private async start(message: Start) {
    this.close()
    const { host, device, datasets } = this
    if (message.kept) this.runs ??= host.openRuns?.() ?? Promise.resolve(null)
    const run = await prepareRun(message, (await this.runs) ?? null, {
      ...{ host, device, datasets },
      wanted: () => this.starting === message.runId,
      current: (asking) => this.run === asking,
      onDevice: (asking, work) => this.onDevice(asking, work),
    })
    if (!run) return
    this.run = run
    this.starting = null
    run.reports.begin()
    await run.reports.show()
    if (message.checkpoint && !run.keeper.hasKept) await this.keep(run)
    if (run.status === 'running') void this.loop(run)
  }

  /** Goes on after the device was lost, as often as it is lost on the way. */
  private async recover(run: Run) {
    const { device, datasets, host } = this
    if (this.run !== run || device.isOpen(run.backend)) return
    while (this.run === run && !device.isOpen(run.backend)) {
      const { losses } = device
      try {
        const message = await moveToNewDevice(run, { device, datasets, nowMs: () => host.nowMs() })
        const { id, trainer, backend } = run
        this.post({ type: 'recovered', runId: id, step: trainer.step, backend: backend.info, message })
        await run.reports.show()
      } catch (error) {
        if (!(await device.explains(error, losses))) throw error
      }
    }
    if (this.run !== run) return
    if (run.status === 'running') {
      void this.loop(run)
      return
    }
    if (run.trainer.step < run.until) run.status = 'paused'
    this.post({ type: run.status, runId: run.id, step: run.trainer.step })
  }

  /** Work beside the run's messages; once more when the device was lost meanwhile. */
  private async onDevice<Value>(run: Run, work: () => Promise<Value>): Promise<Value> {
    for (;;) {
      const { losses } = this.device
      try {
        return await work()
      } catch (error) {
        if (this.run !== run || !(await this.device.explains(error, losses))) throw error
        // Until the run has a new device, which was put in the queue as soon as the loss was known.
        await this.enqueue(run.id, async () => {})
      }
    }
  }

  /** Goes on with an edited document: the step, the weights and the moments that still fit stay. */
  private async replace(run: Run, document: GraphDocument) {
    // Asked again after the device was lost on the way.
    if (run.document === document) return
    const plan = planOf(document)
    await loadData(run.id, plan, this.datasets, this.host)
    await this.keep(run)
    const trainer = new Trainer(run.backend.tf, plan, this.datasets)
    const { kept, fresh } = inheritWeights(run.trainer, trainer)
    // Until the next evaluation the figures of before stand, if they are of the same things.
    const { judge } = this.device
    if (judge && !judgesTheSame(run.trainer, trainer)) run.reports.expect(judge.expected(trainer, null))
    run.trainer.dispose()
    run.trainer = trainer
    run.document = document
    run.until = Math.max(plan.steps, trainer.step)
    if (run.status === 'done' && trainer.step < run.until) run.status = 'paused'
    this.post({ type: 'replaced', runId: run.id, kept, fresh })
    await run.reports.show()
  }

  /** Begins a network anew with given weights, and shows at once what it makes of them. */
  private async loadWeights(run: Run, given: Extract<ToWorker, { type: 'load-weights' }>) {
    if (!run.trainer.machine.models.has(given.network)) return
    // What it had learnt until now stays in the store.
    await this.keep(run)
    const { loaded, rest } = loadWeights(run.trainer, given)
    run.keeper.wasChanged()
    this.post({ type: 'weights-loaded', runId: run.id, network: given.network, loaded, rest })
    await run.reports.show()
    await this.keep(run)
  }

  private async pause(run: Run) {
    if (run.status === 'running') run.status = 'paused'
    await run.reports.report()
    await run.reports.show()
    this.post({ type: 'paused', runId: run.id, step: run.trainer.step })
    await this.keep(run)
  }

  /** Keeps the run as it is now, with all losses up to now. */
  private keep(run: Run): Promise<void> {
    return run.keeper.keep(run.trainer, run.document)
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
    const { losses } = this.device
    const live = () => this.run === run && run.status === 'running' && run.loop === loop
    try {
      while (live()) {
        const sliceEndsMs = host.nowMs() + SLICE_MS
        while (run.trainer.step < run.until && host.nowMs() < sliceEndsMs) this.advance(run)
        if (run.trainer.step >= run.until) {
          if (!(await run.reports.measure(host.finalSamples, live))) continue
          await run.reports.report()
          await run.reports.show()
          if (!live()) continue
          run.status = 'done'
          this.post({ type: 'done', runId: run.id, step: run.trainer.step })
          await this.keep(run)
          return
        }
        if (run.reports.isDue) await run.reports.report()
        if (live() && run.reports.metricsAreDue) await run.reports.measure(null, live)
        if (live() && run.reports.previewsAreDue) await run.reports.showPreviews()
        if (live()) await run.life.showDue()
        if (live() && run.keeper.isDue(run.trainer.step)) await this.keep(run)
        await host.yieldToMessages()
      }
    } catch (error) {
      if (this.run !== run || run.loop !== loop || (await this.device.explains(error, losses))) return
      this.fail(run.id, error)
    }
  }

  private post(message: FromWorker) {
    this.host.post(message, [])
  }

  private fail(runId: number, error: unknown) {
    this.post(failureOf(error, runId, this.run?.trainer.step ?? 0))
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
