/** @file Network: the frame that holds layers. It owns their weights and says how they are trained. */
import { z } from 'zod'
import { booleanField, integerField, numberField, textField, textsField } from '../../lib/fields'
import { defineStructure } from '../layer'
import { box, dot } from '../pictures'
import { optimizerField } from './optimizer'
import { PORT_NAME, PORT_NAME_TEXT } from './port-name'

export const network = defineStructure({
  kind: 'network',
  role: 'network',
  family: 'network',
  title: 'Network',
  group: 'Network',
  icon: 'frame',
  picture: {
    soft: `${box(15, 12, 9, 12)}${box(32, 12, 9, 12)}`,
    line: `${box(8, 4, 40, 28)}M8 18h7M24 18h8M41 18h7`,
    strong: `${dot(8, 18, 3)}${dot(48, 18, 3)}`,
  },
  summary: 'A frame of layers with weights of its own: a generator, a discriminator, an encoder.',
  docs: `Layers that have weights live inside a network. Its input and output nodes are its ports.
A network may be called more than once, for example a discriminator on real and on fake samples. Every call has the same weights; batch statistics are taken for each call by itself.
Which objectives train a network follows from the wires.
Look ahead (unrolled GANs, Metz et al., arXiv 1611.02163) lets a generator answer not the critic as it is but the critic as it will be after so many updates of its own optimiser on this batch; the gradient goes through those updates too. Only then is the critic's answer part of what the generator minimises, which keeps it from gathering on one mode. Each update ahead costs about as much as two more critic updates.`,
  keywords: ['generator', 'discriminator', 'critic', 'encoder', 'model', 'frame', 'group'],
  params: z.strictObject({
    name: textField({ title: 'Name', description: 'What the frame is called.', maximumLength: 64 }).default('Network'),
    calls: textsField({
      title: 'Calls',
      description: 'One name for each time the network is applied, such as real and fake.',
      item: 'call',
      schema: z.string().regex(PORT_NAME, { error: PORT_NAME_TEXT }),
      minimumLength: 1,
    })
      .refine((calls) => new Set(calls).size === calls.length, { error: 'each call needs a name of its own' })
      .default(['main']),
    trainable: booleanField({
      title: 'Trainable',
      description: 'Off: the weights stay as they are.',
    }).default(true),
    updates: integerField({
      title: 'Updates',
      description: 'Updates in each step. A Wasserstein critic takes 5.',
      minimum: 1,
      maximum: 100,
      unit: 'a step',
    }).default(1),
    optimizer: optimizerField,
    clip: numberField({
      title: 'Clip weights',
      description: 'After each update every weight is cut to ± this. The WGAN paper uses 0.01.',
      minimum: 1e-6,
      maximum: 1000,
      advanced: true,
    })
      .nullable()
      .default(null),
    clipGradient: numberField({
      title: 'Clip gradients',
      description: 'The gradient of each weight is scaled down to this length at most.',
      minimum: 1e-6,
      maximum: 1e6,
      advanced: true,
    })
      .nullable()
      .default(null),
    ema: numberField({
      title: 'Average weights',
      description: 'Decay of a moving average of the weights, such as 0.999. Its samples are often better.',
      minimum: 0,
      maximum: 0.999999,
      advanced: true,
    })
      .nullable()
      .default(null),
    lookAhead: integerField({
      title: 'Look ahead',
      description:
        'Learns from critics that many updates ahead, and through these updates. Against collapse (Unrolled GAN, arXiv 1611.02163: 5 to 10).',
      minimum: 0,
      maximum: 20,
      unit: 'updates',
      advanced: true,
    }).default(0),
    seed: integerField({
      title: 'Seed',
      description: 'Seed of the first weights. Off: it follows from the seed of the training.',
      minimum: 0,
      maximum: 2_147_483_647,
      advanced: true,
    })
      .nullable()
      .default(null),
  }),
})
