/**
 * @file What of a run is looked into, when, and at what price: insides of layers and the heat of updates. While nothing is asked for
 * nothing is computed, and however much is asked for, training keeps most of the time.
 */
import type { Probe, WeightMotion } from '../life'
import type { FromWorker } from '../protocol'
import { computeHeat, UpdateMeter } from './heat'
import { buffersOfInsides, computeInsides } from './insides'
import type { Trainer } from './trainer'

/** What it needs of the run that it belongs to. */
export interface LifeHost {
  runId: number
  trainer(): Trainer
  /** Which weights insides are computed with. Heat is about those that are trained. */
  weights(): 'live' | 'ema'
  /** The run is still the present one. */
  current(): boolean
  nowMs(): number
  post(message: FromWorker, transfer: ArrayBuffer[]): void
  /** Insides are computed at most this often; `null`: nothing is ever looked into. */
  everyMs: number | null
}

/** Updates are measured in one of so many steps, and at most this often. */
const HEAT_EVERY_STEPS = 20
const HEAT_EVERY_MS = 250
/** Insides, and heat, may each take this share of the time. */
const SHARE = 0.1

/** When something that costs time was done last, and what it cost. */
class Turn {
  private atMs = Number.NEGATIVE_INFINITY
  private costMs = 0

  isDue = (nowMs: number, everyMs: number): boolean => nowMs - this.atMs >= Math.max(everyMs, this.costMs / SHARE)

  async take<Value>(nowMs: () => number, act: () => Promise<Value>): Promise<Value> {
    const startMs = nowMs()
    const value = await act()
    this.atMs = nowMs()
    this.costMs = this.atMs - startMs
    return value
  }
}

export class Life {
  private probes: readonly Probe[] = []
  private readonly insidesTurn = new Turn()
  private heatIsOn = false
  private readonly heatTurn = new Turn()
  private meter: UpdateMeter | null = null
  private meteredStep = Number.NEGATIVE_INFINITY
  private motions: Readonly<Record<string, WeightMotion>> = {}

  constructor(private readonly host: LifeHost) {}

  async probe(probes: readonly Probe[]) {
    this.probes = probes
    await this.showInsides()
  }

  async measureHeat(on: boolean) {
    if (this.heatIsOn === on) return
    this.heatIsOn = on
    this.dispose()
    this.motions = {}
    await this.showHeat()
  }

  /** Runs a step, with its updates measured when their turn has come; `always`: in any case. */
  around<Value>(always: boolean, runStep: () => Value): Value {
    const trainer = this.host.trainer()
    if (!this.heatIsOn || this.host.everyMs === null || !(always || this.heatIsDue(trainer.step))) return runStep()
    this.dispose()
    this.meter = new UpdateMeter(trainer.machine.tf)
    this.meteredStep = trainer.step
    trainer.meter = this.meter
    try {
      return runStep()
    } finally {
      trainer.meter = null
    }
  }

  private heatIsDue(step: number): boolean {
    return step - this.meteredStep >= HEAT_EVERY_STEPS && this.heatTurn.isDue(this.host.nowMs(), HEAT_EVERY_MS)
  }

  /** Shows what is due: insides as often as previews, heat as soon as updates were measured. */
  async showDue() {
    const { everyMs, nowMs } = this.host
    if (everyMs === null) return
    if (this.probes.length > 0 && this.insidesTurn.isDue(nowMs(), everyMs)) await this.showInsides()
    if (this.meter) await this.showHeat()
  }

  /** Shows all that is asked for as it is now. */
  async showNow() {
    await this.showInsides()
    await this.showHeat()
  }

  private async showInsides() {
    const { host, probes } = this
    if (probes.length === 0 || host.everyMs === null) return
    const insides = await this.insidesTurn.take(host.nowMs, () =>
      computeInsides(host.trainer(), host.weights(), probes),
    )
    // Asked for something else meanwhile, or the run is over.
    if (!host.current() || this.probes !== probes) return
    host.post({ type: 'insides', runId: host.runId, insides }, buffersOfInsides(insides))
  }

  private async showHeat() {
    const { host, meter } = this
    if (!this.heatIsOn || host.everyMs === null) return
    this.meter = null
    const heat = await this.heatTurn.take(host.nowMs, async () => {
      if (meter) this.motions = await meter.take()
      return computeHeat(host.trainer(), this.motions)
    })
    if (host.current() && this.heatIsOn) host.post({ type: 'heat', runId: host.runId, heat }, [])
  }

  /** What was measured went with its device. */
  forget() {
    this.meter = null
  }

  /** Lets go of what was measured and not yet taken. */
  dispose() {
    this.meter?.dispose()
    this.meter = null
  }
}
