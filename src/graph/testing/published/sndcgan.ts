/** @file SNDCGAN, the plain nets of SNGAN (Miyato et al. 2018) for 32 × 32 images. */
import { adam, Drawing } from './drawing'
import { BATCH_NORM, scored, tanhEnd } from './parts'

/** Filters, kernel size and strides of the critic, layer by layer. */
const CRITIC = [
  [64, 3, 1],
  [128, 4, 2],
  [128, 3, 1],
  [256, 4, 2],
  [256, 3, 1],
  [512, 4, 2],
  [512, 3, 1],
] as const

export function sndcgan() {
  const drawing = new Drawing({
    name: 'SNDCGAN · 32 × 32',
    description:
      'The plain nets of SNGAN (Miyato et al. 2018): 3,828,739 and 5,860,865 weights, spectral norm on every layer of the critic, leaky ReLU with slope 0.1, hinge loss, Adam 0.0002 with β 0 and 0.9. The faces stand in for CIFAR-10.',
    training: { batchSize: 64, steps: 50_000 },
  })
  const latent = drawing.source('z', 'latent', { shape: [128] }, 'out')
  const data = drawing.source('data', 'dataset', { dataset: 'faces' }, 'image')
  drawing.network('G', { name: 'Generator', optimizer: adam(2e-4, 0, 0.9), ema: 0.999 }, (frame) => {
    frame
      .input('z')
      .layer('dense', { units: 8192 })
      .layer('batch-norm', BATCH_NORM)
      .layer('activation', { function: 'relu' })
      .layer('reshape', { shape: [4, 4, 512] })
    for (const filters of [256, 128, 64]) {
      frame
        .newRow()
        .layer('conv2d-transpose', { filters, kernelSize: 4, strides: 2, padding: 'same' })
        .layer('batch-norm', BATCH_NORM)
        .layer('activation', { function: 'relu' })
    }
    tanhEnd(frame.newRow().layer('conv2d', { filters: 3, kernelSize: 3, padding: 'same' }))
  })
  drawing.network(
    'D',
    { name: 'Critic', calls: ['real', 'fake'], updates: 5, optimizer: adam(2e-4, 0, 0.9) },
    (frame) => {
      frame.input('image')
      for (const [index, [filters, kernelSize, strides]] of CRITIC.entries()) {
        if (index > 0 && index % 2 === 0) frame.newRow()
        frame
          .layer('conv2d', { filters, kernelSize, strides, padding: 'same', weightNorm: 'spectral' })
          .layer('activation', { function: 'leaky-relu', slope: 0.1 })
      }
      frame.newRow().layer('flatten').layer('dense', { units: 1, weightNorm: 'spectral' }).output('score')
    },
  )
  return scored(drawing, latent, data, { loss: 'hinge' }).document()
}
