/**
 * @file What can be seen of layers while they train, on demand: what they give for fixed samples, and how their weights move.
 * Arrays cross from the worker with their buffers transferred.
 */
import type { Shape } from '../tensor/shape'
import type { Preview } from './preview'

/** What the maps of a layer show: all channels of one sample, or one channel of all samples. */
export interface MapChoice {
  of: 'channels' | 'samples'
  /** Of the sample, or of the channel, from 0. Past the last one, the last is shown. */
  index: number
}

/** A layer that is looked into. */
export interface Probe {
  node: string
  /** Whose maps are shown; `null` for the first call. */
  call: string | null
  maps: MapChoice
}

/** Units of a layer: its numbers, or its channels where it gives maps. */
export interface Units {
  count: number
  /** Exactly 0 for every sample, at every place. */
  dead: number
}

/** Figures of all values that a layer gives in one call; those that are not finite are left out and counted. */
export interface ValueStatistics {
  /** `main` outside networks. */
  call: string
  mean: number
  /** Standard deviation. */
  deviation: number
  minimum: number
  maximum: number
  notFinite: number
  /** `null` for a layer that cannot die. */
  units: Units | null
}

export interface Maps extends MapChoice {
  call: string
  /** Samples, or channels, that there are to choose from. */
  choices: number
  /** Of the values shown: black and white. */
  minimum: number
  maximum: number
  /** `channels`, `samples`: a grid of maps. For numbers in a row, a row for each sample and a column for each unit. */
  form: 'grid' | 'matrix'
  sheet: Extract<Preview, { type: 'image' }>
}

export interface Inside {
  node: string
  step: number
  /** Of one sample. */
  shape: Shape
  /** In each call. */
  samples: number
  calls: readonly ValueStatistics[]
  /** One series for each call. */
  histogram: Extract<Preview, { type: 'histogram' }>
  /** `null` where there is no picture of the shape. */
  maps: Maps | null
}

/** How the trainable weights of a layer moved in its network's last update, all of them as one vector. */
export interface WeightMotion {
  /** L2, before it is clipped. */
  gradientNorm: number
  weightNorm: number
  /** Of the change. */
  updateNorm: number
  /** Number of weights. */
  weights: number
}

export interface LayerHeat {
  /** `null` before the first update that was measured, and for layers without trainable weights. */
  motion: WeightMotion | null
  /** Over all calls; `null` for a layer that cannot die. */
  units: Units | null
}

export interface Heat {
  step: number
  layers: Readonly<Record<string, LayerHeat>>
}
