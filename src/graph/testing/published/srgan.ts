/** @file SRGAN (Ledig et al. 2017): four times as high and wide, from 24 to 96 pixels. */
import { adam, Drawing, type Frame } from './drawing'
import { BATCH_NORM } from './parts'

const conv = (filters: number, kernelSize = 3) => ({ filters, kernelSize, padding: 'same' })

/** One slope for all channels. */
const PRELU = { function: 'prelu', shared: true }

function residualBlock(frame: Frame) {
  const start = frame.here
  frame
    .layer('conv2d', conv(64))
    .layer('batch-norm', BATCH_NORM)
    .layer('activation', PRELU)
    .layer('conv2d', conv(64))
    .layer('batch-norm', BATCH_NORM)
    .layer('add', {}, [start])
}

function drawGenerator(frame: Frame) {
  const start = frame.input('small').layer('conv2d', conv(64, 9)).layer('activation', PRELU).here
  for (let block = 0; block < 16; block++) {
    if (block % 2 === 0) frame.newRow()
    residualBlock(frame)
  }
  frame.newRow().layer('conv2d', conv(64)).layer('batch-norm', BATCH_NORM).layer('add', {}, [start])
  for (let doubling = 0; doubling < 2; doubling++) {
    frame.newRow().layer('conv2d', conv(256)).layer('pixel-shuffle', { factor: 2 }).layer('activation', PRELU)
  }
  frame.newRow().layer('conv2d', conv(3, 9)).layer('activation', { function: 'tanh' }).output('image')
}

/** Filters and strides, layer by layer. */
const CRITIC = [
  [64, 1],
  [64, 2],
  [128, 1],
  [128, 2],
  [256, 1],
  [256, 2],
  [512, 1],
  [512, 2],
] as const

function drawCritic(frame: Frame) {
  frame.input('image')
  for (const [index, [filters, strides]] of CRITIC.entries()) {
    if (index > 0 && index % 2 === 0) frame.newRow()
    frame.layer('conv2d', { ...conv(filters), strides })
    if (index > 0) frame.layer('batch-norm', BATCH_NORM)
    frame.layer('activation', { function: 'leaky-relu' })
  }
  frame
    .newRow()
    .layer('flatten')
    .layer('dense', { units: 1024, activation: 'leaky-relu' })
    .layer('dense', { units: 1 })
    .output('score')
}

export function srgan() {
  const drawing = new Drawing({
    name: 'SRGAN · 24 to 96 pixels',
    description:
      'The nets of Ledig et al. 2017: 1,549,462 weights with sixteen residual blocks, one PReLU slope a layer and two pixel shuffles, against 23,565,505, of which 18.9 million are one dense layer. Mean squared error and 0.001 of the adversarial loss; the paper measures the error in VGG features instead. Emoji of 96 pixels, made smaller by 4.',
    training: { batchSize: 16, steps: 100_000 },
  })
  const data = drawing.source('data', 'dataset', { dataset: 'emoji' }, 'image', [['large', 'resize', { size: 96 }]])
  const small = drawing.branch(data, [['small', 'downsample', { factor: 4 }]])
  drawing.network('G', { name: 'Generator', optimizer: adam(1e-4, 0.9, 0.999) }, drawGenerator)
  drawing.network(
    'D',
    { name: 'Discriminator', calls: ['real', 'fake'], optimizer: adam(1e-4, 0.9, 0.999) },
    drawCritic,
  )
  return drawing
    .wire('G.small', small)
    .wire('D.image@real', data)
    .wire('D.image@fake', 'G.image')
    .objective('content', 'distance', { metric: 'l2' }, { a: 'G.image', b: data })
    .objective('loss', 'adversarial', { weight: 0.001 }, { real: 'D.score@real', fake: 'D.score@fake' })
    .document()
}
