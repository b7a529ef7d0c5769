/**
 * @file Losses of a run, kept whole in growing typed arrays and, beside them, averaged into at most `MAX_POINTS` points for
 * display. When the points are full, neighbours merge and each stands for twice as many steps: adding is O(1) amortised
 * and nothing is ever decimated anew.
 */
import type { LossPoint } from '../train/run-state'

/** Most points that a chart gets. */
export const MAX_POINTS = 4000

export type LossSide = 'critic' | 'player'

export interface LossSeries {
  objective: string
  side: LossSide
}

/** Aligned columns for a chart; a gap is NaN. */
export interface LossView {
  steps: Float64Array
  series: readonly (LossSeries & { values: Float32Array })[]
}

/** A typed array that grows by doubling. */
class Column<Values extends Float32Array | Float64Array> {
  length = 0
  #values: Values
  readonly #make: (length: number) => Values

  constructor(make: (length: number) => Values) {
    this.#make = make
    this.#values = make(1024)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = this.#make(this.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  at(index: number): number {
    return this.#values[index] ?? Number.NaN
  }

  set(index: number, value: number): void {
    this.#values[index] = value
  }

  /** A window on the values: no copy. */
  view(): Values {
    return this.#values.subarray(0, this.length) as Values
  }
}

const float32 = () => new Column<Float32Array>((length) => new Float32Array(length))
const float64 = () => new Column<Float64Array>((length) => new Float64Array(length))

interface Line extends LossSeries {
  all: Column<Float32Array>
  shown: Column<Float32Array>
  sum: number
  count: number
}

/** Mean of two where one may be a gap. */
const merged = (a: number, b: number): number => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : (a + b) / 2)

export class LossHistory {
  #steps = float64()
  #shownSteps = float64()
  #lines = new Map<string, Line>()
  /** Steps that one shown point stands for. */
  #stride = 1
  #pending = 0

  /** Number of steps recorded. */
  get length(): number {
    return this.#steps.length
  }

  append(points: readonly LossPoint[]): void {
    for (const point of points) this.#add(point)
  }

  clear(): void {
    this.#steps = float64()
    this.#shownSteps = float64()
    this.#lines = new Map()
    this.#stride = 1
    this.#pending = 0
  }

  /** Forgets this step and all after it: the run went back to it. */
  rewind(step: number): void {
    const points = this.points().filter((point) => point.step < step)
    this.clear()
    this.append(points)
  }

  /** Every step as it was appended. */
  points(): LossPoint[] {
    const value = (line: Line | undefined, index: number) => {
      const number = line?.all.at(index) ?? Number.NaN
      return Number.isNaN(number) ? null : number
    }
    const objectives = [...new Set([...this.#lines.values()].map(({ objective }) => objective))]
    return Array.from(this.#steps.view(), (step, index) => ({
      step,
      losses: Object.fromEntries(
        objectives
          .map((objective) => {
            const of = (side: LossSide) => value(this.#lines.get(`${objective} ${side}`), index)
            return [objective, { critic: of('critic'), player: of('player') }] as const
          })
          .filter(([, { critic, player }]) => critic !== null || player !== null),
      ),
    }))
  }

  /** At most `MAX_POINTS` points, each the mean of as many steps. Valid until the next change. */
  view(): LossView {
    return {
      steps: this.#shownSteps.view(),
      series: [...this.#lines.values()].map(({ objective, side, shown }) => ({
        objective,
        side,
        values: shown.view(),
      })),
    }
  }

  /** Every step, as it came. */
  whole(): LossView {
    return {
      steps: this.#steps.view(),
      series: [...this.#lines.values()].map(({ objective, side, all }) => ({ objective, side, values: all.view() })),
    }
  }

  #add({ step, losses }: LossPoint): void {
    for (const [objective, sides] of Object.entries(losses)) {
      for (const side of ['critic', 'player'] as const) {
        const value = sides[side]
        if (value !== null) this.#record(objective, side, value)
      }
    }
    this.#steps.push(step)
    // A series that said nothing this step gets a gap, so that all columns stay aligned.
    for (const line of this.#lines.values()) while (line.all.length < this.#steps.length) line.all.push(Number.NaN)
    if (++this.#pending === this.#stride) this.#flush(step)
  }

  #record(objective: string, side: LossSide, value: number): void {
    const key = `${objective} ${side}`
    let line = this.#lines.get(key)
    if (!line) {
      line = { objective, side, all: float32(), shown: float32(), sum: 0, count: 0 }
      for (let index = 0; index < this.#steps.length; index++) line.all.push(Number.NaN)
      for (let index = 0; index < this.#shownSteps.length; index++) line.shown.push(Number.NaN)
      this.#lines.set(key, line)
    }
    line.all.push(value)
    line.sum += value
    line.count++
  }

  #flush(step: number): void {
    this.#shownSteps.push(step)
    for (const line of this.#lines.values()) {
      line.shown.push(line.count > 0 ? line.sum / line.count : Number.NaN)
      line.sum = 0
      line.count = 0
    }
    this.#pending = 0
    if (this.#shownSteps.length >= MAX_POINTS) this.#halve()
  }

  #halve(): void {
    const half = Math.floor(this.#shownSteps.length / 2)
    for (let index = 0; index < half; index++) {
      this.#shownSteps.set(index, this.#shownSteps.at(2 * index + 1))
      for (const { shown } of this.#lines.values()) {
        shown.set(index, merged(shown.at(2 * index), shown.at(2 * index + 1)))
      }
    }
    this.#shownSteps.length = half
    for (const { shown } of this.#lines.values()) shown.length = half
    this.#stride *= 2
  }
}
