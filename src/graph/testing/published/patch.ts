/** @file PatchGAN: the discriminator of pix2pix and CycleGAN (Isola et al. 2017), which sees patches of 70 × 70 pixels. */
import type { Frame } from './drawing'

const INITIALIZER = 'normal'

interface Norm {
  kind: 'batch-norm' | 'instance-norm'
  params: Record<string, unknown>
  /** Convolutions before a batch norm need none. */
  bias: boolean
}

/** From the last node: k4 s2 64, 128, 256, then s1 512 and 1, with one pixel of zeros around the latter two. */
export function patchScores(frame: Frame, { kind, params, bias }: Norm): Frame {
  const common = { kernelSize: 4, initializer: INITIALIZER }
  frame
    .layer('conv2d', { filters: 64, ...common, strides: 2, padding: 'same' })
    .layer('activation', { function: 'leaky-relu' })
  for (const filters of [128, 256]) {
    frame
      .newRow()
      .layer('conv2d', { filters, ...common, strides: 2, padding: 'same', bias })
      .layer(kind, params)
      .layer('activation', { function: 'leaky-relu' })
  }
  return frame
    .newRow()
    .layer('pad')
    .layer('conv2d', { filters: 512, ...common, bias })
    .layer(kind, params)
    .layer('activation', { function: 'leaky-relu' })
    .newRow()
    .layer('pad')
    .layer('conv2d', { filters: 1, ...common })
    .output('score')
}
