/** @file Preview: shows whatever is wired to it, outside of networks. */
import { z } from 'zod'
import { defineStructure } from '../layer'
import { box, grid, together } from '../pictures'

export const preview = defineStructure({
  kind: 'preview',
  role: 'preview',
  family: 'output',
  title: 'Preview',
  group: 'Network',
  icon: 'eye',
  picture: together(
    grid({
      columns: 3,
      rows: 2,
      strong: [
        [1, 0, 1, 1],
        [2, 1, 1, 1],
      ],
      largest: 11,
    }),
    { line: box(9, 5, 38, 26) },
  ),
  summary: 'Shows what is wired to it while training.',
  docs: `Stands outside of networks and changes nothing: it draws images as a grid, points as a scatter and anything else as a histogram. Wire a dataset to it to see real samples beside the generated ones.`,
  keywords: ['show', 'view', 'image', 'plot', 'look'],
  params: z.strictObject({}),
})
