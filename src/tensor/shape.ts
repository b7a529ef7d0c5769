/** @file Shapes as people see them: without the batch axis, channels last. `[28, 28, 1]` is a grey image, `[100]` a vector. */

export type Shape = readonly number[]

/** The interval in which all values lie. `null` means that nothing is known. */
export type Range = readonly [minimum: number, maximum: number] | null

/** Most axes a tensor may have without the batch axis. */
export const MAX_RANK = 4
/** Longest axis that is accepted. */
export const MAX_DIMENSION = 1_048_576

/** Number of values in one sample. */
export const shapeSize = (shape: Shape): number => shape.reduce((size, dimension) => size * dimension, 1)

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dimension, axis) => dimension === b[axis])

/** `[4, 4, 256]`, as it is written in messages, on wires and in files. */
export const formatShape = (shape: Shape): string => `[${shape.join(', ')}]`
