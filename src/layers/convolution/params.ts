/** @file Params that dense and convolution layers share. Defaults of Keras. */
import { axesField, booleanField, integerField, selectField } from '../../lib/fields'
import { MAX_DIMENSION } from '../../tensor/shape'
import { activationTitles } from '../activations'
import { initializerField } from '../initializers'

/** Axes that a kernel slides along. */
export type Axes = 1 | 2 | 3

const EXTENT: Record<Axes, string> = {
  1: 'Length of the kernel.',
  2: 'Height and width of the kernel, one number for both or two.',
  3: 'Depth, height and width of the kernel, one number for all or three.',
}

export const filters = integerField({
  title: 'Filters',
  description: 'Channels of the output, each with a kernel of its own.',
  minimum: 1,
  maximum: 65_536,
}).default(64)

export const kernelSize = (axes: Axes) =>
  axesField({ title: 'Kernel size', description: EXTENT[axes], axes, minimum: 1, maximum: 1024 }).default(3)

export const strides = (axes: Axes, description: string) =>
  axesField({ title: 'Strides', description, axes, minimum: 1, maximum: 256 }).default(1)

export const padding = selectField({
  title: 'Padding',
  description: 'Same: zeros around the input, so that the size depends on the strides only. Valid: none.',
  options: { valid: 'Valid', same: 'Same' },
}).default('valid')

export const dilation = (axes: Axes) =>
  axesField({
    title: 'Dilation',
    description: 'Distance between the taps of the kernel. More than 1 sees further with as many weights.',
    axes,
    minimum: 1,
    maximum: 256,
    advanced: true,
  }).default(1)

export const groups = integerField({
  title: 'Groups',
  description:
    'Parts into which channels and filters are divided. Each part of the filters sees its part of the channels.',
  minimum: 1,
  maximum: 65_536,
  advanced: true,
}).default(1)

export const depthMultiplier = integerField({
  title: 'Depth multiplier',
  description: 'Channels of the output for each channel of the input.',
  minimum: 1,
  maximum: 1024,
}).default(1)

export const bias = booleanField({
  title: 'Bias',
  description: 'Adds a trained number to each channel. Not needed when a batch norm follows.',
}).default(true)

export const activation = selectField({
  title: 'Activation',
  description: 'Function applied to the result. Leaky ReLU has slope 0.2; an activation node offers others.',
  options: activationTitles,
}).default('linear')

export const initializer = initializerField.default('glorot-uniform')

export const units = integerField({
  title: 'Units',
  description: 'Length of the output.',
  minimum: 1,
  maximum: MAX_DIMENSION,
}).default(128)
