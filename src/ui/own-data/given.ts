/** @file Files from the browser's dialogs and from drops, folders and all, in the form in which own data takes them. */
import { extensionOf, type GivenFile } from '../../data/own/gather'
import type { Given } from '../../editor/state'

/** Of a file chooser. */
export function givenByInput(files: FileList): Given {
  return named([...files].map((file) => ({ path: file.webkitRelativePath || file.name, blob: file })))
}

/** A file that was opened and is no design. */
export const givenInstead = (file: File, remark: string): Given => ({
  ...named([{ path: file.name, blob: file }]),
  remark,
})

/** The folder or the archive that all came in, else the first file. */
function named(files: readonly GivenFile[]): Given {
  const [first] = files
  const [top = 'My data'] = first?.path.split('/') ?? []
  const one = files.length === 1 || files.every(({ path }) => path.startsWith(`${top}/`))
  const name = one
    ? top.replace(/\.(zip|npz|npy|csv|tsv|txt|gz|safetensors|png|jpe?g|webp|gif|bmp|avif)$/i, '')
    : 'My data'
  return { name: name.slice(0, 60) || 'My data', files }
}

const DATA = [
  'zip',
  'npz',
  'npy',
  'idx',
  'csv',
  'tsv',
  'safetensors',
  'gz',
  'jpg',
  'jpeg',
  'webp',
  'gif',
  'bmp',
  'avif',
]

/**
 * What a drop gives, if it is data: a folder, several files, or one by whose ending one sees it. `null` for a single file that may be a
 * graph. It begins at once: a drop can only be read while its event lasts.
 */
export function droppedData(transfer: DataTransfer): Promise<Given> | null {
  const entries = [...transfer.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []))
  const files = [...transfer.files]
  const [entry] = entries
  const isData =
    files.length > 1 ||
    entry?.isDirectory === true ||
    (files[0] !== undefined && (DATA.includes(extensionOf(files[0].name)) || /[-.]idx\d-ubyte$/.test(files[0].name)))
  if (!isData) return null
  if (entries.length === 0) return Promise.resolve(named(files.map((file) => ({ path: file.name, blob: file }))))
  const given: GivenFile[] = []
  return Promise.all(entries.map((each) => walk(each, given))).then(() => named(given))
}

async function walk(entry: FileSystemEntry, into: GivenFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    into.push({ path: entry.fullPath.replace(/^\//, ''), blob: file })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // Some at a time; none when all were told.
    const children = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (children.length === 0) return
    for (const child of children) await walk(child, into)
  }
}
