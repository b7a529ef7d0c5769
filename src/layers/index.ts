/** @file The only list of kinds that are not objectives. To add one: its file and one line here. */
import { activation } from './activation/activation'
import { dropout } from './activation/dropout'
import { gaussianNoise } from './activation/gaussian-noise'
import { add } from './combining/add'
import { concatenate } from './combining/concatenate'
import { multiply } from './combining/multiply'
import { stopGradient } from './combining/stop-gradient'
import { conv2d } from './convolution/conv2d'
import { conv2dTranspose } from './convolution/conv2d-transpose'
import { dense } from './convolution/dense'
import { input } from './network/input'
import { network } from './network/network'
import { output } from './network/output'
import { preview } from './network/preview'
import { batchNorm } from './normalization/batch-norm'
import { layerNorm } from './normalization/layer-norm'
import { averagePool2d } from './pooling/average-pool2d'
import { globalPool } from './pooling/global-pool'
import { maxPool2d } from './pooling/max-pool2d'
import { upsample } from './pooling/upsample'
import { flatten } from './reshaping/flatten'
import { reshape } from './reshaping/reshape'
import { dataset } from './sources/dataset'
import { labels } from './sources/labels'
import { latent } from './sources/latent'

/** In the order in which the palette offers them, within each group. */
export const layerKinds = [
  latent,
  labels,
  dataset,
  network,
  input,
  output,
  preview,
  dense,
  conv2d,
  conv2dTranspose,
  upsample,
  averagePool2d,
  maxPool2d,
  globalPool,
  batchNorm,
  layerNorm,
  activation,
  dropout,
  gaussianNoise,
  reshape,
  flatten,
  concatenate,
  add,
  multiply,
  stopGradient,
]
