/** @file A directory in memory: for tests, and where a browser has no file store. It can be made to fill up and to tear its writes. */
import { createClaims, createQueues, type Directory, StorageFull } from './directory'

export interface MemoryDirectory extends Directory {
  /** By path. */
  readonly files: Map<string, Uint8Array<ArrayBuffer>>
  quotaBytes: number
  /** A write keeps only so many of its bytes and then throws, as when the power goes; `null`: none does. */
  tearAtBytes: number | null
}

export function createMemoryDirectory(quotaBytes = Number.POSITIVE_INFINITY): MemoryDirectory {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const usedBytes = () => [...files.values()].reduce((sum, { length }) => sum + length, 0)
  return {
    files,
    quotaBytes,
    tearAtBytes: null,
    sizeBytes: async (path) => files.get(path)?.length ?? null,
    read: async (path) => files.get(path)?.slice() ?? null,
    async write(path, content) {
      if (this.tearAtBytes !== null) {
        files.set(path, content.slice(0, this.tearAtBytes))
        throw new Error('The power went.')
      }
      files.delete(path)
      if (usedBytes() + content.length > this.quotaBytes) {
        // As a disk does it: what fitted is there.
        files.set(path, content.slice(0, Math.max(0, this.quotaBytes - usedBytes())))
        throw new StorageFull(content.length)
      }
      files.set(path, content.slice())
    },
    async list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`
      const inside = [...files].filter(([path]) => path.startsWith(prefix))
      const names = new Set(inside.map(([path]) => path.slice(prefix.length).split('/')[0]!))
      return [...names].map((name) => {
        const file = files.get(prefix + name)
        return { name, isFolder: !file, sizeBytes: file?.length ?? 0 }
      })
    },
    async remove(path) {
      for (const name of [...files.keys()]) if (name === path || name.startsWith(`${path}/`)) files.delete(name)
    },
    freeBytes: async () => null,
    exclusively: createQueues(),
    claim: createClaims(),
  }
}
