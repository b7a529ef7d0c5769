/** @file What a run has been through as a table for spreadsheets and statistics: CSV as RFC 4180 has it, one row a step. */
import type { RunHistory } from './history'

/** Quoted where the comma, a quote or the end of a line would end it early. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Losses are float32: nine digits give each back exactly, and more say nothing. */
const lossText = (value: number): string => (Number.isNaN(value) ? '' : String(Number(value.toPrecision(9))))

/**
 * Columns: `step` (steps done), one for each loss of an objective (`loss critic`, `loss player`), one for each figure.
 * What was not measured at a step is empty.
 */
export function metricsCsv(history: RunHistory): string {
  const { steps, series } = history.losses.whole()
  const figures = [...new Set(history.metrics.flatMap(({ metrics }) => Object.keys(metrics)))]
  const measured = new Map(history.metrics.map(({ step, metrics }) => [step, metrics]))
  const figuresAt = (step: number) => figures.map((name) => String(measured.get(step)?.[name] ?? ''))

  const rows = new Map<number, string[]>()
  for (const [index, step] of steps.entries()) {
    // Losses count from 0: those of step 0 are what the first step had.
    const done = step + 1
    rows.set(done, [...series.map(({ values }) => lossText(values[index] ?? Number.NaN)), ...figuresAt(done)])
  }
  for (const step of measured.keys()) if (!rows.has(step)) rows.set(step, [...series.map(() => ''), ...figuresAt(step)])

  const header = ['step', ...series.map(({ objective, side }) => `${objective} ${side}`), ...figures]
  const lines = [...rows].sort(([a], [b]) => a - b).map(([step, values]) => [String(step), ...values])
  return [header, ...lines].map((line) => `${line.map(field).join(',')}\r\n`).join('')
}
