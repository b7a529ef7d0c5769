/** @file Conv3D transpose: the learned enlargement of a volume, as in the generator of 3D-GAN. */

import { arrow, box, cube } from '../pictures'
import { WEIGHT_NORM_DOCS } from '../weight-norm'
import { defineTransposedConvolution, TRANSPOSED_DOCS } from './transposed'

export const conv3dTranspose = defineTransposedConvolution(3, {
  kind: 'conv3d-transpose',
  title: 'Conv3D transpose',
  icon: 'boxes',
  picture: {
    line: `${cube(3, 15, 9)}${arrow(19, 18, 7)}${cube(31, 12, 16)}`,
    soft: `${box(3, 15, 9)}${box(31, 12, 16)}`,
    strong: `${box(6, 18, 3)}${box(35, 16, 8)}`,
  },
  summary: 'Enlarges a volume: each input voxel stamps a weighted kernel on the output.',
  docs: `[depth, height, width, channels] becomes [depth′, height′, width′, filters]. ${TRANSPOSED_DOCS}
Weights: kernel [kernel depth, kernel height, kernel width, filters, channels], bias [filters]. As Conv3DTranspose of Keras. The generator of 3D-GAN (arXiv 1610.07584) has kernels of 4 with strides of 2.
${WEIGHT_NORM_DOCS}`,
  keywords: ['deconvolution', 'transposed convolution', 'upsample', 'volume', 'voxel', 'video', '3d-gan'],
  examples: [
    {
      params: { filters: 2, kernelSize: 4, strides: 2, padding: 'same', bias: false },
      inputs: { in: [2, 2, 1, 2] },
      output: [4, 4, 2, 2],
      parameters: 256,
    },
    {
      params: { filters: 2, kernelSize: [1, 2, 3], strides: [2, 1, 2], activation: 'tanh' },
      inputs: { in: [1, 2, 2, 2] },
      output: [2, 3, 5, 2],
      parameters: 26,
    },
    {
      params: { filters: 1, kernelSize: 3, strides: 2, padding: 'same' },
      inputs: { in: [1, 2, 2, 2] },
      output: [2, 4, 4, 1],
      parameters: 55,
    },
    {
      params: { filters: 2, kernelSize: 2, weightNorm: 'spectral' },
      inputs: { in: [1, 2, 1, 2] },
      output: [2, 3, 2, 2],
      parameters: 36,
      detaches: true,
    },
    {
      params: { filters: 2, kernelSize: 2, weightNorm: 'equalized' },
      inputs: { in: [1, 2, 1, 2] },
      output: [2, 3, 2, 2],
      parameters: 34,
    },
  ],
  refusals: [
    { inputs: { in: [4, 4, 8] }, code: 'rank-mismatch' },
    { params: { strides: 256 }, inputs: { in: [8192, 1, 1, 1] }, code: 'output-too-large' },
  ],
})
