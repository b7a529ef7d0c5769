/** @file The residual nets for 32 × 32 images of WGAN-GP (Gulrajani et al. 2017) and of SNGAN (Miyato et al. 2018). */
import type { Schedule } from '../../../lib/schedule'
import { adam, Drawing, type Frame } from './drawing'
import { BATCH_NORM, scored, tanhEnd } from './parts'

type Params = Record<string, unknown>

const conv = (filters: number, kernelSize: number, norm: Params) => ({ filters, kernelSize, padding: 'same', ...norm })

/** BN, ReLU, up, conv, BN, ReLU, conv; and up and a 1 × 1 convolution beside it. */
function upBlock(frame: Frame, filters: number) {
  const start = frame.here
  frame
    .newRow()
    .layer('batch-norm', BATCH_NORM)
    .layer('activation', { function: 'relu' })
    .layer('upsample')
    .layer('conv2d', conv(filters, 3, {}))
    .layer('batch-norm', BATCH_NORM)
    .layer('activation', { function: 'relu' })
    .layer('conv2d', conv(filters, 3, {}))
  const end = frame.here
  frame
    .newRow()
    .from(start)
    .layer('upsample')
    .layer('conv2d', conv(filters, 1, {}))
    .layer('add', {}, [end])
}

/** ReLU, conv, ReLU, conv; `down` halves both ways and puts a 1 × 1 convolution into the shortcut. */
function critic(frame: Frame, filters: number, norm: Params, down: boolean) {
  const start = frame.here
  frame
    .newRow()
    .layer('activation', { function: 'relu' })
    .layer('conv2d', conv(filters, 3, norm))
    .layer('activation', { function: 'relu' })
    .layer('conv2d', conv(filters, 3, norm))
  if (!down) return frame.layer('add', {}, [start])
  const end = frame.layer('downsample').here
  return frame
    .newRow()
    .from(start)
    .layer('conv2d', conv(filters, 1, norm))
    .layer('downsample')
    .layer('add', {}, [end])
}

/** The first block has no ReLU before it, and its shortcut is halved first, which is cheaper. */
function firstBlock(frame: Frame, filters: number, norm: Params) {
  const start = frame.here
  const end = frame
    .layer('conv2d', conv(filters, 3, norm))
    .layer('activation', { function: 'relu' })
    .layer('conv2d', conv(filters, 3, norm))
    .layer('downsample').here
  frame
    .newRow()
    .from(start)
    .layer('downsample')
    .layer('conv2d', conv(filters, 1, norm))
    .layer('add', {}, [end])
}

function drawGenerator(drawing: Drawing, filters: number, optimizer: object) {
  drawing.network('G', { name: 'Generator', optimizer, ema: 0.999 }, (frame) => {
    frame
      .input('z')
      .layer('dense', { units: 16 * filters })
      .layer('reshape', { shape: [4, 4, filters] })
    for (let block = 0; block < 3; block++) upBlock(frame, filters)
    tanhEnd(
      frame
        .newRow()
        .layer('batch-norm', BATCH_NORM)
        .layer('activation', { function: 'relu' })
        .layer('conv2d', conv(3, 3, {})),
    )
  })
}

interface Head {
  pooling: 'average' | 'sum'
  bias: boolean
}

function drawCritic(drawing: Drawing, norm: Params, { pooling, bias }: Head, optimizer: object) {
  const params = { name: 'Critic', calls: ['real', 'fake'], updates: 5, optimizer }
  drawing.network('D', params, (frame) => {
    frame.input('image')
    firstBlock(frame, 128, norm)
    critic(frame, 128, norm, true)
    critic(frame, 128, norm, false)
    critic(frame, 128, norm, false)
    frame
      .newRow()
      .layer('activation', { function: 'relu' })
      .layer('global-pool', { method: pooling })
      .layer('dense', { units: 1, bias, ...norm })
      .output('score')
  })
}

const towardsZero = (from: number, end: number): Schedule => ({ schedule: 'linear', from, to: 0, start: 0, end })

export function wganGpResnet() {
  const steps = 100_000
  const drawing = new Drawing({
    name: 'WGAN-GP · ResNet 32 × 32',
    description:
      'The residual CIFAR-10 nets of the released code (Gulrajani et al. 2017): 1,204,483 and 1,053,825 weights, no norm in the critic, five critic updates a step, Adam 0.0002 with β 0 and 0.9, falling to 0. Without its class labels; the faces stand in for CIFAR-10.',
    training: { batchSize: 64, steps },
  })
  const optimizer = adam(towardsZero(2e-4, steps), 0, 0.9)
  const latent = drawing.source('z', 'latent', { shape: [128] }, 'out')
  const data = drawing.source('data', 'dataset', { dataset: 'faces' }, 'image')
  drawGenerator(drawing, 128, optimizer)
  drawCritic(drawing, {}, { pooling: 'average', bias: true }, optimizer)
  const loss = { loss: 'wasserstein', penalty: { kind: 'gradient-penalty', weight: 10 } }
  return scored(drawing, latent, data, loss).document()
}

export function snResnet() {
  const steps = 50_000
  const drawing = new Drawing({
    name: 'SNGAN · ResNet 32 × 32',
    description:
      'The residual CIFAR-10 nets of SNGAN (Miyato et al. 2018): 4,276,739 and 1,053,824 weights, spectral norm on every layer of the critic, sum pooling, hinge loss, five critic updates a step, Adam 0.0002 with β 0 and 0.9, falling to 0. The faces stand in for CIFAR-10.',
    training: { batchSize: 64, steps },
  })
  const optimizer = adam(towardsZero(2e-4, steps), 0, 0.9)
  const latent = drawing.source('z', 'latent', { shape: [128] }, 'out')
  const data = drawing.source('data', 'dataset', { dataset: 'faces' }, 'image')
  drawGenerator(drawing, 256, optimizer)
  drawCritic(drawing, { weightNorm: 'spectral' }, { pooling: 'sum', bias: false }, optimizer)
  return scored(drawing, latent, data, { loss: 'hinge' }).document()
}
