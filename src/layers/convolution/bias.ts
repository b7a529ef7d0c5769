/** @file The bias of dense and convolution layers. */
import type { WeightSpec } from '../layer'

/** One number for each channel, 0 at first, as in Keras. */
export const biasSpec = (channels: number): WeightSpec => ({
  name: 'bias',
  shape: [channels],
  initializer: { kind: 'constant', value: 0 },
  trainable: true,
})
