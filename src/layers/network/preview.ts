/** @file Preview: shows whatever is wired to it, outside of networks. */
import { z } from 'zod'
import { defineStructure } from '../layer'

export const preview = defineStructure({
  kind: 'preview',
  role: 'preview',
  family: 'output',
  title: 'Preview',
  group: 'Network',
  icon: 'eye',
  summary: 'Shows what is wired to it while training.',
  docs: `Stands outside of networks and changes nothing: it draws images as a grid, points as a scatter and anything else as a histogram. Wire a dataset to it to see real samples beside the generated ones.`,
  keywords: ['show', 'view', 'image', 'plot', 'look'],
  params: z.strictObject({}),
})
