/** @file Emoji: 1,581 small drawings in eight categories. Made by `npm run data:emoji`, which says what was left out. */
import type { DatasetDefinition } from './dataset'
import { dataFiles } from './files'
import { imageFields, loadedImages } from './images'

const COUNT = 1581
const IMAGE_SIZE = 32 * 32 * 3

const CLASSES = [
  'Activities',
  'Animals & Nature',
  'Food & Drink',
  'Objects',
  'People & Body',
  'Smileys & Emotion',
  'Symbols',
  'Travel & Places',
]

export const emoji: DatasetDefinition = {
  name: 'emoji',
  title: 'Emoji',
  summary: '1,581 emoji on white, 32 × 32 colour pixels, in eight categories: few, and very different from each other.',
  source: 'Fluent Emoji (flat), Microsoft Corporation, from the npm package @iconify-json/fluent-emoji-flat 1.2.6',
  licence: 'MIT',
  fields: imageFields(32, 32, 3, CLASSES.length),
  count: COUNT,
  classes: CLASSES,
  files: [dataFiles.emoji],
  async load(files, onProgress) {
    const content = await files.read(dataFiles.emoji, onProgress)
    return loadedImages({
      pixels: content.subarray(0, COUNT * IMAGE_SIZE),
      labels: content.subarray(COUNT * IMAGE_SIZE),
      imageSize: IMAGE_SIZE,
      white: 255,
      classCount: CLASSES.length,
    })
  },
}
