/** @file The only list of kinds that are not objectives. To add one: its file and one line here. */
import { activation } from './activation/activation'
import { dropout } from './activation/dropout'
import { gaussianNoise } from './activation/gaussian-noise'
import { add } from './combining/add'
import { blend } from './combining/blend'
import { concatenate } from './combining/concatenate'
import { dotProduct } from './combining/dot-product'
import { multiply } from './combining/multiply'
import { stopGradient } from './combining/stop-gradient'
import { subtract } from './combining/subtract'
import { conv1d } from './convolution/conv1d'
import { conv1dTranspose } from './convolution/conv1d-transpose'
import { conv2d } from './convolution/conv2d'
import { conv2dTranspose } from './convolution/conv2d-transpose'
import { conv3d } from './convolution/conv3d'
import { conv3dTranspose } from './convolution/conv3d-transpose'
import { dense } from './convolution/dense'
import { depthwiseConv2d } from './convolution/depthwise-conv2d'
import { augment } from './features/augment'
import { embedding } from './features/embedding'
import { learnedConstant } from './features/learned-constant'
import { minibatchDiscrimination } from './features/minibatch-discrimination'
import { minibatchStddev } from './features/minibatch-stddev'
import { pack } from './features/pack'
import { replayBuffer } from './features/replay-buffer'
import { selfAttention } from './features/self-attention'
import { input } from './network/input'
import { network } from './network/network'
import { output } from './network/output'
import { preview } from './network/preview'
import { adaptiveNorm } from './normalization/adaptive-norm'
import { batchNorm } from './normalization/batch-norm'
import { groupNorm } from './normalization/group-norm'
import { instanceNorm } from './normalization/instance-norm'
import { layerNorm } from './normalization/layer-norm'
import { pixelNorm } from './normalization/pixel-norm'
import { averagePool2d } from './pooling/average-pool2d'
import { downsample } from './pooling/downsample'
import { globalPool } from './pooling/global-pool'
import { maxPool2d } from './pooling/max-pool2d'
import { pixelShuffle } from './pooling/pixel-shuffle'
import { resize } from './pooling/resize'
import { upsample } from './pooling/upsample'
import { crop } from './reshaping/crop'
import { flatten } from './reshaping/flatten'
import { pad } from './reshaping/pad'
import { permute } from './reshaping/permute'
import { repeat } from './reshaping/repeat'
import { reshape } from './reshaping/reshape'
import { slice } from './reshaping/slice'
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
  depthwiseConv2d,
  conv1d,
  conv1dTranspose,
  conv3d,
  conv3dTranspose,
  upsample,
  downsample,
  resize,
  pixelShuffle,
  averagePool2d,
  maxPool2d,
  globalPool,
  batchNorm,
  instanceNorm,
  layerNorm,
  groupNorm,
  pixelNorm,
  adaptiveNorm,
  activation,
  dropout,
  gaussianNoise,
  reshape,
  flatten,
  permute,
  crop,
  pad,
  slice,
  repeat,
  concatenate,
  add,
  subtract,
  multiply,
  dotProduct,
  blend,
  stopGradient,
  embedding,
  selfAttention,
  learnedConstant,
  minibatchStddev,
  minibatchDiscrimination,
  pack,
  replayBuffer,
  augment,
]
