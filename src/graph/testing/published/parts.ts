/** @file What several of the published nets have in common. */
import type { Drawing, Frame, Port } from './drawing'

/** As PyTorch and TensorFlow 1 set it for GANs. */
export const BATCH_NORM = { momentum: 0.9, epsilon: 1e-5 }

/** tanh, then the output `image`. */
export const tanhEnd = (frame: Frame) => frame.layer('activation', { function: 'tanh' }).output('image')

/** `G` makes images of `latent`, `D` is called on them and on `data`, one adversarial objective sets them against each other. */
export const scored = (drawing: Drawing, latent: Port, data: Port, loss: Record<string, unknown>): Drawing =>
  drawing
    .wire('G.z', latent)
    .wire('D.image@real', data)
    .wire('D.image@fake', 'G.image')
    .objective('loss', 'adversarial', loss, { real: 'D.score@real', fake: 'D.score@fake' })
