/**
 * @file Optimisers as a param of a network. Defaults are those of GANs rather than of Keras: Adam 2e-4 with beta1 0.5
 * (DCGAN, arXiv 1511.06434), RMSProp 5e-5 (WGAN, arXiv 1701.07875).
 */
import { z } from 'zod'
import { numberField, schedulableField, variantsField } from '../../lib/fields'

const learningRate = (description: string) =>
  schedulableField({ title: 'Learning rate', description, minimum: 0, maximum: 10 })

const epsilon = numberField({
  title: 'Epsilon',
  description: 'Added to the divisor, so that it is never 0.',
  minimum: 1e-12,
  maximum: 1,
  advanced: true,
}).default(1e-8)

const fraction = (title: string, description: string) =>
  numberField({ title, description, minimum: 0, maximum: 0.999999 })

const momentum = fraction('Momentum', 'Share of the last update that is added to the next one.').default(0)

const adam = z.strictObject({
  kind: z.literal('adam'),
  learningRate: learningRate('Size of an update. May follow a schedule over steps.').default(2e-4),
  beta1: fraction('Beta 1', 'Decay of the mean of gradients. GANs use 0 or 0.5 rather than 0.9.').default(0.5),
  beta2: fraction('Beta 2', 'Decay of the mean of squared gradients.').default(0.999),
  epsilon,
})

const rmsprop = z.strictObject({
  kind: z.literal('rmsprop'),
  learningRate: learningRate('Size of an update. WGAN with clipping uses 0.00005.').default(5e-5),
  decay: fraction('Decay', 'Decay of the mean of squared gradients.').default(0.9),
  momentum,
  epsilon,
})

const sgd = z.strictObject({
  kind: z.literal('sgd'),
  learningRate: learningRate('Factor of the gradient in an update.').default(0.01),
  momentum,
})

/** The same union as `Optimizer` of the plan. */
export const optimizerField = variantsField(z.discriminatedUnion('kind', [adam, rmsprop, sgd]), {
  title: 'Optimiser',
  description: 'How gradients move the weights.',
  key: 'kind',
  variants: {
    adam: { title: 'Adam', schema: adam },
    rmsprop: { title: 'RMSProp', schema: rmsprop },
    sgd: { title: 'Gradient descent (SGD)', schema: sgd },
  },
}).default(adam.parse({ kind: 'adam' }))
