/** @file Conv3D: a kernel slides through a volume. */

import { arrow, box, cube } from '../pictures'
import { WEIGHT_NORM_DOCS } from '../weight-norm'
import { CONVOLUTION_DOCS, defineConvolution } from './convolution'

export const conv3d = defineConvolution(3, {
  kind: 'conv3d',
  title: 'Conv3D',
  icon: 'box',
  picture: {
    line: `${cube(2, 12, 16)}${arrow(27, 18, 7)}${cube(40, 15, 9)}`,
    soft: `${box(2, 12, 16)}${box(40, 15, 9)}`,
    strong: `${box(6, 16, 8)}${box(43, 18, 3)}`,
  },
  summary: 'Slides kernels through a volume: voxels, or the frames of a video.',
  docs: `[depth, height, width, channels] becomes [depth′, height′, width′, filters]. ${CONVOLUTION_DOCS}
Weights: kernel [kernel depth, kernel height, kernel width, channels / groups, filters], bias [filters]. As Conv3D of Keras. The critic of 3D-GAN (arXiv 1610.07584) has kernels of 4 with strides of 2.
${WEIGHT_NORM_DOCS}`,
  keywords: ['convolution', 'volume', 'voxel', 'video', '3d-gan', 'dilated'],
  examples: [
    {
      params: { filters: 3, kernelSize: 4, strides: 2, padding: 'same', bias: false },
      inputs: { in: [4, 4, 4, 2] },
      output: [2, 2, 2, 3],
      parameters: 384,
    },
    {
      params: { filters: 2, kernelSize: [1, 2, 3], activation: 'tanh' },
      inputs: { in: [2, 3, 4, 2] },
      output: [2, 2, 2, 2],
      parameters: 26,
    },
    {
      params: { filters: 2, kernelSize: 2, dilation: [1, 2, 3], padding: 'same' },
      inputs: { in: [2, 3, 4, 1] },
      output: [2, 3, 4, 2],
      parameters: 18,
    },
    {
      params: { filters: 4, kernelSize: 2, groups: 2 },
      inputs: { in: [2, 3, 2, 4] },
      output: [1, 2, 1, 4],
      parameters: 68,
    },
    {
      params: { filters: 2, kernelSize: 2, weightNorm: 'spectral' },
      inputs: { in: [2, 3, 2, 2] },
      output: [1, 2, 1, 2],
      parameters: 36,
      detaches: true,
    },
    {
      params: { filters: 2, kernelSize: 2, weightNorm: 'equalized' },
      inputs: { in: [2, 2, 2, 2] },
      output: [1, 1, 1, 2],
      parameters: 34,
    },
  ],
  refusals: [
    { inputs: { in: [28, 28, 1] }, code: 'rank-mismatch' },
    { params: { kernelSize: 5 }, inputs: { in: [4, 8, 8, 1] }, code: 'window-too-large' },
    { params: { dilation: 2, strides: 2 }, inputs: { in: [8, 8, 8, 1] }, code: 'params-conflict' },
    { params: { groups: 2 }, inputs: { in: [8, 8, 8, 3] }, code: 'not-divisible' },
  ],
})
