/** @file Labels: a random class for each sample, for generators that are told what to make. */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { defineSource } from '../layer'
import { grid } from '../pictures'

export const labels = defineSource({
  kind: 'labels',
  title: 'Labels',
  group: 'Sources',
  icon: 'tags',
  picture: grid({
    columns: 7,
    rows: 1,
    strong: [[4, 0, 1, 1]],
    hollow: [
      [0, 0, 4, 1],
      [5, 0, 2, 1],
    ],
    largest: 7,
  }),
  summary: 'Draws a random class for each sample, one-hot.',
  docs: `Each sample is a row of zeros with a single 1 at its class; all classes are equally likely. Wire it into a generator beside the latent to make a conditional GAN (arXiv 1411.1784). The labels of real samples come from the dataset node.`,
  keywords: ['class', 'one-hot', 'conditional', 'random'],
  params: z.strictObject({
    classes: integerField({
      title: 'Classes',
      description: 'Number of classes, which is the length of the output.',
      minimum: 2,
      maximum: 10_000,
    }).default(10),
  }),
  makes: (wanted) => (wanted.length === 1 && wanted[0]! > 1 ? { classes: wanted[0] } : null),
  pytorch: ({ classes }) => ({
    out: `F.one_hot(torch.randint(${classes}, (size,), device=device), ${classes}).float()`,
  }),
  outputs: ({ classes }) => ({ out: { shape: [classes], range: [0, 1], form: 'label' } }),
  draw({ params: { classes }, batchSize, random }) {
    const out = new Float32Array(batchSize * classes)
    for (let sample = 0; sample < batchSize; sample++) out[sample * classes + random.integer(classes)] = 1
    return { out }
  },
})
