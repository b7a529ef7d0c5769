/** @file Output sizes of windows that slide along an axis: convolutions, their transposes, pooling. As in Keras. */

export type Padding = 'same' | 'valid'

/** One value for each of `axes`, from a single number or a list with one for each. */
export const perAxis = (value: number | readonly number[], axes: number): readonly number[] =>
  typeof value === 'number' ? Array.from({ length: axes }, () => value) : value

/** Entries that a window of `size` taps spans, of which every `dilation`-th is one. */
export const windowReach = (size: number, dilation: number): number => (size - 1) * dilation + 1

/**
 * Number of places of a window of `size` that moves by `stride` along `length` entries.
 * `same` pads so that every stride has its place; `valid` stays inside, and is 0 or less when the window is too long.
 */
export const windowCount = (length: number, size: number, stride: number, padding: Padding): number =>
  padding === 'same' ? Math.ceil(length / stride) : Math.floor((length - size) / stride) + 1

/** Zeros before and after `length` entries. `same` puts the odd one after them, as TensorFlow does. */
export function windowPadding(
  length: number,
  size: number,
  stride: number,
  padding: Padding,
): readonly [before: number, after: number] {
  if (padding === 'valid') return [0, 0]
  const total = Math.max((windowCount(length, size, stride, padding) - 1) * stride + size - length, 0)
  const before = Math.floor(total / 2)
  return [before, total - before]
}

/** Length that a transposed convolution makes of `length` entries. The convolution itself would come back to `length`. */
export const transposedLength = (length: number, size: number, stride: number, padding: Padding): number =>
  length * stride + (padding === 'valid' ? Math.max(size - stride, 0) : 0)
