/** @file The slope that a penalty pulls towards. */
import { numberField } from '../../lib/fields'

export const center = numberField({
  title: 'Centre',
  description: 'The slope that the critic should have: 1 in the paper.',
  minimum: 0,
  maximum: 1e6,
  advanced: true,
}).default(1)
