/** @file What a run says of itself while it goes on: losses, speed, figures and pictures, each as often as its price allows. */
import { invariant } from '../../lib/assert'
import type { LossRecord } from './loss-log'
import type { Judge, MetricReport } from './metrics'
import { buffersOf, computePreviews } from './previews'
import type { Run } from './run'
import type { SessionHost } from './session-host'

/** Pictures may take this share of the time. */
const PREVIEW_SHARE = 0.12
/** And metrics this one. */
const METRICS_SHARE = 0.1
/** What the first evaluation of images is taken to cost: it is put off by ten times as much. */
const SLOW_METRICS_MS = 2000
const SPEED_WINDOW_MS = 3000
/** Losses of a kept run that are reported at once. */
const HISTORY_CHUNK = 5000

interface ReportsHost extends SessionHost {
  run(): Run
  /** The run is still the present one. */
  current(): boolean
  judge(): Judge | null
}

export class Reports {
  /** Steps and times of the last reports, for the speed. */
  private marks: { step: number; atMs: number }[] = []
  private reportedAtMs: number
  private previewedAtMs = Number.NEGATIVE_INFINITY
  private previewCostMs = 0
  private measuredAtMs: number
  private measureCostMs: number

  /** `figures`: what is known of them beforehand. `slow`: an evaluation takes long enough to wait until the run has settled. */
  constructor(
    private readonly host: ReportsHost,
    private figures: MetricReport,
    slow: boolean,
  ) {
    this.reportedAtMs = host.nowMs()
    this.measuredAtMs = this.reportedAtMs
    this.measureCostMs = slow ? SLOW_METRICS_MS : 0
  }

  /** Other figures are measured from now on. */
  expect(figures: MetricReport) {
    this.figures = figures
  }

  /** The run stood still, or went back. */
  forgetSpeed() {
    this.marks = []
  }

  /** Where the run begins or, with all losses up to then, goes on. */
  begin() {
    const { host } = this
    const { id: runId, trainer, backend, keeper, passedOver } = host.run()
    const { step } = trainer
    host.post({ type: 'started', runId, step, backend: backend.info }, [])
    if (!passedOver) return
    host.post({ type: 'restored', runId, step, passedOver }, [])
    const points = keeper.history.losses.points()
    for (let first = 0; first < points.length; first += HISTORY_CHUNK)
      this.post(points.slice(first, first + HISTORY_CHUNK), 0)
  }

  get isDue(): boolean {
    return this.host.nowMs() - this.reportedAtMs >= this.host.reportEveryMs
  }

  /** Losses since the last report, with the speed. */
  async report() {
    const { log, keeper, trainer } = this.host.run()
    const history = await log.flush()
    keeper.history.losses.append(history)
    const atMs = this.host.nowMs()
    this.reportedAtMs = atMs
    const { step } = trainer
    this.marks.push({ step, atMs })
    while (this.marks.length > 2 && atMs - this.marks[0]!.atMs > SPEED_WINDOW_MS) this.marks.shift()
    const first = this.marks[0]!
    this.post(history, atMs > first.atMs ? ((step - first.step) * 1000) / (atMs - first.atMs) : 0)
  }

  private post(history: LossRecord[], stepsPerSecond: number) {
    const { id, trainer } = this.host.run()
    const { metrics, details: metricDetails } = this.figures
    const { step } = trainer
    this.host.post({ type: 'progress', runId: id, step, history, stepsPerSecond, metrics, metricDetails }, [])
  }

  /** All that is looked at, as it is now. */
  async show() {
    await this.showPreviews()
    if (this.host.current()) await this.host.run().life.showNow()
  }

  get previewsAreDue(): boolean {
    const { previewsEveryMs, nowMs } = this.host
    if (previewsEveryMs === null) return false
    return nowMs() - this.previewedAtMs >= Math.max(previewsEveryMs, this.previewCostMs / PREVIEW_SHARE)
  }

  async showPreviews() {
    const { host } = this
    if (host.previewsEveryMs === null) return
    const startMs = host.nowMs()
    const { id, trainer, ema } = host.run()
    const previews = await computePreviews(trainer, ema ? 'ema' : 'live', null)
    this.previewedAtMs = host.nowMs()
    this.previewCostMs = this.previewedAtMs - startMs
    if (host.current()) host.post({ type: 'previews', runId: id, previews }, buffersOf(previews))
  }

  get metricsAreDue(): boolean {
    const { metricsEveryMs, nowMs } = this.host
    return nowMs() - this.measuredAtMs >= Math.max(metricsEveryMs, this.measureCostMs / METRICS_SHARE)
  }

  /** Messages are let in meanwhile. Answers false when one of them has changed the run: then nothing was measured. */
  async measure(samples: number | null, live: () => boolean): Promise<boolean> {
    const { host } = this
    const run = host.run()
    const { trainer } = run
    const judge = host.judge()
    invariant(judge, 'a run that is live has a device')
    const startMs = host.nowMs()
    const figures = await judge.measure(trainer, samples, async () => {
      await host.yieldToMessages()
      return live() && run.trainer === trainer
    })
    if (!figures) return false
    this.figures = figures
    run.keeper.history.measured(trainer.step, figures.metrics)
    this.measuredAtMs = host.nowMs()
    this.measureCostMs = this.measuredAtMs - startMs
    return true
  }
}
