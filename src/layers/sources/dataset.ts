/** @file Dataset: real samples. Which ones there are, and what they give, the datasets themselves say (`src/data`). */
import { z } from 'zod'
import { datasets, findDataset } from '../../data'
import type { DatasetDefinition } from '../../data/dataset'
import { type OwnReference, ownDataset, ownReferenceSchema } from '../../data/own/reference'
import { invariant } from '../../lib/assert'
import { selectOrObjectField } from '../../lib/fields'
import { defineSource } from '../layer'
import { dot, stacked, together } from '../pictures'

/** The first of the list: it needs no file, so a new node works at once. */
const initial = datasets[0]!.name

function definitionOf(chosen: string | OwnReference): DatasetDefinition {
  if (typeof chosen === 'object') return ownDataset(chosen)
  const definition = findDataset(chosen)
  invariant(definition, `the schema lets only known datasets through, and "${chosen}" is none`)
  return definition
}

export const dataset = defineSource({
  kind: 'dataset',
  title: 'Dataset',
  group: 'Sources',
  icon: 'database',
  picture: together(stacked(3, 14, 3, 24), {
    strong: `M21 32l6-9l5 5l4-6l7 10z${dot(38, 15, 2.5)}`,
  }),
  summary: 'Draws real samples for the critic to learn from.',
  docs: `A random batch with replacement at every draw. The outputs depend on the dataset: image, label (one-hot), attributes (a 1 for each that the sample has) and point, all of the same samples; pairs of pictures of your own give image and pair. Values are scaled as the dataset says, images to [-1, 1], so let the generator end in tanh. Your own pictures, arrays and points stay in this browser: the document holds their name, shape and SHA-256, and whoever opens it is asked for the same data.`,
  keywords: [
    'data',
    'real',
    'images',
    'points',
    'own',
    'pictures',
    'folder',
    'zip',
    'import',
    ...datasets.flatMap(({ name, title }) => [name, title]),
  ],
  params: z.strictObject({
    dataset: selectOrObjectField<string, typeof ownReferenceSchema>({
      title: 'Dataset',
      description: 'The samples to draw from: a set that comes with Ganvas, or your own.',
      options: Object.fromEntries(datasets.map(({ name, title }) => [name, title])),
      schema: ownReferenceSchema,
      titleKey: 'own',
    }).default(initial),
  }),
  pytorch: (params) =>
    Object.fromEntries(Object.keys(definitionOf(params.dataset).fields).map((field) => [field, `batch["${field}"]`])),
  outputs: (params) => definitionOf(params.dataset).fields,
  dataset: (params) => definitionOf(params.dataset),
  withOwn: (reference) => ({ dataset: reference }),
  draw({ batchSize, random, dataset: loaded }) {
    invariant(loaded, 'a dataset is loaded before a batch is drawn from it')
    return loaded.draw(batchSize, random)
  },
})
