/** @file Files of datasets for the command line, the build and tests: from the disk. Node only. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { DataFile, DataFiles } from './dataset'
import { dataFiles, ownHashOf, type StoredDataFile } from './files.ts'

const unzip = promisify(gunzip)

const stored: readonly StoredDataFile[] = Object.values(dataFiles)

const HERE = dirname(fileURLToPath(import.meta.url))

/** Where it lies in a checkout; `null` when npm has not brought it. */
function sourceOf({ package: name, path }: StoredDataFile): string | null {
  if (name === null) return join(HERE, path)
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path)
  } catch {
    return null
  }
}

/** The package has each file once: that which the built page reads. */
function pathOf(name: string): string {
  const file = stored.find((candidate) => candidate.name === name)
  if (!file)
    throw new Error(`No data file is named "${name}". Those known: ${stored.map(({ name }) => name).join(', ')}.`)
  const source = sourceOf(file)
  return source !== null && existsSync(source) ? source : join(HERE, '../../dist/data', `${name}.gzip`)
}

/** Unpacked and checked. Throws when the file is missing or is not the one that is declared. */
async function read(file: DataFile): Promise<Uint8Array> {
  const path = pathOf(file.name)
  const mend = path.includes('node_modules')
    ? 'Delete node_modules and run "npm install".'
    : 'Restore it with git, or install Ganvas again.'
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Error(`The data file "${file.name}" cannot be read: ${String(error)}. ${mend}`)
  })
  const content = /\.gz(ip)?$/.test(path)
    ? await unzip(bytes).catch((error: unknown) => {
        throw new Error(`The data file "${file.name}" at ${path} cannot be unpacked: ${String(error)}. ${mend}`)
      })
    : bytes
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (content.byteLength !== file.sizeBytes || sha256 !== file.sha256) {
    throw new Error(
      `The data file "${file.name}" at ${path} has ${content.byteLength} bytes with SHA-256 ${sha256}, ` +
        `expected ${file.sizeBytes} with ${file.sha256}. ${mend}`,
    )
  }
  return content
}

/** `own`: the bytes of own data that was given, by hash. */
export function nodeDataFiles(own: ReadonlyMap<string, Uint8Array> = new Map()): DataFiles {
  return {
    async read(file, onProgress) {
      const sha256 = ownHashOf(file.name)
      const content = sha256 === null ? await read(file) : own.get(sha256)
      if (!content) throw new Error(`It was not given. Name its folder or file with --data.`)
      onProgress?.(1)
      return content
    },
  }
}
