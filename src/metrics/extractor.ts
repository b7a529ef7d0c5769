/** @file What turns images into features: a network with fixed weights, named so that its numbers are compared with its own only. */
import type * as TensorFlowCore from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { DataFiles } from '../data/dataset'
import type { Shape } from '../tensor/shape'

export interface ExtractorDefinition {
  /** With its version: other weights get another name. */
  name: string
  /** One sentence: what it is. */
  summary: string
  /** Channels that are classified, each by itself; `null` when it knows no classes. */
  channels: number | null
  /** For images of this shape. */
  load(tf: typeof TensorFlowCore, files: DataFiles, shape: Shape): Promise<Extractor>
}

export interface Extractor {
  /** Images [n, height, width, channels] in [−1, 1] → [n, features], and [n, channels · classes]. Call it in a tidy. */
  apply(images: Tensor): { features: Tensor2D; probabilities: Tensor2D | null }
  dispose(): void
}
