/** @file The figures of a run in columns, each with what is needed to read it. */
import { metricText } from '../metrics/text'
import type { MetricDetail } from '../train/protocol'

/** Value, what the data itself gets, sample count, live weights, extractor; '' when nothing was measured. */
export function metricsTable(
  metrics: Readonly<Record<string, number>>,
  details: Readonly<Record<string, MetricDetail>>,
): string {
  const rows = Object.entries(details).map(([name, { samples, extractor, floor, live }]) => {
    const text = (value: number | null | undefined) =>
      value === null || value === undefined ? '–' : metricText(name, value)
    return [name, text(metrics[name]), text(floor), text(live), samples.toLocaleString('en'), extractor ?? 'samples']
  })
  if (rows.length === 0) return ''
  const all = [['metric', 'value', 'data', 'live weights', 'samples', 'judged by'], ...rows]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  const isText = (column: number) => column === 0 || column === widths.length - 1
  return all
    .map((row) =>
      row
        .map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
