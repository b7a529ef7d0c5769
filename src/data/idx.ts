/** @file IDX, the file format of MNIST and of what was made in its likeness: 28 × 28 grey images, and a class for each. */
import type { DataFile, DatasetDefinition, LoadedDataset } from './dataset'
import { imageFields, type LabelledImages, loadedImages } from './images'

const SIDE = 28

/** Two zero bytes, the type (8: unsigned byte), the number of axes, then each axis as 32 bits, big-endian. */
const IMAGES_HEADER_BYTES = 4 + 3 * 4
const LABELS_HEADER_BYTES = 4 + 1 * 4

/** The contents of an image file and of the label file that belongs to it. Both were checked by their hash: headers are skipped. */
export function idxImages(images: Uint8Array, labels: Uint8Array, classCount: number): LabelledImages {
  return {
    pixels: images.subarray(IMAGES_HEADER_BYTES),
    labels: labels.subarray(LABELS_HEADER_BYTES),
    imageSize: SIDE * SIDE,
    white: 255,
    classCount,
  }
}

interface IdxDataset
  extends Pick<DatasetDefinition, 'name' | 'title' | 'summary' | 'source' | 'licence'>,
    Required<Pick<DatasetDefinition, 'classes' | 'pytorch'>> {
  count: number
  images: DataFile
  labels: DataFile
}

/** A labelled dataset of 28 × 28 grey images that is kept in two IDX files. */
export function idxDataset({ images, labels, classes, ...text }: IdxDataset): DatasetDefinition {
  return {
    ...text,
    fields: imageFields(SIDE, SIDE, 1, classes.length),
    classes,
    files: [images, labels],
    async load(files, onProgress): Promise<LoadedDataset> {
      const labelBytes = await files.read(labels)
      const imageBytes = await files.read(images, onProgress)
      return loadedImages(idxImages(imageBytes, labelBytes, classes.length))
    },
  }
}
