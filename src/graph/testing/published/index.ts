/** @file The published nets by the name of their file in `graphs/published/`. */
import type { GraphDocument } from '../../document'
import { acgan } from './acgan'
import { animegan } from './animegan'
import { cyclegan } from './cyclegan'
import { dcgan64 } from './dcgan'
import { pix2pix } from './pix2pix'
import { snResnet, wganGpResnet } from './resnet'
import { sndcgan } from './sndcgan'
import { srgan } from './srgan'
import { voxels32, voxels64 } from './voxels'
import { wganGpCifar, wganGpMnist } from './wgan-gp'

export const PUBLISHED_FOLDER = 'graphs/published'

export const published: Record<string, () => GraphDocument> = {
  '3d-gan-32': voxels32,
  '3d-gan-64': voxels64,
  'acgan-mnist': acgan,
  animegan2: animegan,
  cyclegan,
  'dcgan-64': dcgan64,
  pix2pix,
  'sn-resnet-32': snResnet,
  'sndcgan-32': sndcgan,
  srgan,
  'wgan-gp-32': () => wganGpCifar(64, '1,565,955 and 1,033,345'),
  'wgan-gp-32-wide': () => wganGpCifar(128, '5,179,907 and 4,114,689'),
  'wgan-gp-mnist': wganGpMnist,
  'wgan-gp-resnet-32': wganGpResnet,
}
