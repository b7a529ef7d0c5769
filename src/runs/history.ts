/** @file What a run has been through: losses of every step and figures whenever they were measured, as a file beside its weights. */
import { fail, ok, type Result } from '../lib/result'
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../lib/safetensors'
import { LossHistory, type LossSide } from './loss-history'

export interface MetricPoint {
  step: number
  metrics: Readonly<Record<string, number>>
}

const FORMAT = 'ganvas-history'

export class RunHistory {
  readonly losses = new LossHistory()
  #metrics: MetricPoint[] = []

  clear(): void {
    this.losses.clear()
    this.#metrics = []
  }

  get metrics(): readonly MetricPoint[] {
    return this.#metrics
  }

  /** Figures that were measured at a step; nothing is added when there are none, or twice for one step. */
  measured(step: number, metrics: Readonly<Record<string, number>>): void {
    if (Object.keys(metrics).length === 0 || this.#metrics.at(-1)?.step === step) return
    this.#metrics.push({ step, metrics: { ...metrics } })
  }

  /** Forgets what came from this step on: the run went back to it. */
  rewind(step: number): void {
    this.losses.rewind(step)
    this.#metrics = this.#metrics.filter((point) => point.step <= step)
  }

  /**
   * A safetensors file of columns: `steps`, `losses/<side>/<objective>`, `measured`, `metrics/<name>`. A gap is NaN. What came from
   * `until` on is left out: the run went on while its checkpoint of that step was made.
   */
  encode(until = Number.POSITIVE_INFINITY): Uint8Array<ArrayBuffer> {
    const { steps: all, series } = this.losses.whole()
    const later = all.findIndex((step) => step >= until)
    const steps = later < 0 ? all : all.subarray(0, later)
    const column = (name: string, values: Float32Array): NamedTensor => ({ name, shape: [values.length], values })
    const points = this.#metrics.filter(({ step }) => step <= until)
    const names = [...new Set(points.flatMap(({ metrics }) => Object.keys(metrics)))]
    const measured = (name: string) => Float32Array.from(points, ({ metrics }) => metrics[name] ?? Number.NaN)
    return encodeSafetensors(
      [
        // Exact up to 16,777,216 steps, above the most that a run may have.
        column('steps', Float32Array.from(steps)),
        ...series.map(({ side, objective, values }) =>
          column(`losses/${side}/${objective}`, values.slice(0, steps.length)),
        ),
        column(
          'measured',
          Float32Array.from(points, ({ step }) => step),
        ),
        ...names.map((name) => column(`metrics/${name}`, measured(name))),
      ],
      { format: FORMAT },
    )
  }

  /** Reads what `encode` wrote. */
  static decode(file: Uint8Array): Result<RunHistory, string> {
    const decoded = decodeSafetensors(file)
    if (!decoded.ok) return decoded
    const { metadata, tensors } = decoded.value
    const byName = new Map(tensors.map(({ name, values }) => [name, values]))
    const steps = byName.get('steps')
    const measured = byName.get('measured')
    if (metadata.format !== FORMAT || !steps || !measured) return fail('It is not the history of a run.')
    const sides = [...byName].flatMap(([name, values]) => {
      const [, side, objective] = /^losses\/(critic|player)\/(.+)$/.exec(name) ?? []
      return side && objective ? [{ side: side as LossSide, objective, values }] : []
    })
    const history = new RunHistory()
    const points = Array.from(steps, (step, index) => {
      const losses: Record<string, Record<LossSide, number | null>> = {}
      for (const { side, objective, values } of sides) {
        const value = values[index] ?? Number.NaN
        if (Number.isNaN(value)) continue
        losses[objective] ??= { critic: null, player: null }
        losses[objective][side] = value
      }
      return { step, losses }
    })
    history.losses.append(points)
    const metrics = [...byName].filter(([name]) => name.startsWith('metrics/'))
    for (const [index, step] of measured.entries()) {
      const known = metrics.map(([name, values]) => [name.slice('metrics/'.length), values[index]] as const)
      const figures = known.filter((entry): entry is [string, number] => Number.isFinite(entry[1]))
      history.measured(step, Object.fromEntries(figures))
    }
    return ok(history)
  }
}
