/** @file 3D-GAN (Wu et al. 2016): voxels of 64³, and the same at 32³ with a quarter of the channels. */
import { adam, Drawing } from './drawing'
import { BATCH_NORM, scored, tanhEnd } from './parts'

const plain = { kernelSize: 4, bias: false }
const strided = { ...plain, strides: 2, padding: 'same' }

interface Size {
  side: 32 | 64
  latent: number
  /** Of the generator's hidden maps, from 4³ on; the critic mirrors them. */
  channels: readonly number[]
  weights: string
}

function drawVoxels({ side, latent, channels, weights }: Size) {
  const drawing = new Drawing({
    name: `3D-GAN · ${side}³`,
    description: `The nets of Wu et al. 2016${side === 64 ? '' : ', made smaller'}: ${weights} weights, no biases. Digits drawn out to bars stand in for furniture, so values are in [−1, 1] and the generator ends in tanh; the original has occupancies and a sigmoid.`,
    training: { batchSize: 8, steps: 20_000 },
  })
  const noise = drawing.source('z', 'latent', { shape: [latent] }, 'out')
  const data = drawing.source('data', 'dataset', { dataset: 'mnist' }, 'image', [
    ['larger', 'resize', { size: side }],
    ['slab', 'reshape', { shape: [1, side, side, 1] }],
    ['bar', 'repeat', { counts: [side, 1, 1, 1] }],
  ])
  drawing.network('G', { name: 'Generator', optimizer: adam(2.5e-3, 0.5, 0.999), ema: 0.999 }, (frame) => {
    frame.input('z').layer('reshape', { shape: [1, 1, 1, latent] })
    for (const [index, filters] of channels.entries()) {
      if (index > 0) frame.newRow()
      frame
        .layer('conv3d-transpose', { filters, ...(index === 0 ? plain : strided) })
        .layer('batch-norm', BATCH_NORM)
        .layer('activation', { function: 'relu' })
    }
    tanhEnd(frame.newRow().layer('conv3d-transpose', { filters: 1, ...strided }))
  })
  drawing.network(
    'D',
    { name: 'Discriminator', calls: ['real', 'fake'], optimizer: adam(1e-5, 0.5, 0.999) },
    (frame) => {
      frame.input('image')
      for (const [index, filters] of channels.toReversed().entries()) {
        if (index > 0) frame.newRow()
        frame
          .layer('conv3d', { filters, ...strided })
          .layer('batch-norm', BATCH_NORM)
          .layer('activation', { function: 'leaky-relu' })
      }
      frame
        .newRow()
        .layer('conv3d', { filters: 1, ...plain })
        .output('score')
    },
  )
  return scored(drawing, noise, data, { loss: 'non-saturating' }).document()
}

export const voxels64 = () =>
  drawVoxels({ side: 64, latent: 200, channels: [512, 256, 128, 64], weights: '17,569,664 and 11,048,832' })

export const voxels32 = () =>
  drawVoxels({ side: 32, latent: 64, channels: [128, 64, 32], weights: '1,182,144 and 666,048' })
