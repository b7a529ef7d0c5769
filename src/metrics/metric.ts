/** @file What a metric declares: which datasets it can judge, how many samples it wants, what it answers. */
import type { DatasetDefinition } from '../data/dataset'

/** How a value is written: `count` as 8, `share` as 97.2 %, `nats` as 0.0014. */
export type MetricUnit = 'count' | 'share' | 'nats'

export interface MetricValue {
  /** Key in reports: `modesCovered`. Unique over all metrics. */
  name: string
  title: string
  /** One sentence: what it says, its best value. */
  description: string
  unit: MetricUnit
}

export interface MetricDefinition {
  name: string
  title: string
  values: readonly MetricValue[]
  /** Samples that `compute` should be given. */
  sampleCount: number
  appliesTo(dataset: DatasetDefinition): boolean
  /**
   * One finite number for each of `values`. `samples`: generated ones, one after the other, in the form of the dataset's
   * field. Only called when `appliesTo` is true.
   */
  compute(samples: Float32Array, dataset: DatasetDefinition): Record<string, number>
}
