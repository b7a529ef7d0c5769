/** @file What a metric declares: which samples it can judge, how many it wants, what it answers. */
import type { DatasetDefinition } from '../data/dataset'

/** How a value is written: `count` as 8, `share` as 97.2 %, the others as numbers: 0.0014. */
export type MetricUnit = 'count' | 'share' | 'nats' | 'bits' | 'number'

export interface MetricValue {
  /** Key in reports: `modesCovered`. Unique over all metrics. */
  name: string
  title: string
  /** What it says, its best value, from which paper. */
  description: string
  unit: MetricUnit
}

/** Samples in the form of the dataset's field, one after the other, and what an extractor says of them. */
export interface SampleSet {
  count: number
  /** Points as x, y. Empty for images, of which only features are kept. */
  values: Float32Array
  /** One vector for each image; `null` for points. */
  features: Float32Array | null
  /** For each channel of an image that is classified the probabilities of the classes; `null` without a classifier. */
  probabilities: Float32Array | null
}

/** All numbers are finite in `real`; a generator that has failed may give others. */
export interface MetricInput {
  fake: SampleSet
  /** As many, drawn from the dataset. */
  real: SampleSet
  dataset: DatasetDefinition
}

export interface MetricDefinition {
  name: string
  title: string
  values: readonly MetricValue[]
  /** Form of the samples that it judges. */
  form: 'points' | 'image'
  /** The part of a sample set that it reads. */
  reads: 'values' | 'features' | 'probabilities'
  /** How many samples it is given while training goes on, and the most that it can use when there is time. */
  sampleCount: { live: number; full: number }
  /** Asked for datasets that have a field of its form. */
  appliesTo(dataset: DatasetDefinition): boolean
  /** One number for each of `values`; those that are not finite are left out of reports. A pure function. */
  compute(input: MetricInput): Record<string, number>
  /**
   * What the data itself would get at this sample count, where it is known in closed form. Left out: the metric is computed
   * for two independent draws of the data.
   */
  floor?(sampleCount: number, dataset: DatasetDefinition): Record<string, number>
}
