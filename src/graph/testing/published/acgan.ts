/** @file ACGAN (Odena et al. 2017) on MNIST with the nets of TensorFlow.js' example `mnist-acgan`. */
import { adam, Drawing } from './drawing'
import { tanhEnd } from './parts'

const up = { kernelSize: 5, strides: 2, padding: 'same', initializer: 'glorot-normal' }

/** Filters and strides of the critic, layer by layer. */
const CRITIC = [
  [32, 2],
  [64, 1],
  [128, 2],
  [256, 1],
] as const

export function acgan() {
  const drawing = new Drawing({
    name: 'ACGAN · MNIST, as published',
    description:
      'The nets of TensorFlow.js’ own example: 2,657,321 and 525,835 weights. The class enters the generator as an embedding that multiplies the noise; a second head of the discriminator names the class, and the generator is paid for classes that it gets right (Odena et al. 2017).',
    training: { batchSize: 100, steps: 60_000 },
  })
  const latent = drawing.source('z', 'latent', { shape: [100], distribution: 'uniform' }, 'out')
  const wanted = drawing.source('digit', 'labels', { classes: 10 }, 'out')
  const data = drawing.source('data', 'dataset', { dataset: 'mnist' }, 'image')
  drawing.network('G', { name: 'Generator', optimizer: adam(2e-4, 0.5, 0.999), ema: 0.999 }, (frame) => {
    const noise = frame.input('z').here
    frame
      .newRow()
      .input('label')
      .layer('embedding', { size: 100, initializer: 'glorot-normal' }, [], 'label')
      .layer('multiply', {}, [noise])
      .layer('dense', { units: 3456, activation: 'relu' })
      .layer('reshape', { shape: [3, 3, 384] })
      .newRow()
      .layer('conv2d-transpose', { filters: 192, kernelSize: 5, activation: 'relu', initializer: 'glorot-normal' })
      .layer('batch-norm')
      .layer('conv2d-transpose', { filters: 96, ...up, activation: 'relu' })
      .layer('batch-norm')
      .newRow()
    tanhEnd(frame.layer('conv2d-transpose', { filters: 1, ...up }))
  })
  drawing.network(
    'D',
    { name: 'Discriminator', calls: ['real', 'fake'], optimizer: adam(2e-4, 0.5, 0.999) },
    (frame) => {
      frame.input('image')
      for (const [index, [filters, strides]] of CRITIC.entries()) {
        if (index === 2) frame.newRow()
        frame
          .layer('conv2d', { filters, kernelSize: 3, strides, padding: 'same', activation: 'leaky-relu' })
          .layer('dropout', { rate: 0.3 })
      }
      const features = frame.newRow().layer('flatten').here
      frame.layer('dense', { units: 1 }).output('score')
      frame.at(4, 2).from(features).layer('dense', { units: 10 }).output('class')
    },
  )
  return drawing
    .wire('G.z', latent)
    .wire('G.label', wanted)
    .wire('D.image@real', data)
    .wire('D.image@fake', 'G.image')
    .objective(
      'loss',
      'adversarial',
      { loss: 'non-saturating', realTarget: 0.95 },
      { real: 'D.score@real', fake: 'D.score@fake' },
    )
    .objective('real_class', 'classification', {}, { logits: 'D.class@real', label: 'data.label' })
    .objective('fake_class', 'classification', {}, { logits: 'D.class@fake', label: wanted })
    .document()
}
