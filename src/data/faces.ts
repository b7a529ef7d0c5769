/**
 * @file Faces with known attributes, for conditional GANs: 8,000 seeded avatars. Made by `npm run data:faces`. The style's pixels are
 * kept once, 16 × 16, and doubled when loaded.
 */
import type { DatasetDefinition } from './dataset'
import { dataFiles } from './files'
import { imageFields, loadedImages } from './images'

const COUNT = 8000
const CHANNELS = 3
const STORED_SIDE = 16
const STORED_SIZE = STORED_SIDE * STORED_SIDE * CHANNELS
const SIDE = 2 * STORED_SIDE
const IMAGE_SIZE = SIDE * SIDE * CHANNELS

/** In the order of the bits of the stored byte. */
const ATTRIBUTES = ['long hair', 'glasses', 'smile', 'hat', 'beard']

/** Each combination of the first three attributes is a class and has 1,000 faces; its index is their bits. */
const CLASSES = Array.from({ length: 8 }, (_, bits) =>
  [bits & 1 ? 'long hair' : 'short hair', ...(bits & 2 ? ['glasses'] : []), ...(bits & 4 ? ['smile'] : [])].join(', '),
)

/** Every pixel becomes 2 × 2. */
function doubled(stored: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(4 * stored.length)
  const rows = stored.length / (STORED_SIDE * CHANNELS)
  for (let row = 0; row < 2 * rows; row++)
    for (let column = 0; column < SIDE; column++) {
      const source = ((row >> 1) * STORED_SIDE + (column >> 1)) * CHANNELS
      const target = (row * SIDE + column) * CHANNELS
      for (let channel = 0; channel < CHANNELS; channel++) pixels[target + channel] = stored[source + channel]!
    }
  return pixels
}

export const faces: DatasetDefinition = {
  name: 'faces',
  title: 'Faces',
  summary:
    '8,000 generated pixel-art faces, 32 × 32 colour pixels. The class says hair, glasses and smile; the attributes also hat and beard.',
  source: 'Pixel Art by DiceBear, drawn with the npm packages @dicebear/core and @dicebear/pixel-art 9.4.3',
  licence: 'CC0-1.0',
  fields: {
    ...imageFields(SIDE, SIDE, CHANNELS, CLASSES.length),
    attributes: { shape: [ATTRIBUTES.length], range: [0, 1], form: 'attributes' },
  },
  count: COUNT,
  classes: CLASSES,
  attributes: ATTRIBUTES,
  files: [dataFiles.faces],
  async load(files, onProgress) {
    const content = await files.read(dataFiles.faces, onProgress)
    const bits = content.subarray(COUNT * STORED_SIZE)
    return loadedImages({
      pixels: doubled(content.subarray(0, COUNT * STORED_SIZE)),
      labels: bits.map((bits) => bits & (CLASSES.length - 1)),
      imageSize: IMAGE_SIZE,
      white: 255,
      classCount: CLASSES.length,
      attributes: { bits, count: ATTRIBUTES.length },
    })
  },
}
