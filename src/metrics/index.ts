/** @file The only list of metrics. To add one: its file and one line here. */
import type { DatasetDefinition } from '../data/dataset'
import { classifierScore } from './classifier-score'
import { frechetDistance } from './frechet-distance'
import { gridDivergence } from './grid-divergence'
import { kernelDistance } from './kernel-distance'
import type { MetricDefinition, MetricValue } from './metric'
import { modes } from './modes'
import { precisionRecall } from './precision-recall'
import { slicedWasserstein } from './sliced-wasserstein'
import { stackedModes } from './stacked-modes'
import { wasserstein } from './wasserstein'

/** In the order in which they are shown. */
export const metrics: readonly MetricDefinition[] = [
  modes,
  wasserstein,
  slicedWasserstein,
  gridDivergence,
  frechetDistance,
  kernelDistance,
  precisionRecall,
  classifierScore,
  stackedModes,
]

/** The metrics that can judge samples of this dataset. */
export const metricsFor = (dataset: DatasetDefinition): readonly MetricDefinition[] =>
  metrics.filter(
    (metric) => Object.values(dataset.fields).some(({ form }) => form === metric.form) && metric.appliesTo(dataset),
  )

/** What a key in a report means; `null` when no metric gives it. A second generator's keys end in `@` and its output. */
export function findMetricValue(key: string): MetricValue | null {
  const name = key.split('@')[0]
  return metrics.flatMap((metric) => metric.values).find((value) => value.name === name) ?? null
}
