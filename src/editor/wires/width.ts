/** @file A wire is as wide as what runs through it is large. */
import type { Shape } from '../../tensor/shape'

export const LEAST_WIRE_PX = 1.5
export const MOST_WIRE_PX = 6
/** Numbers in one sample from which a wire is as wide as wires get: a picture of 512 × 512 in four channels. */
const WIDEST_AT = 2 ** 20

/** Width of a wire in px, by the logarithm of the numbers in one sample; the least while the shape is unknown. */
export function wireWidthPx(shape: Shape | null | undefined): number {
  const numbers = shape?.reduce((product, axis) => product * axis, 1) ?? 1
  const share = Math.min(Math.log(Math.max(numbers, 1)) / Math.log(WIDEST_AT), 1)
  return Math.round((LEAST_WIRE_PX + share * (MOST_WIRE_PX - LEAST_WIRE_PX)) * 10) / 10
}
