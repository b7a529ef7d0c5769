/** @file DCGAN at 64 × 64 (Radford et al. 2016), with the nets and settings of PyTorch's example. */
import { adam, Drawing, type Frame } from './drawing'
import { BATCH_NORM, scored, tanhEnd } from './parts'

const plain = { kernelSize: 4, bias: false, initializer: 'normal' }
const strided = { ...plain, strides: 2, padding: 'same' }

const up = (frame: Frame, filters: number) =>
  frame
    .newRow()
    .layer('conv2d-transpose', { filters, ...strided })
    .layer('batch-norm', BATCH_NORM)
    .layer('activation', { function: 'relu' })

const down = (frame: Frame, filters: number) =>
  frame
    .newRow()
    .layer('conv2d', { filters, ...strided })
    .layer('batch-norm', BATCH_NORM)
    .layer('activation', { function: 'leaky-relu' })

export function dcgan64() {
  const drawing = new Drawing({
    name: 'DCGAN · 64 × 64',
    description:
      'The nets of Radford et al. 2016 as in PyTorch’s example: 3,576,704 and 2,765,568 weights, no biases, all weights from N(0, 0.02), Adam 0.0002 with β 0.5. The faces of 32 pixels are doubled to have data of that size.',
    training: { batchSize: 64, steps: 20_000 },
  })
  const latent = drawing.source('z', 'latent', { shape: [100] }, 'out')
  const data = drawing.source('data', 'dataset', { dataset: 'faces' }, 'image', [['doubled', 'upsample', {}]])
  drawing.network('G', { name: 'Generator', optimizer: adam(2e-4, 0.5, 0.999), ema: 0.999 }, (frame) => {
    frame
      .input('z')
      .layer('reshape', { shape: [1, 1, 100] })
      .layer('conv2d-transpose', { filters: 512, ...plain })
      .layer('batch-norm', BATCH_NORM)
      .layer('activation', { function: 'relu' })
    for (const filters of [256, 128, 64]) up(frame, filters)
    tanhEnd(frame.newRow().layer('conv2d-transpose', { filters: 3, ...strided }))
  })
  drawing.network(
    'D',
    { name: 'Discriminator', calls: ['real', 'fake'], optimizer: adam(2e-4, 0.5, 0.999) },
    (frame) => {
      frame
        .input('image')
        .layer('conv2d', { filters: 64, ...strided })
        .layer('activation', { function: 'leaky-relu' })
      for (const filters of [128, 256, 512]) down(frame, filters)
      frame
        .newRow()
        .layer('conv2d', { filters: 1, ...plain })
        .output('score')
    },
  )
  return scored(drawing, latent, data, { loss: 'non-saturating' }).document()
}
