/** @file Several runs beside each other: one quantity of each as aligned columns over the union of their steps. */
import type { RunHistory } from './history'
import type { LossSide } from './loss-history'

/** What is compared: the losses, or a metric by its name. */
export const LOSSES = 'losses'

/** Of the moving average, in shown points. */
const SMOOTHING = 0.94

/** Averages forward without the drag to the first value that a plain moving average has. A gap stays a gap. */
export function smoothed(values: readonly (number | null)[]): (number | null)[] {
  let sum = 0
  let weight = 0
  return values.map((value) => {
    if (value === null) return null
    sum = sum * SMOOTHING + value
    weight = weight * SMOOTHING + 1
    return sum / weight
  })
}

export interface ComparedRun {
  id: string
  history: RunHistory
}

export interface ComparedLine {
  run: string
  /** Of a loss; `null` for a metric. */
  objective: string | null
  side: LossSide | null
  /** One for each step; `null` where this run says nothing. */
  values: (number | null)[]
}

export interface Comparison {
  /** Rising. */
  steps: number[]
  lines: ComparedLine[]
}

/** `losses` where any run has some, then every metric that any run was measured by, in the order of first sight. */
export function comparableQuantities(runs: readonly ComparedRun[]): string[] {
  const metrics = runs.flatMap(({ history }) => history.metrics.flatMap((point) => Object.keys(point.metrics)))
  const losses = runs.some(({ history }) => history.losses.length > 0) ? [LOSSES] : []
  return [...losses, ...new Set(metrics)]
}

/** Losses are averaged, as single steps of a GAN say little; metrics are given as measured. */
export function compareRuns(runs: readonly ComparedRun[], quantity: string): Comparison {
  const curves = runs.flatMap(({ id, history }): (Omit<ComparedLine, 'values'> & { points: [number, number][] })[] => {
    if (quantity !== LOSSES) {
      const points = history.metrics.flatMap(({ step, metrics }): [number, number][] => {
        const value = metrics[quantity]
        return value === undefined ? [] : [[step, value]]
      })
      return points.length > 0 ? [{ run: id, objective: null, side: null, points }] : []
    }
    const { steps, series } = history.losses.view()
    return series.map(({ objective, side, values }) => {
      const shown = smoothed(Array.from(values, (value) => (Number.isFinite(value) ? value : null)))
      const points = shown.flatMap((value, index): [number, number][] =>
        value === null ? [] : [[steps[index]!, value]],
      )
      return { run: id, objective, side, points }
    })
  })
  const steps = [...new Set(curves.flatMap(({ points }) => points.map(([step]) => step)))].sort((a, b) => a - b)
  const lines = curves.map(({ points, ...line }) => {
    const byStep = new Map(points)
    return { ...line, values: steps.map((step) => byStep.get(step) ?? null) }
  })
  return { steps, lines }
}
