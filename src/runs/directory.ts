/**
 * @file The little that runs need of a disk: whole files in folders, one level deep. The browser's file store, Node's and the memory
 * of tests stand behind it, so what must hold when a write is torn or the disk is full is written once, in `manifest.ts` and
 * `run-store.ts`.
 */

/** No room: nothing that was there has changed. */
export class StorageFull extends Error {
  constructor(neededBytes: number) {
    super(`There is no room for another ${Math.ceil(neededBytes / 1e6).toLocaleString('en')} MB.`)
  }
}

export interface DirectoryEntry {
  name: string
  isFolder: boolean
  /** 0 for folders. */
  sizeBytes: number
}

/** Paths are `file`, `folder/file` or `folder`, of names that we made ourselves: letters, digits, `.`, `-` and `_`. */
export interface Directory {
  /** `null` when there is no such file. */
  sizeBytes(path: string): Promise<number | null>
  /** `null` when there is no such file. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** Makes the folder if need be. The content is on the disk when it resolves. Throws `StorageFull`. A torn write may leave part of it. */
  write(path: string, content: Uint8Array<ArrayBuffer>): Promise<void>
  /** What lies in a folder, `''` for the directory itself; nothing when it is not there. */
  list(folder: string): Promise<DirectoryEntry[]>
  /** A file, or a folder with all that it holds. Not being there is no error. */
  remove(path: string): Promise<void>
  /** Bytes that can still be written; `null` when nobody knows. */
  freeBytes(): Promise<number | null>
  /** Runs `action` while nobody else, in another tab or worker either, runs one under this name. */
  exclusively<Value>(name: string, action: () => Promise<Value>): Promise<Value>
  /** Claims a name until the function that it resolves with is called, or the tab is gone; `null` when another has it. */
  claim(name: string): Promise<(() => void) | null>
}

/** One action after another by name, within this thread. */
export function createQueues(): Directory['exclusively'] {
  const last = new Map<string, Promise<unknown>>()
  return (name, action) => {
    const next = (last.get(name) ?? Promise.resolve()).then(action, action)
    last.set(name, next)
    return next
  }
}

/** Claims within this thread. */
export function createClaims(): Directory['claim'] {
  const taken = new Set<string>()
  return async (name) => {
    if (taken.has(name)) return null
    taken.add(name)
    return () => taken.delete(name)
  }
}
