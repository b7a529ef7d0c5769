/** @file What a dataset declares: enough to draw the node, infer its shapes and credit its makers before a byte is loaded. */
import type { RandomStream } from '../lib/random'
import type { Range, Shape } from '../tensor/shape'
import type { OwnReference } from './own/reference'

/**
 * `image`: [height, width, channels]. `points`: [2]. `label`: one-hot, [classes]. `attributes`: a 1 for each that the sample has,
 * [attributes].
 */
export type FieldForm = 'image' | 'points' | 'label' | 'attributes'

export interface DatasetField {
  shape: Shape
  range: Range
  form: FieldForm
}

/** A mixture whose modes are known, for mode coverage. Coordinates as the dataset gives them. */
export interface Mixture {
  means: readonly (readonly [x: number, y: number])[]
  /** Of every mode, along each axis. */
  standardDeviation: number
}

/** Reads one of the files in `DatasetDefinition.files`, whole, from wherever this machine keeps it; checks its hash. */
export interface DataFiles {
  read(file: DataFile, onProgress?: (fraction: number) => void): Promise<Uint8Array>
}

export interface DataFile {
  /** Name under which the page's server and the command line find it: `mnist/train-images`. */
  name: string
  sizeBytes: number
  /** Of the content as `read` returns it, lower-case hex. */
  sha256: string
}

export interface DatasetDefinition {
  /** Value of the `dataset` param: `mnist`. */
  name: string
  title: string
  /** One sentence: what is in it. */
  summary: string
  /** Who made it, from where it comes. */
  source: string
  /** SPDX name where there is one. */
  licence: string
  /** Output ports of the dataset node: `image`, `label`, `point`, … */
  fields: Record<string, DatasetField>
  /** Number of samples; `null` when each draw is fresh. */
  count: number | null
  /** Names of the classes, in the order of the one-hot label. */
  classes?: readonly string[]
  /** Names of the attributes, in the order of the field of that form. */
  attributes?: readonly string[]
  mixture?: Mixture
  /** Of points: the square, [minimum, maximum] along both axes, on which published figures compare densities. */
  square?: readonly [minimum: number, maximum: number]
  files: readonly DataFile[]
  /** Data that somebody brought: whoever opens the document is asked for it. Left out: it comes with Ganvas. */
  own?: OwnReference
  /**
   * Python that loads it without Ganvas: lines that define `draw(size)`, which gives a dict of tensors by field, channels first, on
   * `device`. `folder` is where files may lie. Left out: whoever runs it brings the files.
   */
  pytorch?: readonly string[]
  load(files: DataFiles, onProgress?: (fraction: number) => void): Promise<LoadedDataset>
}

export interface LoadedDataset {
  /** A batch with replacement: for each field `batchSize` samples one after the other, in the field's range. */
  draw(batchSize: number, random: RandomStream): Record<string, Float32Array>
}
