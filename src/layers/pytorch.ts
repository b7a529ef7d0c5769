/**
 * @file What the PyTorch texts of layers share. There images are [batch, channels, height, width]; here a sample is [height, width,
 * channels]. A vector is the same in both.
 */
import type { Shape } from '../tensor/shape'
import type { PyTorchText, TorchState } from './layer'

/** PyTorch's axis of an axis that is counted without the batch, channels last. */
export const torchAxis = (axis: number, rank: number): number => (axis === rank - 1 ? 1 : axis + 2)

/** One entry for each axis of PyTorch, the batch first, from those of the axes here. */
export const torchOrder = <Entry>(batch: Entry, entries: readonly Entry[]): Entry[] => [
  batch,
  ...entries.slice(-1),
  ...entries.slice(0, -1),
]

/** An expression brought to channels last, where that differs. */
export const channelsLast = (expression: string, rank: number): string =>
  rank < 2 ? expression : `${expression}.movedim(1, -1)`

/** An expression brought back to channels first. */
export const channelsFirst = (expression: string, rank: number): string =>
  rank < 2 ? expression : `${expression}.movedim(-1, 1)`

/** `(2, 2)`, and `(2,)` for one entry, as Python writes tuples. */
export const tuple = (entries: readonly (number | string)[]): string =>
  entries.length === 1 ? `(${entries[0]},)` : `(${entries.join(', ')})`

/** A layer that does nothing there. */
export const identityText: PyTorchText = { forward: '{in}' }

/** A weight that is the same there. */
export const sameState = (weight: string, key: string, shape: Shape): TorchState => ({ key, shape, values: { weight } })

/** The order in which PyTorch has the axes of a kernel: the last, the one before, and then the places. */
export const kernelOrder = (rank: number): number[] => [
  rank - 1,
  rank - 2,
  ...Array.from({ length: rank - 2 }, (_, axis) => axis),
]
