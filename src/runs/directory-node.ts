/** @file A directory on the disk, for the command line: a file is written beside its place, flushed, and then takes it. */
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createClaims, createQueues, type Directory, StorageFull } from './directory'

/** As `promise`, or `null` when there is nothing of that name. */
async function ifThere<Value>(promise: Promise<Value>): Promise<Value | null> {
  try {
    return await promise
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** So that it holds after the power went: the content is flushed before the name points to it. Throws `StorageFull`. */
export async function replaceFile(path: string, content: Uint8Array | string): Promise<void> {
  const beside = `${path}.part`
  try {
    const file = await open(beside, 'w')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') throw new StorageFull(content.length)
    throw error
  }
}

export function createNodeDirectory(root: string): Directory {
  const at = (path: string) => join(root, path)
  return {
    sizeBytes: async (path) => (await ifThere(stat(at(path))))?.size ?? null,
    async read(path) {
      const content = await ifThere(readFile(at(path)))
      // Of its own: Node cuts small files from a shared buffer.
      return content && new Uint8Array(content)
    },
    async write(path, content) {
      await mkdir(dirname(at(path)), { recursive: true })
      await replaceFile(at(path), content)
    },
    async list(folder) {
      const entries = (await ifThere(readdir(at(folder), { withFileTypes: true }))) ?? []
      return Promise.all(
        entries.map(async (entry) => ({
          name: entry.name,
          isFolder: entry.isDirectory(),
          sizeBytes: entry.isDirectory() ? 0 : ((await ifThere(stat(join(at(folder), entry.name))))?.size ?? 0),
        })),
      )
    },
    remove: (path) => rm(at(path), { recursive: true, force: true }),
    async freeBytes() {
      const disk = await ifThere(statfs(root))
      return disk && disk.bavail * disk.bsize
    },
    exclusively: createQueues(),
    claim: createClaims(),
  }
}
