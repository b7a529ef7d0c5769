/** @file Params that every objective has. */
import { z } from 'zod'
import { schedulableField, textsField } from '../lib/fields'

export const weight = schedulableField({
  title: 'Weight',
  description: 'Factor of this objective where a network minimises several. At 0 it is not computed.',
  minimum: 0,
  maximum: 1e6,
}).default(1)

export const trains = textsField({
  title: 'Trains',
  description: 'Ids of the only networks that it may train. Off: all that the wires lead to.',
  item: 'network',
  schema: z.string().min(1).max(64),
  minimumLength: 1,
  advanced: true,
})
  .nullable()
  .default(null)
