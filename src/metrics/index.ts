/** @file The only list of metrics. To add one: its file and one line here. */
import type { DatasetDefinition } from '../data/dataset'
import type { MetricDefinition, MetricValue } from './metric'
import { modes } from './modes'

export const metrics: readonly MetricDefinition[] = [modes]

/** The metrics that can judge samples of this dataset. */
export const metricsFor = (dataset: DatasetDefinition): readonly MetricDefinition[] =>
  metrics.filter((metric) => metric.appliesTo(dataset))

/** What a key in a report means; `null` when no metric gives it. */
export function findMetricValue(name: string): MetricValue | null {
  return metrics.flatMap((metric) => metric.values).find((value) => value.name === name) ?? null
}
