/**
 * @file A directory in the browser's own file store (OPFS: https://fs.spec.whatwg.org). A worker writes through a synchronous
 * handle, which can flush; a page, which has none, through a stream that takes the file's place when it is closed.
 */
import { createClaims, createQueues, type Directory, StorageFull } from './directory'

const FOLDER = 'ganvas-runs'

/** What browsers give and the DOM's types lack. */
interface SyncAccessHandle {
  truncate(sizeBytes: number): void
  write(content: Uint8Array, options: { at: number }): number
  flush(): void
  close(): void
}
type FileHandle = FileSystemFileHandle & { createSyncAccessHandle?(): Promise<SyncAccessHandle> }
type FolderHandle = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> }

const isNamed = (error: unknown, ...names: string[]): boolean =>
  error instanceof DOMException && names.includes(error.name)

async function ifThere<Value>(promise: Promise<Value>): Promise<Value | null> {
  try {
    return await promise
  } catch (error) {
    // The last one: a file that was found and has changed since.
    if (isNamed(error, 'NotFoundError', 'TypeMismatchError', 'NotReadableError')) return null
    throw error
  }
}

async function writeTo(handle: FileHandle, content: Uint8Array<ArrayBuffer>): Promise<void> {
  if (handle.createSyncAccessHandle) {
    const access = await handle.createSyncAccessHandle()
    try {
      access.truncate(0)
      let written = 0
      while (written < content.length) {
        const more = access.write(content.subarray(written), { at: written })
        if (more === 0) throw new StorageFull(content.length)
        written += more
      }
      access.flush()
    } finally {
      access.close()
    }
    return
  }
  const stream = await handle.createWritable()
  await stream.write(content)
  await stream.close()
}

/** `null` where the browser has no file store for this page: some have none in private windows. */
export async function openOpfsDirectory(): Promise<Directory | null> {
  let root: FileSystemDirectoryHandle
  try {
    root = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true })
  } catch {
    return null
  }
  /** The folder and the name in it. */
  async function place(path: string, create: boolean): Promise<[FileSystemDirectoryHandle, string] | null> {
    const [first = '', second] = path.split('/')
    if (second === undefined) return [root, first]
    const folder = await ifThere(root.getDirectoryHandle(first, { create }))
    return folder && [folder, second]
  }
  async function file(path: string): Promise<File | null> {
    const found = await place(path, false)
    const handle = found && (await ifThere(found[0].getFileHandle(found[1])))
    return handle && ifThere(handle.getFile())
  }
  const { locks } = navigator
  const lockName = (name: string) => `${FOLDER}.${name}`
  return {
    sizeBytes: async (path) => (await file(path))?.size ?? null,
    async read(path) {
      const found = await file(path)
      const content = found && (await ifThere(found.arrayBuffer()))
      return content && new Uint8Array(content)
    },
    async write(path, content) {
      try {
        const [folder, name] = (await place(path, true))!
        await writeTo(await folder.getFileHandle(name, { create: true }), content)
      } catch (error) {
        if (isNamed(error, 'QuotaExceededError')) throw new StorageFull(content.length)
        throw error
      }
    },
    async list(path) {
      const folder = path === '' ? root : await ifThere(root.getDirectoryHandle(path))
      const handles: FileSystemHandle[] = []
      if (folder) for await (const handle of (folder as FolderHandle).values()) handles.push(handle)
      return Promise.all(
        handles.map(async (handle) => {
          const isFolder = handle.kind === 'directory'
          const inside = isFolder ? null : await ifThere((handle as FileSystemFileHandle).getFile())
          return { name: handle.name, isFolder, sizeBytes: inside?.size ?? 0 }
        }),
      )
    },
    async remove(path) {
      const found = await place(path, false)
      if (found) await ifThere(found[0].removeEntry(found[1], { recursive: true }))
    },
    async freeBytes() {
      const { quota, usage } = await navigator.storage.estimate()
      return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage)
    },
    exclusively: locks ? async (name, action) => locks.request(lockName(`${name}.files`), action) : createQueues(),
    claim: locks
      ? (name) =>
          new Promise((answer) => {
            void locks.request(lockName(name), { ifAvailable: true }, (lock) => {
              if (!lock) return answer(null)
              return new Promise<void>((release) => answer(release))
            })
          })
      : createClaims(),
  }
}
