/** @file Conv1D transpose: the learned lengthening of a sequence. */

import { grid, together } from '../pictures'
import { WEIGHT_NORM_DOCS } from '../weight-norm'
import { defineTransposedConvolution, TRANSPOSED_DOCS } from './transposed'

export const conv1dTranspose = defineTransposedConvolution(1, {
  kind: 'conv1d-transpose',
  title: 'Conv1D transpose',
  icon: 'unfold-horizontal',
  picture: together(
    grid({ columns: 5, rows: 1, strong: [[2, 0, 1, 1]], largest: 5 }, 28, 52, 8),
    { line: 'M28 13v8m-3-3l3 3l3-3' },
    grid({ columns: 9, rows: 1, strong: [[3, 0, 3, 1]], largest: 5 }, 28, 52, 28),
  ),
  summary: 'Lengthens a sequence: each entry stamps a weighted kernel on the output.',
  docs: `[length, channels] becomes [length′, filters]. ${TRANSPOSED_DOCS}
Weights: kernel [kernel length, filters, channels], bias [filters]. As Conv1DTranspose of Keras. The generator of WaveGAN (arXiv 1802.04208) has kernels of 25 with strides of 4.
${WEIGHT_NORM_DOCS}`,
  keywords: ['deconvolution', 'transposed convolution', 'upsample', 'sequence', 'audio', 'wavegan'],
  examples: [
    {
      params: { filters: 2, kernelSize: 5, strides: 4, padding: 'same' },
      inputs: { in: [3, 2] },
      output: [12, 2],
      parameters: 22,
    },
    {
      params: { filters: 3, strides: 2, activation: 'tanh', bias: false },
      inputs: { in: [4, 2] },
      output: [9, 3],
      parameters: 18,
    },
    {
      params: { filters: 2, kernelSize: 4, strides: 2, padding: 'same', weightNorm: 'spectral' },
      inputs: { in: [3, 3] },
      output: [6, 2],
      parameters: 28,
      detaches: true,
    },
    {
      params: { filters: 2, kernelSize: 2, weightNorm: 'equalized' },
      inputs: { in: [3, 2] },
      output: [4, 2],
      parameters: 10,
    },
  ],
  refusals: [
    { inputs: { in: [100] }, code: 'rank-mismatch' },
    { params: { strides: 256 }, inputs: { in: [8192, 1] }, code: 'output-too-large' },
  ],
})
