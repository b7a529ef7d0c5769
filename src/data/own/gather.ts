/** @file What was given, as a list of files: archives opened, what nobody meant to give named. Nothing large is read yet. */
import { unpack } from './unpack'
import { readZip } from './zip'

/** One file as people give it: chosen, dropped, named on the command line. */
export interface GivenFile {
  /** With the folders that it came in: `pets/cats/1.jpg`. */
  path: string
  blob: Blob
}

interface ReadableFile {
  path: string
  sizeBytes: number
  /** Throws with the reason when it cannot be had or has more than `limitBytes`. */
  read(limitBytes: number): Promise<Uint8Array<ArrayBuffer>>
}

export interface FoundFile extends ReadableFile {
  /** Files are read fastest in this order: that in which they were given, and lie in their archive. */
  place: number
}

export interface LeftOut {
  path: string
  /** A sentence without its subject: `is no picture`. */
  reason: string
}

/** As files and archives are named: `/`, no empty steps, nothing that leads upwards. It is only looked at, never a place on a disk. */
function tidyPath(path: string): string {
  // One form for accented letters, of which systems have two.
  const steps = path.normalize('NFC').replaceAll('\\', '/').split('/')
  return steps.filter((step) => step !== '' && step !== '.' && step !== '..').join('/')
}

/** What systems put beside files. */
const isHidden = (path: string): boolean =>
  path.split('/').some((step) => step.startsWith('.') || step === '__MACOSX') ||
  /(^|\/)(Thumbs\.db|desktop\.ini)$/i.test(path)

export const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''

/** All files, sorted by their paths, so that the same files are the same data in whatever order they came. */
export async function gather(given: readonly GivenFile[]): Promise<{ found: FoundFile[]; leftOut: LeftOut[] }> {
  const read: ReadableFile[] = []
  const leftOut: LeftOut[] = []
  for (const { path, blob } of given) {
    if (isHidden(tidyPath(path))) leftOut.push({ path, reason: 'is a hidden file of the system.' })
    else if (extensionOf(path) === 'zip') await openZip(path, blob, read, leftOut)
    else if (extensionOf(path) === 'gz') read.push(unzipped(path, blob))
    else read.push(plain(path, blob))
  }
  const found = read.map((file, place) => ({ ...file, place }))
  found.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { found, leftOut }
}

const plain = (path: string, blob: Blob): ReadableFile => ({
  path: tidyPath(path),
  sizeBytes: blob.size,
  async read(limitBytes) {
    if (blob.size > limitBytes)
      throw new Error(
        `it has ${blob.size.toLocaleString('en')} bytes; at most ${limitBytes.toLocaleString('en')} are read`,
      )
    return new Uint8Array(await blob.arrayBuffer())
  },
})

const unzipped = (path: string, blob: Blob): ReadableFile => ({
  path: tidyPath(path).replace(/\.gz$/i, ''),
  sizeBytes: blob.size,
  read: (limitBytes) => unpack(blob, 'gzip', limitBytes),
})

async function openZip(path: string, blob: Blob, found: ReadableFile[], leftOut: LeftOut[]): Promise<void> {
  const entries = await readZip(blob)
  if (!entries.ok) {
    leftOut.push({ path, reason: `cannot be opened. ${entries.problem}` })
    return
  }
  for (const entry of entries.value) {
    const inside = tidyPath(entry.path)
    if (isHidden(inside)) leftOut.push({ path: inside, reason: 'is a hidden file of the system.' })
    else if (extensionOf(inside) === 'zip')
      leftOut.push({ path: inside, reason: 'is an archive within an archive. Unpack the outer one first.' })
    else found.push({ path: inside, sizeBytes: entry.sizeBytes, read: entry.read })
  }
}
