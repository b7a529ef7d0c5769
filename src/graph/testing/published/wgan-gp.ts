/** @file The plain nets of WGAN-GP (Gulrajani et al. 2017) for MNIST and CIFAR-10, with the settings of the released code. */
import { adam, Drawing } from './drawing'
import { BATCH_NORM, scored, tanhEnd } from './parts'

const strided = { kernelSize: 5, strides: 2, padding: 'same' }

const LOSS = { loss: 'wasserstein', penalty: { kind: 'gradient-penalty', weight: 10 } }

/** Three strided convolutions without any norm, and one unit. */
const drawCritic = (drawing: Drawing, width: number) =>
  drawing.network(
    'D',
    { name: 'Critic', calls: ['real', 'fake'], updates: 5, optimizer: adam(1e-4, 0.5, 0.9) },
    (frame) =>
      frame
        .input('image')
        .layer('conv2d', { filters: width, ...strided, activation: 'leaky-relu' })
        .layer('conv2d', { filters: 2 * width, ...strided, activation: 'leaky-relu' })
        .layer('conv2d', { filters: 4 * width, ...strided, activation: 'leaky-relu' })
        .newRow()
        .layer('flatten')
        .layer('dense', { units: 1 })
        .output('score'),
  )

export function wganGpMnist() {
  const drawing = new Drawing({
    name: 'WGAN-GP · MNIST, as published',
    description:
      'The nets of the released code (Gulrajani et al. 2017): 1,554,177 and 1,030,145 weights, no norm in either, 8 × 8 cut to 7 × 7, five critic updates a step, penalty 10. Its generator ends in a sigmoid for data in [0, 1]; here in tanh, for the same data in [−1, 1].',
    training: { batchSize: 50, steps: 20_000 },
  })
  const latent = drawing.source('z', 'latent', { shape: [128] }, 'out')
  const data = drawing.source('data', 'dataset', { dataset: 'mnist' }, 'image')
  drawing.network('G', { name: 'Generator', optimizer: adam(1e-4, 0.5, 0.9), ema: 0.999 }, (frame) =>
    tanhEnd(
      frame
        .input('z')
        .layer('dense', { units: 4096, activation: 'relu' })
        .layer('reshape', { shape: [4, 4, 256] })
        .layer('conv2d-transpose', { filters: 128, ...strided, activation: 'relu' })
        .layer('crop', { size: 7, anchor: 'start' })
        .newRow()
        .layer('conv2d-transpose', { filters: 64, ...strided, activation: 'relu' })
        .layer('conv2d-transpose', { filters: 1, ...strided }),
    ),
  )
  return scored(drawCritic(drawing, 64), latent, data, LOSS).document()
}

/** `width`: the channels of the widest map, 64 or 128. */
export function wganGpCifar(width: 64 | 128, weights: string) {
  const drawing = new Drawing({
    name: `WGAN-GP · 32 × 32, width ${width}`,
    description: `The plain CIFAR-10 nets of the released code (Gulrajani et al. 2017) with DIM ${width}: ${weights} weights, batch norm in the generator only, five critic updates a step, penalty 10. The faces stand in for CIFAR-10.`,
    training: { batchSize: 64, steps: 20_000 },
  })
  const latent = drawing.source('z', 'latent', { shape: [128] }, 'out')
  const data = drawing.source('data', 'dataset', { dataset: 'faces' }, 'image')
  drawing.network('G', { name: 'Generator', optimizer: adam(1e-4, 0.5, 0.9), ema: 0.999 }, (frame) => {
    frame
      .input('z')
      .layer('dense', { units: 64 * width })
      .layer('batch-norm', BATCH_NORM)
      .layer('activation', { function: 'relu' })
      .layer('reshape', { shape: [4, 4, 4 * width] })
    for (const filters of [2 * width, width]) {
      frame
        .newRow()
        .layer('conv2d-transpose', { filters, ...strided })
        .layer('batch-norm', BATCH_NORM)
        .layer('activation', { function: 'relu' })
    }
    tanhEnd(frame.newRow().layer('conv2d-transpose', { filters: 3, ...strided }))
  })
  return scored(drawCritic(drawing, width), latent, data, LOSS).document()
}
