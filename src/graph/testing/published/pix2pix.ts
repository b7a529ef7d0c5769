/** @file pix2pix (Isola et al. 2017): the U-Net for 256 × 256 images and the 70 × 70 PatchGAN, as in the authors' PyTorch code. */
import { adam, Drawing, type Frame, type Port } from './drawing'
import { BATCH_NORM } from './parts'
import { patchScores } from './patch'

const strided = { kernelSize: 4, strides: 2, padding: 'same', bias: false, initializer: 'normal' }

/** Filters of the encoder from the outside to the inside; the decoder mirrors them. */
const LEVELS = [64, 128, 256, 512, 512, 512, 512, 512]
/** Decoder levels, from the inside, whose dropout is the only source of noise. */
const NOISY = 3

/** Down the left side, up the right side, and at each level a wire across. */
function drawUNet(frame: Frame) {
  const innermost = LEVELS.length - 1
  const skips: Port[] = []
  frame.input('input')
  for (const [level, filters] of LEVELS.entries()) {
    if (level > 0) frame.newRow().layer('activation', { function: 'leaky-relu' })
    frame.layer('conv2d', { filters, ...strided })
    if (level > 0 && level < innermost) frame.layer('batch-norm', BATCH_NORM)
    skips.push(frame.here)
  }
  for (let level = innermost; level > 0; level--) {
    frame
      .at(level, 6)
      .layer('activation', { function: 'relu' })
      .layer('conv2d-transpose', { filters: LEVELS[level - 1], ...strided })
      .layer('batch-norm', BATCH_NORM)
    const depth = innermost - level
    if (depth > 0 && depth <= NOISY) frame.layer('dropout', { rate: 0.5, always: true })
    frame.layer('concatenate', {}, [skips[level - 1]!])
  }
  frame
    .at(0, 6)
    .layer('activation', { function: 'relu' })
    .layer('conv2d-transpose', { filters: 3, ...strided, bias: true })
    .layer('activation', { function: 'tanh' })
    // Right of the level below, which the picture would cover.
    .at(0, 11)
    .output('image')
}

export function pix2pix() {
  const drawing = new Drawing({
    name: 'pix2pix · U-Net 256',
    description:
      'The nets of Isola et al. 2017: a U-Net of 54,413,955 weights and a 70 × 70 PatchGAN of 2,768,705 on input and image together; L1 with weight 100, dropout as the only noise. Here it restores emoji of 8 pixels. The authors halve the discriminator’s loss; under Adam that changes next to nothing.',
    training: { batchSize: 1, steps: 100_000 },
  })
  const data = drawing.source('data', 'dataset', { dataset: 'emoji' }, 'image')
  const wanted = drawing.branch(data, [['wanted', 'resize', { size: 256 }]])
  const given = drawing.branch(data, [
    ['coarse', 'downsample', { factor: 4 }],
    ['given', 'resize', { size: 256 }],
  ])
  drawing.network('G', { name: 'Generator', optimizer: adam(2e-4, 0.5, 0.999) }, drawUNet)
  drawing.network(
    'D',
    { name: 'Discriminator', calls: ['real', 'fake'], optimizer: adam(2e-4, 0.5, 0.999) },
    (frame) => {
      const image = frame.at(2, 0).input('image').here
      frame.at(0, 0).input('input').layer('concatenate', {}, [image])
      patchScores(frame, { kind: 'batch-norm', params: BATCH_NORM, bias: false })
    },
  )
  return drawing
    .wire('G.input', given)
    .wire('D.input@real', given)
    .wire('D.image@real', wanted)
    .wire('D.input@fake', given)
    .wire('D.image@fake', 'G.image')
    .objective('loss', 'adversarial', {}, { real: 'D.score@real', fake: 'D.score@fake' })
    .objective('likeness', 'distance', { metric: 'l1', weight: 100 }, { a: 'G.image', b: wanted })
    .document()
}
