/** @file Dataset: real samples. Which ones there are, and what they give, the datasets themselves say (`src/data`). */
import { z } from 'zod'
import { datasets, findDataset } from '../../data'
import { invariant } from '../../lib/assert'
import { selectField } from '../../lib/fields'
import { defineSource } from '../layer'
import { dot, stacked, together } from '../pictures'

/** The first of the list: it needs no file, so a new node works at once. */
const initial = datasets[0]!.name

export const dataset = defineSource({
  kind: 'dataset',
  title: 'Dataset',
  group: 'Sources',
  icon: 'database',
  picture: together(stacked(3, 14, 3, 24), {
    strong: `M21 32l6-9l5 5l4-6l7 10z${dot(38, 15, 2.5)}`,
  }),
  summary: 'Draws real samples for the critic to learn from.',
  docs: `A random batch with replacement at every draw. The outputs depend on the dataset: image, label (one-hot), attributes (a 1 for each that the sample has) and point, all of the same samples. Values are scaled as the dataset says, images to [-1, 1], so let the generator end in tanh.`,
  keywords: ['data', 'real', 'images', 'points', ...datasets.flatMap(({ name, title }) => [name, title])],
  params: z.strictObject({
    dataset: selectField<string>({
      title: 'Dataset',
      description: 'The samples to draw from.',
      options: Object.fromEntries(datasets.map(({ name, title }) => [name, title])),
    }).default(initial),
  }),
  outputs(params) {
    const definition = findDataset(params.dataset)
    invariant(definition, `the schema lets only known datasets through, and "${params.dataset}" is none`)
    return definition.fields
  },
  dataset: (params) => params.dataset,
  draw({ params, batchSize, random, dataset: loaded }) {
    invariant(loaded, `the dataset "${params.dataset}" is loaded before a batch is drawn from it`)
    return loaded.draw(batchSize, random)
  },
})
