/** @file CycleGAN (Zhu et al. 2017): two generators with nine residual blocks, two PatchGANs, as in the authors' PyTorch code. */
import { adam, Drawing, type Frame } from './drawing'
import { tanhEnd } from './parts'
import { patchScores } from './patch'

/** Without gain and shift. */
const INSTANCE_NORM = { scale: false, center: false, epsilon: 1e-5 }

const relu = (frame: Frame) => frame.layer('instance-norm', INSTANCE_NORM).layer('activation', { function: 'relu' })

const valid = (filters: number, kernelSize: number) => ({ filters, kernelSize, initializer: 'normal' })
const strided = (filters: number) => ({ ...valid(filters, 3), strides: 2, padding: 'same' })
const reflected = (size: number) => ({ size, mode: 'reflect' })

function residualBlock(frame: Frame) {
  const start = frame.here
  relu(frame.newRow().layer('pad', reflected(1)).layer('conv2d', valid(256, 3)))
    .layer('pad', reflected(1))
    .layer('conv2d', valid(256, 3))
    .layer('instance-norm', INSTANCE_NORM)
    .layer('add', {}, [start])
}

function drawGenerator(frame: Frame) {
  relu(frame.input('image').layer('pad', reflected(3)).layer('conv2d', valid(64, 7)))
  for (const filters of [128, 256]) {
    // One pixel on every side, as PyTorch pads strided kernels of 3; "same" would pad below and at the right only.
    relu(
      frame
        .newRow()
        .layer('pad')
        .layer('conv2d', { ...valid(filters, 3), strides: 2 }),
    )
  }
  for (let block = 0; block < 9; block++) residualBlock(frame)
  for (const filters of [128, 64]) relu(frame.newRow().layer('conv2d-transpose', strided(filters)))
  tanhEnd(frame.newRow().layer('pad', reflected(3)).layer('conv2d', valid(3, 7)))
}

export function cyclegan() {
  const steps = 200_000
  const drawing = new Drawing({
    name: 'CycleGAN · emoji and faces',
    description:
      'The nets of Zhu et al. 2017: generators of 11,378,179 weights with nine residual blocks, PatchGANs of 2,764,737; least squares, cycle weight 10, identity weight 5, a pool of 50 earlier images, Adam 0.0002 that falls to 0 over the second half. Unpaired: emoji become faces, and faces emoji. The authors’ images have 256 pixels; the weights are the same.',
    training: { batchSize: 1, steps },
  })
  const learningRate = { schedule: 'linear', from: 2e-4, to: 0, start: steps / 2, end: steps } as const
  const optimizer = adam(learningRate, 0.5, 0.999)
  const emoji = drawing.source('emoji', 'dataset', { dataset: 'emoji' }, 'image')
  const faces = drawing.source('faces', 'dataset', { dataset: 'faces' }, 'image')
  const calls = ['fake', 'cycle', 'identity']
  const critic = (id: string, name: string) =>
    drawing.network(id, { name, calls: ['real', 'fake'], optimizer }, (frame) =>
      patchScores(frame.input('image'), { kind: 'instance-norm', params: INSTANCE_NORM, bias: true }),
    )
  drawing.network('F', { name: 'To faces', calls, optimizer }, drawGenerator)
  drawing.network('E', { name: 'To emoji', calls, optimizer }, drawGenerator)
  drawing.nextColumn()
  const oldFaces = drawing.branch('F.image@fake', [['faces_pool', 'replay-buffer', { size: 50 }]])
  const oldEmoji = drawing.branch('E.image@fake', [['emoji_pool', 'replay-buffer', { size: 50 }]])
  critic('DF', 'Faces critic')
  critic('DE', 'Emoji critic')
  return drawing
    .wire('F.image@fake', emoji)
    .wire('F.image@cycle', 'E.image@fake')
    .wire('F.image@identity', faces)
    .wire('E.image@fake', faces)
    .wire('E.image@cycle', 'F.image@fake')
    .wire('E.image@identity', emoji)
    .wire('DF.image@real', faces)
    .wire('DF.image@fake', oldFaces)
    .wire('DE.image@real', emoji)
    .wire('DE.image@fake', oldEmoji)
    .objective('faces_loss', 'adversarial', { loss: 'least-squares' }, { real: 'DF.score@real', fake: 'DF.score@fake' })
    .objective('emoji_loss', 'adversarial', { loss: 'least-squares' }, { real: 'DE.score@real', fake: 'DE.score@fake' })
    .objective('emoji_cycle', 'distance', { weight: 10 }, { a: 'E.image@cycle', b: emoji })
    .objective('faces_cycle', 'distance', { weight: 10 }, { a: 'F.image@cycle', b: faces })
    .objective('faces_identity', 'distance', { weight: 5 }, { a: 'F.image@identity', b: faces })
    .objective('emoji_identity', 'distance', { weight: 5 }, { a: 'E.image@identity', b: emoji })
    .document()
}
