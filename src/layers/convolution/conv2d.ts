/** @file Conv2D: a kernel slides over an image, and every place of the output is a weighted sum of what it covers. */

import { becomes } from '../pictures'
import { WEIGHT_NORM_DOCS } from '../weight-norm'
import { CONVOLUTION_DOCS, defineConvolution } from './convolution'

export const conv2d = defineConvolution(2, {
  kind: 'conv2d',
  title: 'Conv2D',
  icon: 'grid-3x3',
  picture: becomes(
    { columns: 5, rows: 5, strong: [[1, 1, 3, 3]] },
    { columns: 3, rows: 3, strong: [[1, 1, 1, 1]], largest: 5 },
  ),
  summary: 'Slides kernels over an image: finds patterns, and with strides makes it smaller.',
  docs: `[height, width, channels] becomes [height′, width′, filters]. ${CONVOLUTION_DOCS}
Weights: kernel [kernel height, kernel width, channels / groups, filters], bias [filters]. As Conv2D of Keras. Discriminators use strides rather than pooling (DCGAN, arXiv 1511.06434); groups of 16 channels are the inner layers of R3GAN (arXiv 2501.05441).
${WEIGHT_NORM_DOCS}`,
  keywords: ['convolution', 'filter', 'downsample', 'cnn', 'grouped', 'dilated', 'atrous', 'spectral norm'],
  examples: [
    {
      params: { filters: 8, kernelSize: 4, strides: 2, padding: 'same', bias: false },
      inputs: { in: [8, 8, 3] },
      output: [4, 4, 8],
      parameters: 384,
    },
    { params: { filters: 4 }, inputs: { in: [6, 5, 2] }, output: [4, 3, 4], parameters: 76 },
    {
      params: { filters: 3, kernelSize: [3, 2], strides: [1, 2], activation: 'sigmoid' },
      inputs: { in: [5, 6, 2] },
      output: [3, 3, 3],
      parameters: 39,
    },
    {
      params: { filters: 2, kernelSize: 5, strides: 2, padding: 'same', activation: 'swish' },
      inputs: { in: [7, 7, 1] },
      output: [4, 4, 2],
      parameters: 52,
    },
    {
      params: { filters: 3, dilation: [2, 1], padding: 'same', activation: 'tanh' },
      inputs: { in: [6, 4, 2] },
      output: [6, 4, 3],
      parameters: 57,
    },
    {
      params: { filters: 16, groups: 2, strides: 2, padding: 'same' },
      inputs: { in: [4, 4, 16] },
      output: [2, 2, 16],
      parameters: 1168,
    },
    { params: { filters: 6, groups: 3, bias: false }, inputs: { in: [4, 4, 6] }, output: [2, 2, 6], parameters: 108 },
    { params: { filters: 6, groups: 3, dilation: 2 }, inputs: { in: [6, 5, 3] }, output: [2, 1, 6], parameters: 60 },
    {
      params: { filters: 4, padding: 'same', weightNorm: 'spectral' },
      inputs: { in: [4, 4, 2] },
      output: [4, 4, 4],
      parameters: 80,
      detaches: true,
    },
    {
      params: { filters: 3, kernelSize: 2, activation: 'swish', weightNorm: 'equalized' },
      inputs: { in: [4, 4, 2] },
      output: [3, 3, 3],
      parameters: 27,
    },
  ],
  refusals: [
    { inputs: { in: [100] }, code: 'rank-mismatch' },
    { inputs: { in: [28, 28] }, code: 'rank-mismatch' },
    { params: { kernelSize: 5 }, inputs: { in: [4, 4, 1] }, code: 'window-too-large' },
    { params: { dilation: 2 }, inputs: { in: [4, 4, 1] }, code: 'window-too-large' },
    { params: { dilation: 2, strides: 2 }, inputs: { in: [8, 8, 1] }, code: 'params-conflict' },
    { params: { weightNorm: 'spectral', initializer: 'zeros' }, inputs: { in: [8, 8, 1] }, code: 'params-conflict' },
    { params: { groups: 2 }, inputs: { in: [8, 8, 3] }, code: 'not-divisible' },
    { params: { groups: 3 }, inputs: { in: [8, 8, 3] }, code: 'not-divisible' },
  ],
})
