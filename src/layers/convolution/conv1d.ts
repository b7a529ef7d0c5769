/** @file Conv1D: a kernel slides along a sequence. */

import { grid, together } from '../pictures'
import { WEIGHT_NORM_DOCS } from '../weight-norm'
import { CONVOLUTION_DOCS, defineConvolution } from './convolution'

export const conv1d = defineConvolution(1, {
  kind: 'conv1d',
  title: 'Conv1D',
  icon: 'audio-lines',
  picture: together(
    grid({ columns: 9, rows: 1, strong: [[3, 0, 3, 1]], largest: 5 }, 28, 52, 8),
    { line: 'M28 13v8m-3-3l3 3l3-3' },
    grid({ columns: 7, rows: 1, strong: [[3, 0, 1, 1]], largest: 5 }, 28, 52, 28),
  ),
  summary: 'Slides kernels along a sequence: sound, text, a time series.',
  docs: `[length, channels] becomes [length′, filters]. ${CONVOLUTION_DOCS}
Weights: kernel [kernel length, channels / groups, filters], bias [filters]. As Conv1D of Keras. Dilations 1, 2, 4, … in a row see far with few weights (WaveNet, arXiv 1609.03499); WaveGAN (arXiv 1802.04208) has kernels of 25 with strides of 4.
${WEIGHT_NORM_DOCS}`,
  keywords: ['convolution', 'temporal', 'sequence', 'audio', 'time series', 'dilated', 'wavegan'],
  examples: [
    {
      params: { filters: 4, kernelSize: 5, strides: 2, padding: 'same' },
      inputs: { in: [8, 3] },
      output: [4, 4],
      parameters: 64,
    },
    { params: { filters: 3, activation: 'tanh' }, inputs: { in: [7, 2] }, output: [5, 3], parameters: 21 },
    {
      params: { filters: 3, dilation: 2, padding: 'same', bias: false },
      inputs: { in: [6, 2] },
      output: [6, 3],
      parameters: 18,
    },
    {
      params: { filters: 4, kernelSize: [2], groups: 2, weightNorm: 'equalized' },
      inputs: { in: [5, 4] },
      output: [4, 4],
      parameters: 20,
    },
    {
      params: { filters: 3, padding: 'same', weightNorm: 'spectral' },
      inputs: { in: [5, 2] },
      output: [5, 3],
      parameters: 24,
      detaches: true,
    },
  ],
  refusals: [
    { inputs: { in: [28, 28, 1] }, code: 'rank-mismatch' },
    { params: { kernelSize: 5 }, inputs: { in: [4, 1] }, code: 'window-too-large' },
    { params: { dilation: 2, strides: 2 }, inputs: { in: [8, 1] }, code: 'params-conflict' },
    { params: { groups: 2 }, inputs: { in: [8, 3] }, code: 'not-divisible' },
  ],
})
