/** @file Params that dense and convolution layers share. Defaults of Keras. */
import { axesField, booleanField, integerField, selectField } from '../../lib/fields'
import { MAX_DIMENSION } from '../../tensor/shape'
import { activationTitles } from '../activations'
import { initializerField } from '../initializers'

export const filters = integerField({
  title: 'Filters',
  description: 'Channels of the output, each with a kernel of its own.',
  minimum: 1,
  maximum: 65_536,
}).default(64)

export const kernelSize = axesField({
  title: 'Kernel size',
  description: 'Height and width of the kernel, one number for both or two.',
  axes: 2,
  minimum: 1,
  maximum: 1024,
}).default(3)

export const strides = (description: string) =>
  axesField({ title: 'Strides', description, axes: 2, minimum: 1, maximum: 256 })

export const padding = selectField({
  title: 'Padding',
  description: 'Same: zeros around the input, so that the size depends on the strides only. Valid: none.',
  options: { valid: 'Valid', same: 'Same' },
}).default('valid')

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
