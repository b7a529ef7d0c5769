/**
 * @file Where own data is kept in the browser: its private file system (OPFS), a folder of its own, two files for each set named by its
 * hash. The reference is written last, so a set whose writing was cut off is none, and what is read is compared with its hash.
 */
import { bytesText } from '../../lib/quantities'
import { type OwnReference, ownReferenceSchema } from './reference'

const FOLDER = 'own-data'
const dataName = (sha256: string) => `${sha256}.safetensors`
const referenceName = (sha256: string) => `${sha256}.json`

/** The part of the File System API that TypeScript's types of the DOM leave out: it is there in workers only. */
interface SyncHandle {
  truncate(sizeBytes: number): void
  write(bytes: Uint8Array, options: { at: number }): number
  flush(): void
  close(): void
}
type SyncFileHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> }
type Folder = FileSystemDirectoryHandle & { keys(): AsyncIterableIterator<string> }

/** Throws with a reason for people where the browser has no such store. */
async function folder(): Promise<Folder> {
  try {
    const root = await navigator.storage.getDirectory()
    return (await root.getDirectoryHandle(FOLDER, { create: true })) as Folder
  } catch (error) {
    const reason = isSecureContext
      ? `This browser offers no private file store here (${String(error)}). Leave the private window, or try another browser.`
      : 'Own data needs a page from https:// or from localhost: browsers keep files for no other.'
    throw new Error(reason)
  }
}

/** All sets that are kept, those of the same name together. */
export async function listOwnData(): Promise<OwnReference[]> {
  const from = await folder()
  const found: OwnReference[] = []
  for await (const name of from.keys()) {
    if (!name.endsWith('.json')) continue
    try {
      const text = await (await (await from.getFileHandle(name)).getFile()).text()
      const reference = ownReferenceSchema.safeParse(JSON.parse(text))
      if (reference.success && name === referenceName(reference.data.sha256)) found.push(reference.data)
    } catch {
      // A reference that cannot be read names nothing.
    }
  }
  return found.sort((a, b) => a.own.localeCompare(b.own) || (a.sha256 < b.sha256 ? -1 : 1))
}

/**
 * The bytes, compared with their hash. Throws when they are not there, or are damaged.
 */
export async function readOwnData(sha256: string, sizeBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const from = await folder()
  const mend = 'Give the data again at its dataset node.'
  const handle = await from.getFileHandle(dataName(sha256)).catch(() => null)
  if (!handle) throw new Error(`It is not in this browser. ${mend}`)
  const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer())
  if (bytes.length !== sizeBytes)
    throw new Error(`What this browser kept has ${bytes.length} bytes, expected ${sizeBytes}. ${mend}`)
  const found = await sha256Of(bytes)
  if (found !== sha256) throw new Error(`What this browser kept has SHA-256 ${found}, expected ${sha256}. ${mend}`)
  return bytes
}

/** Lower-case hex. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Keeps a set; in a worker only. Throws when there is no room, and then leaves nothing of it behind and all else as it was. */
export async function keepOwnData(reference: OwnReference, bytes: Uint8Array): Promise<void> {
  const { sha256 } = reference
  const into = await folder()
  // Asked for, not relied on: without it the browser may clear the store when the disk is full.
  await navigator.storage.persist?.().catch(() => false)
  try {
    await write(into, dataName(sha256), bytes)
    await write(into, referenceName(sha256), new TextEncoder().encode(JSON.stringify(reference)))
  } catch (error) {
    await removeFrom(into, sha256)
    const { quota = 0, usage = 0 } = (await navigator.storage.estimate?.().catch(() => null)) ?? {}
    const room = quota > 0 ? ` It has ${bytesText(Math.max(0, quota - usage))} left for this page.` : ''
    throw new Error(
      `The browser has no room for these ${bytesText(bytes.length)}.${room} Delete data that you no longer need, or take smaller pictures. (${String(error)})`,
    )
  }
}

async function write(into: FileSystemDirectoryHandle, name: string, bytes: Uint8Array): Promise<void> {
  const file = (await into.getFileHandle(name, { create: true })) as SyncFileHandle
  const handle = await file.createSyncAccessHandle()
  try {
    handle.truncate(0)
    const written = handle.write(bytes, { at: 0 })
    if (written !== bytes.length) throw new Error(`only ${written} of ${bytes.length} bytes were written`)
    handle.flush()
  } finally {
    handle.close()
  }
}

export async function removeOwnData(sha256: string): Promise<void> {
  await removeFrom(await folder(), sha256)
}

async function removeFrom(from: FileSystemDirectoryHandle, sha256: string): Promise<void> {
  // The reference goes first: without it the bytes are nothing.
  await from.removeEntry(referenceName(sha256)).catch(() => undefined)
  await from.removeEntry(dataName(sha256)).catch(() => undefined)
}
