/** @file The whole factor by which Downsample and Upsample change the size of an image. */
import { axesField } from '../../lib/fields'
import type { Shape } from '../../tensor/shape'

/** `becomes`: what the factor makes of the image, `higher and wider`. */
export const factorField = (becomes: string) =>
  axesField({
    title: 'Factor',
    description: `How many times ${becomes}, one number for both or two.`,
    axes: 2,
    minimum: 1,
    maximum: 64,
  }).default(2)

/** The factor by which an image is higher and wider than another one; `null` when it is none, or the channels differ. */
export function wholeFactor(large: Shape, small: Shape): { factor: number[] } | null {
  if (large.length !== 3 || small.length !== 3 || large[2] !== small[2]) return null
  const factor = [large[0]! / small[0]!, large[1]! / small[1]!]
  return factor.every((times) => Number.isInteger(times) && times <= 64) ? { factor } : null
}
