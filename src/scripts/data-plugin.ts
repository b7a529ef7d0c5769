/**
 * @file Serves the files of the datasets with the page: `data/<name>.gzip`, from what npm installed and from the repository,
 * in the dev server as in the build. So the page never asks another host for data.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Plugin } from 'vite'
import type { DataFile } from '../data/dataset'
import { dataFiles } from '../data/files.ts'
import { nodeDataFiles } from '../data/files-node.ts'

const zip = promisify(gzip)

/** Level 9 saves 2 % of MNIST and takes four times as long. */
const LEVEL = 6

const PREFIX = 'data/'
const SUFFIX = '.gzip'

const filesByName = new Map<string, DataFile>(Object.values(dataFiles).map((file) => [file.name, file]))

/** What is being made just now: pages that ask for it at the same time get the same. */
const underWay = new Map<DataFile, Promise<Uint8Array>>()

function gzipped(file: DataFile, cacheDirectory: string): Promise<Uint8Array> {
  const begun = underWay.get(file)
  if (begun) return begun
  const made = makeGzip(file, cacheDirectory).finally(() => underWay.delete(file))
  underWay.set(file, made)
  return made
}

/** The gzipped file. It is made once and kept under the hash of its content, so that a new version is a new entry. */
async function makeGzip(file: DataFile, cacheDirectory: string): Promise<Uint8Array> {
  const path = join(cacheDirectory, `${file.sha256}${SUFFIX}`)
  const kept = await readFile(path).catch(() => null)
  if (kept) return kept
  const made = await zip(await nodeDataFiles().read(file), { level: LEVEL })
  await mkdir(cacheDirectory, { recursive: true })
  // Written aside and renamed, so that a build that is stopped leaves no half file.
  const unfinished = `${path}.${process.pid}`
  await writeFile(unfinished, made)
  await rename(unfinished, path)
  return made
}

export function dataPlugin(): Plugin {
  let cacheDirectory = ''
  return {
    name: 'ganvas-data',
    configResolved(config) {
      cacheDirectory = join(config.root, 'node_modules/.cache/ganvas')
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        // The address may stand under any base path; only its end names the file.
        const path = (request.url ?? '').split('?')[0]!
        if (!path.includes(`/${PREFIX}`) || !path.endsWith(SUFFIX)) return next()
        const name = path.slice(path.lastIndexOf(`/${PREFIX}`) + PREFIX.length + 1, -SUFFIX.length)
        const file = filesByName.get(name)
        if (!file) {
          // Vite would answer with the page, and get all of it ready to be shown.
          response.statusCode = 404
          return response.end()
        }
        try {
          const content = await gzipped(file, cacheDirectory)
          response.setHeader('Content-Type', 'application/gzip')
          response.setHeader('Cache-Control', 'no-cache')
          response.end(content)
        } catch (error) {
          next(error)
        }
      })
    },
    async generateBundle() {
      for (const file of filesByName.values()) {
        const source = await gzipped(file, cacheDirectory)
        this.emitFile({ type: 'asset', fileName: `${PREFIX}${file.name}${SUFFIX}`, source })
      }
    },
  }
}
