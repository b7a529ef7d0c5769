/**
 * @file Files of datasets for the page and its worker: from the server that the page came from, gzipped, and kept in the
 * browser's Cache API, so that the second time needs no network; own data from where it is kept. Content is always checked against its hash.
 */
import type { DataFile, DataFiles } from './dataset'
import { ownHashOf } from './files'
import { readOwnData } from './own/store-page'

/** Entries are named by hash, so a new version of a file never meets an old entry and the name needs no version. */
const CACHE = 'ganvas-data'

/**
 * Folder of the page, from wherever the code runs: a worker's relative addresses begin at its own script, not at the page.
 * A build puts all scripts one folder below the page (`assets/`).
 */
function siteUrl(): string {
  const script = import.meta.url
  return import.meta.env.DEV ? new URL('/', self.location.origin).href : new URL('../', script).href
}

/** GZIP begins with 1f 8b. Some servers label the file's form as an encoding, and the browser has then unpacked it already. */
const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b

async function collect(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onChunk?: (length: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return chunks
    chunks.push(value)
    onChunk?.(value.byteLength)
  }
}

/** Unpacks while reading. Throws when it is longer or shorter than declared, or has another hash. */
async function contentOf(file: DataFile, stored: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(await stored.slice(0, 2).arrayBuffer())
  const stream = isGzip(head) ? stored.stream().pipeThrough(new DecompressionStream('gzip')) : stored.stream()
  const content = new Uint8Array(file.sizeBytes)
  let length = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (length + value.byteLength > content.byteLength) throw new Error(`it has more than ${file.sizeBytes} bytes`)
    content.set(value, length)
    length += value.byteLength
  }
  if (length < content.byteLength) throw new Error(`it has ${length} bytes, expected ${file.sizeBytes}`)
  // Only secure contexts (https, localhost) have `crypto.subtle`; elsewhere the size and GZIP's own check sum must do.
  if (globalThis.crypto.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content))
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
    if (sha256 !== file.sha256) throw new Error(`its SHA-256 is ${sha256}, expected ${file.sha256}`)
  }
  return content
}

/** The bytes as the server sends them. `onProgress` follows the share that has arrived, where the server tells the length. */
async function download(url: string, file: DataFile, onProgress?: (fraction: number) => void): Promise<Blob> {
  const mend = 'Check the connection, or start the server again, and press Train once more.'
  const response = await fetch(url).catch((error: unknown) => {
    throw new Error(`The data at ${url} could not be reached: ${String(error)}. ${mend}`)
  })
  if (!response.ok || !response.body) {
    throw new Error(`The server answered ${response.status} ${response.statusText} for the data at ${url}. ${mend}`)
  }
  // With an encoding, Content-Length counts the packed bytes and the stream gives unpacked ones.
  const unpacked = response.headers.has('Content-Encoding')
  const lengthBytes = unpacked ? file.sizeBytes : Number(response.headers.get('Content-Length'))
  let receivedBytes = 0
  const chunks = await collect(response.body, (length) => {
    receivedBytes += length
    if (lengthBytes > 0) onProgress?.(Math.min(1, receivedBytes / lengthBytes))
  })
  return new Blob(chunks)
}

/** Reads from the cache. What cannot be read or is not right is removed and counts as absent. */
async function fromCache(cache: Cache, key: string, file: DataFile): Promise<Uint8Array | null> {
  const entry = await cache.match(key)
  if (!entry) return null
  try {
    return await contentOf(file, await entry.blob())
  } catch {
    await cache.delete(key)
    return null
  }
}

/**
 * `baseUrl`: the folder in which the site keeps `data/`, with a slash at its end; left out: the folder of the page.
 * `read` throws when the file cannot be had or is not the declared one.
 */
export function pageDataFiles(baseUrl: string = siteUrl()): DataFiles {
  return {
    async read(file, onProgress) {
      const own = ownHashOf(file.name)
      if (own !== null) {
        const content = await readOwnData(own, file.sizeBytes)
        onProgress?.(1)
        return content
      }
      const url = new URL(`data/${file.name}.gzip`, baseUrl).href
      const key = `${url}?sha256=${file.sha256}`
      // Absent outside secure contexts, refused in some private windows: then every visit downloads.
      const cache = await globalThis.caches?.open(CACHE).catch(() => null)
      const kept = cache && (await fromCache(cache, key, file))
      if (kept) {
        onProgress?.(1)
        return kept
      }
      const stored = await download(url, file, onProgress)
      const content = await contentOf(file, stored).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        throw new Error(`The data at ${url} is not what was expected: ${reason}. Build and serve the site again.`)
      })
      // A full disk costs the next visit a download and must not stop this one.
      await cache?.put(key, new Response(stored)).catch(() => undefined)
      onProgress?.(1)
      return content
    },
  }
}
