/** @file With which strides, padding and filters a kernel makes a wanted shape: what repairs of shapes set. */
import type { Padding } from '../../tensor/convolution'
import type { Shape } from '../../tensor/shape'

interface Sliding {
  strides: number | readonly number[]
  padding: Padding
}

const PADDINGS: readonly Padding[] = ['same', 'valid']
const STRIDES: readonly number[] = [1, 2, 4]

/**
 * The fewest changes with which a layer gives `wanted`: its filters alone if its lengths fit, else its padding, else its strides.
 * `lengths` says what it makes of the axes before the channels. `null` when no change helps.
 */
export function kernelMakes(
  wanted: Shape,
  input: Shape,
  params: Sliding,
  lengths: (params: Sliding) => readonly number[],
): Record<string, unknown> | null {
  if (wanted.length !== input.length || wanted.length < 2) return null
  const filters = wanted.at(-1)!
  const fits = (changes: Partial<Sliding>) =>
    lengths({ ...params, ...changes }).every((length, axis) => length === wanted[axis])
  if (fits({})) return { filters }
  const padding = PADDINGS.find((candidate) => fits({ padding: candidate }))
  if (padding !== undefined) return { padding, filters }
  for (const strides of STRIDES) if (fits({ strides, padding: 'same' })) return { strides, padding: 'same', filters }
  return null
}
