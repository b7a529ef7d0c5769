/** @file The whole factor by which Downsample and Upsample change the size of an image. */
import { axesField } from '../../lib/fields'

/** `becomes`: what the factor makes of the image, `higher and wider`. */
export const factorField = (becomes: string) =>
  axesField({
    title: 'Factor',
    description: `How many times ${becomes}, one number for both or two.`,
    axes: 2,
    minimum: 1,
    maximum: 64,
  }).default(2)
