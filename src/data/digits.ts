/**
 * @file 1,797 handwritten digits of 8 × 8 pixels: small enough to live in the repository, real enough to test with.
 * Made from scikit-learn's `digits.csv.gz`: for each sample 64 bytes of grey, 0 … 16, then its label.
 */
import type { DatasetDefinition } from './dataset'
import { dataFiles } from './files'
import { DIGIT_CLASSES, imageFields, loadedImages } from './images'

const COUNT = 1797
const IMAGE_SIZE = 8 * 8
const RECORD_SIZE = IMAGE_SIZE + 1

export const digits: DatasetDefinition = {
  name: 'digits',
  title: 'Digits 8 × 8',
  summary: '1,797 handwritten digits, 8 × 8 grey pixels: the quickest real images to train on.',
  source:
    'Alpaydin and Kaynak 1998, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (test part, as in scikit-learn)',
  licence: 'CC-BY-4.0',
  fields: imageFields(8, 8, 1, DIGIT_CLASSES.length),
  count: COUNT,
  classes: DIGIT_CLASSES,
  files: [dataFiles.digits],
  async load(files, onProgress) {
    const records = await files.read(dataFiles.digits, onProgress)
    const pixels = new Uint8Array(COUNT * IMAGE_SIZE)
    const labels = new Uint8Array(COUNT)
    for (let index = 0; index < COUNT; index++) {
      const start = index * RECORD_SIZE
      pixels.set(records.subarray(start, start + IMAGE_SIZE), index * IMAGE_SIZE)
      labels[index] = records[start + IMAGE_SIZE]!
    }
    return loadedImages({ pixels, labels, imageSize: IMAGE_SIZE, white: 16, classCount: DIGIT_CLASSES.length })
  },
}
