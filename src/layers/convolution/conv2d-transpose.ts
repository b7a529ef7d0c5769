/** @file Conv2D transpose: the learned enlargement of a DCGAN generator. */

import { becomes } from '../pictures'
import { WEIGHT_NORM_DOCS } from '../weight-norm'
import { defineTransposedConvolution, TRANSPOSED_DOCS } from './transposed'

export const conv2dTranspose = defineTransposedConvolution(2, {
  kind: 'conv2d-transpose',
  title: 'Conv2D transpose',
  icon: 'image-upscale',
  picture: becomes(
    { columns: 3, rows: 3, strong: [[1, 1, 1, 1]], largest: 5 },
    { columns: 5, rows: 5, strong: [[1, 1, 3, 3]] },
  ),
  summary: 'Enlarges a feature map: each input pixel stamps a weighted kernel on the output.',
  docs: `[height, width, channels] becomes [height′, width′, filters]. ${TRANSPOSED_DOCS}
Weights: kernel [kernel height, kernel width, filters, channels], bias [filters]. As Conv2DTranspose of Keras, its initialisers included, which take the fan of that order of axes.
${WEIGHT_NORM_DOCS}`,
  keywords: ['deconvolution', 'transposed convolution', 'upsample', 'fractional stride', 'generator'],
  examples: [
    {
      params: { filters: 4, kernelSize: 4, strides: 2, padding: 'same', bias: false },
      inputs: { in: [4, 4, 8] },
      output: [8, 8, 4],
      parameters: 512,
    },
    { params: { filters: 6, kernelSize: 4 }, inputs: { in: [1, 1, 10] }, output: [4, 4, 6], parameters: 966 },
    {
      params: { filters: 2, kernelSize: [3, 2], strides: [2, 3], activation: 'tanh' },
      inputs: { in: [3, 2, 3] },
      output: [7, 6, 2],
      parameters: 38,
    },
    {
      params: { filters: 1, kernelSize: 5, strides: 2, padding: 'same', activation: 'tanh' },
      inputs: { in: [3, 3, 2] },
      output: [6, 6, 1],
      parameters: 51,
    },
    {
      params: { filters: 2, kernelSize: 4, strides: 2, padding: 'same', weightNorm: 'spectral' },
      inputs: { in: [3, 3, 3] },
      output: [6, 6, 2],
      parameters: 100,
      detaches: true,
    },
    {
      params: { filters: 2, strides: 2, padding: 'same', weightNorm: 'equalized' },
      inputs: { in: [3, 3, 3] },
      output: [6, 6, 2],
      parameters: 56,
    },
  ],
  refusals: [
    { inputs: { in: [100] }, code: 'rank-mismatch' },
    { params: { strides: 256 }, inputs: { in: [8192, 1, 1] }, code: 'output-too-large' },
    { params: { weightNorm: 'spectral', initializer: 'zeros' }, inputs: { in: [8, 8, 1] }, code: 'params-conflict' },
  ],
})
