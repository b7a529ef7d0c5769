/** @file Labelled images kept as bytes, one a pixel, and brought to [−1, 1] while a batch is drawn: MNIST stays 47 MB instead of 188. */
import type { DatasetDefinition, LoadedDataset } from './dataset'

/** The digits 0 … 9 as names of classes. */
export const DIGIT_CLASSES: readonly string[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

export interface LabelledImages {
  /** Images one after the other, each `imageSize` bytes, channels last. */
  pixels: Uint8Array
  /** One class index for each image. */
  labels: Uint8Array
  /** Bytes of one image. */
  imageSize: number
  /** The byte that becomes 1; 0 becomes −1. */
  white: number
  classCount: number
  /** One byte for each image, the first of `count` attributes in its lowest bit. */
  attributes?: { bits: Uint8Array; count: number }
}

/** The two fields of every labelled image dataset. */
export const imageFields = (height: number, width: number, channels: number, classCount: number) =>
  ({
    image: { shape: [height, width, channels], range: [-1, 1], form: 'image' },
    label: { shape: [classCount], range: [0, 1], form: 'label' },
  }) satisfies DatasetDefinition['fields']

interface ImageBytes extends Omit<LabelledImages, 'labels'> {
  /** `null`: they have no classes. */
  labels: Uint8Array | null
  /** A second image for each, in the same way. */
  pairs?: { pixels: Uint8Array; imageSize: number }
}

/** Draws `image` and, where there are, its `pair`, the one-hot `label` and the `attributes` of the same samples. */
export function loadedImages(images: ImageBytes): LoadedDataset {
  const { pixels, labels, imageSize, white, classCount, attributes, pairs } = images
  const normalised = Float32Array.from({ length: 256 }, (_, byte) => (byte / white) * 2 - 1)
  const count = pixels.length / imageSize
  const copy = (from: Uint8Array, index: number, size: number, to: Float32Array, sample: number) => {
    const end = (index + 1) * size
    for (let source = index * size, target = sample * size; source < end; source++)
      to[target++] = normalised[from[source]!]!
  }
  return {
    draw(batchSize, random) {
      const image = new Float32Array(batchSize * imageSize)
      const pair = new Float32Array(batchSize * (pairs?.imageSize ?? 0))
      const label = new Float32Array(labels ? batchSize * classCount : 0)
      const had = new Float32Array(batchSize * (attributes?.count ?? 0))
      for (let sample = 0; sample < batchSize; sample++) {
        const index = random.integer(count)
        if (labels) label[sample * classCount + labels[index]!] = 1
        if (attributes) {
          const { bits, count } = attributes
          for (let place = 0; place < count; place++) had[sample * count + place] = (bits[index]! >> place) & 1
        }
        copy(pixels, index, imageSize, image, sample)
        if (pairs) copy(pairs.pixels, index, pairs.imageSize, pair, sample)
      }
      return { image, ...(pairs && { pair }), ...(labels && { label }), ...(attributes && { attributes: had }) }
    },
  }
}
