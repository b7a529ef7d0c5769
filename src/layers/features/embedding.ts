/** @file Embedding: a trained vector for each class. */
import { z } from 'zod'
import { integerField } from '../../lib/fields'
import { fail, ok } from '../../lib/result'
import { initializerField } from '../initializers'
import { defineLayer, type WeightSpec } from '../layer'
import { arrow, grid, together } from '../pictures'
import {
  foldedWeight,
  normedModule,
  normedSpecs,
  normedWeight,
  WEIGHT_NORM_DOCS,
  type WeightNorm,
  weightNorm,
} from '../weight-norm'
import { notAVector } from './problems'

const normed = (norm: WeightNorm) => ({ norm, outputs: 'last' }) as const

export const embedding = defineLayer({
  kind: 'embedding',
  title: 'Embedding',
  group: 'Features and batches',
  icon: 'table-2',
  picture: together(
    grid({ columns: 4, rows: 6, strong: [[0, 2, 4, 1]], largest: 5 }, 13, 22),
    { line: arrow(27, 13, 6) },
    grid({ columns: 4, rows: 1, strong: [[0, 0, 4, 1]], largest: 4.4 }, 45, 18, 13),
  ),
  summary: 'Turns a label into a trained vector, one for each class.',
  docs: `out = label · embeddings. For a one-hot label this is the row of its class; for several attributes, each 0 or 1, the sum of their rows. It is a Dense without bias, so the slopes of every order are right, and a mixed label gives the mixed vector.
Conditional generators join it to the noise or multiply it by it (ACGAN, arXiv 1610.09585). A projection discriminator (arXiv 1802.05637) embeds the label with as many values as its features have and adds their Dot product to the score.
Weights: embeddings [classes, size]. ${WEIGHT_NORM_DOCS}`,
  keywords: ['label', 'class', 'lookup', 'table', 'conditional', 'one-hot', 'projection', 'acgan'],
  params: z.strictObject({
    size: integerField({
      title: 'Size',
      description: 'Length of the vector of each class.',
      minimum: 1,
      maximum: 65_536,
    }).default(50),
    initializer: initializerField.default('glorot-uniform'),
    weightNorm,
  }),
  inputs: [{ name: 'label', description: 'A one-hot label [classes], or attributes of 0 and 1.' }],
  shape({ label }, { size }) {
    const problem = notAVector('Embedding', 'classes', label!, 'label')
    return problem ? fail(problem) : ok([size])
  },
  makes: (wanted) => (wanted.length === 1 ? { size: wanted[0] } : null),
  weights({ label }, params) {
    const embeddings: WeightSpec = {
      name: 'embeddings',
      shape: [label![0]!, params.size],
      initializer: { kind: params.initializer, fanIn: label![0]!, fanOut: params.size },
      trainable: true,
    }
    const { kernel, state } = normedSpecs(embeddings, normed(params.weightNorm))
    return [kernel, ...state]
  },
  multiplyAdds: ({ label }, { size }) => label![0]! * size,
  differentiable: 2,
  apply: (context) =>
    context.tf.matMul(context.inputs.label!, normedWeight(context, 'embeddings', normed(context.params.weightNorm))),
  onnx({ params, inputs, weights, add, floats }) {
    const embeddings = foldedWeight(weights, 'embeddings', normed(params.weightNorm))
    return add('MatMul', [inputs.label!, floats(embeddings, 'embeddings')])
  },
  keras({ params, inputs, weights, add }) {
    const kernel = foldedWeight(weights, 'embeddings', normed(params.weightNorm))
    return add('Dense', { units: params.size, use_bias: false }, inputs.label!, { kernel })
  },
  pytorch: ({ label }, { size, weightNorm }) => ({
    ...normedModule(`nn.Linear(${label![0]}, ${size}, bias=False)`, [label![0]!, size], normed(weightNorm), {
      name: 'embeddings',
      order: [1, 0],
      shape: [size, label![0]!],
    }),
    forward: '{module}({label})',
  }),
  examples: [
    { params: { size: 4 }, inputs: { label: [10] }, output: [4], parameters: 40 },
    {
      params: { size: 3, weightNorm: 'spectral' },
      inputs: { label: [5] },
      output: [3],
      parameters: 18,
      detaches: true,
    },
    { params: { size: 2, weightNorm: 'equalized' }, inputs: { label: [3] }, output: [2], parameters: 6 },
  ],
  refusals: [
    { inputs: { label: [] }, code: 'rank-mismatch' },
    { inputs: { label: [4, 4, 10] }, code: 'rank-mismatch' },
  ],
})
