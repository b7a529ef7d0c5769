/** @file The generator of AnimeGANv2 (Chen et al. 2020) as in the PyTorch port animegan2-pytorch. */
import { adam, Drawing, type Frame } from './drawing'
import { tanhEnd } from './parts'
import { patchScores } from './patch'

type Sides = number | readonly [top: number, bottom: number, left: number, right: number]

const PIXEL: Sides = 1
const ONE_GROUP = { groups: 1, epsilon: 1e-5 }
/** Strided kernels of 3 get their pixel below and at the right. */
const BELOW_AND_RIGHT: Sides = [0, 1, 0, 1]

const normed = (frame: Frame) => frame.layer('group-norm', ONE_GROUP).layer('activation', { function: 'leaky-relu' })

/** Reflected border, convolution, group norm of one group, leaky ReLU. */
const block = (frame: Frame, filters: number, kernelSize = 3, strides = 1, border: Sides = PIXEL) =>
  normed(
    frame
      .layer('pad', { size: border, mode: 'reflect' })
      .layer('conv2d', { filters, kernelSize, strides, bias: false }),
  )

/** Widens to twice the channels, filters each by itself, narrows again. */
function invertedResidual(frame: Frame, channels: number, filters: number) {
  const start = frame.here
  normed(frame.newRow().layer('conv2d', { filters: 2 * channels, kernelSize: 1, bias: false }))
  normed(frame.layer('pad', { size: 1, mode: 'reflect' }).layer('depthwise-conv2d', { kernelSize: 3 }))
  frame.newRow().layer('conv2d', { filters, kernelSize: 1, bias: false }).layer('group-norm', ONE_GROUP)
  if (channels === filters) frame.layer('add', {}, [start])
}

function drawGenerator(frame: Frame) {
  block(frame.input('photo'), 32, 7, 1, 3)
  block(frame.newRow(), 64, 3, 2, BELOW_AND_RIGHT)
  block(frame, 64)
  block(frame.newRow(), 128, 3, 2, BELOW_AND_RIGHT)
  block(frame, 128)
  block(frame.newRow(), 128)
  invertedResidual(frame, 128, 256)
  for (let index = 0; index < 3; index++) invertedResidual(frame, 256, 256)
  block(frame.newRow(), 128)
  block(frame.newRow().layer('upsample', { method: 'bilinear' }), 128)
  block(frame, 128)
  block(frame.newRow().layer('upsample', { method: 'bilinear' }), 64)
  block(frame, 64)
  block(frame.newRow(), 32, 7, 1, 3)
  tanhEnd(frame.newRow().layer('conv2d', { filters: 3, kernelSize: 1, bias: false }))
}

export function animegan() {
  const drawing = new Drawing({
    name: 'AnimeGANv2 · generator',
    description:
      'The generator of the PyTorch port of AnimeGANv2 (Chen et al. 2020): 2,143,552 weights, four inverted residual blocks, group norm with one group. It redraws emoji in the manner of the faces and keeps to their pixels by L1. The paper compares VGG features and colours instead, and its critic sees grey and blurred drawings too; here it is a PatchGAN.',
    training: { batchSize: 8, steps: 50_000 },
  })
  const photos = drawing.source('photos', 'dataset', { dataset: 'emoji' }, 'image')
  const drawings = drawing.source('drawings', 'dataset', { dataset: 'faces' }, 'image')
  drawing.network('G', { name: 'Generator', optimizer: adam(2e-5, 0.5, 0.999) }, drawGenerator)
  drawing.network('D', { name: 'Critic', calls: ['real', 'fake'], optimizer: adam(4e-5, 0.5, 0.999) }, (frame) =>
    patchScores(frame.input('image'), { kind: 'instance-norm', params: {}, bias: true }),
  )
  return drawing
    .wire('G.photo', photos)
    .wire('D.image@real', drawings)
    .wire('D.image@fake', 'G.image')
    .objective('style', 'adversarial', { loss: 'least-squares' }, { real: 'D.score@real', fake: 'D.score@fake' })
    .objective('content', 'distance', {}, { a: 'G.image', b: photos })
    .document()
}
