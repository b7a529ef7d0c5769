/** @file Files of the page: open, drop, save. A file that was dropped with a handle is written back to its place. */
import { formatOf } from '../graph/fragment-file'
import { importBlock } from './blocks'
import { downloadText, fileName } from './download'
import { editor } from './editor'

interface Writable {
  write(text: string): Promise<void>
  close(): Promise<void>
}

/** The part of the File System Access API that is used; not every browser has it. */
interface FileHandle {
  kind: string
  name: string
  getFile(): Promise<File>
  createWritable(): Promise<Writable>
}

type SavePicker = (options: {
  suggestedName: string
  types: { description: string; accept: Record<string, string[]> }[]
}) => Promise<FileHandle>

const savePicker = (globalThis as { showSaveFilePicker?: SavePicker }).showSaveFilePicker

/** Whether this browser can write to a place that the person chooses. */
export const canSaveInPlace = savePicker !== undefined

/** Where the present document is saved to without asking; forgotten when another document is opened. */
let handle: FileHandle | null = null
let handleOf = -1

const currentHandle = () => (handleOf === editor.getState().opened ? handle : null)

/** Asks for a file and opens it. */
export function openWithDialog(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file) void openFile(file)
  })
  input.click()
}

/** What loading refuses anyway is not even read: it could be a film. */
const MAX_READ_BYTES = 20_000_000

export async function openFile(file: File, from: FileHandle | null = null): Promise<void> {
  const origin = { kind: 'file', name: file.name } as const
  if (file.size > MAX_READ_BYTES) {
    const message = `This file has ${file.size.toLocaleString('en')} bytes; a graph has at most 5,000,000.`
    editor.openDialog({ kind: 'load-failed', name: file.name, errors: [{ path: '$', message }] })
    return
  }
  const text = await file.text()
  if (formatOf(text) === 'fragment') {
    const imported = importBlock(text, file.name)
    if (!imported.ok) editor.openDialog({ kind: 'load-failed', name: file.name, errors: imported.errors })
    return
  }
  if (!editor.openText(text, origin)) return
  handle = from
  handleOf = editor.getState().opened
}

/** Opens the first file of a drop. */
export async function openDropped(transfer: DataTransfer): Promise<void> {
  const [item] = [...transfer.items].filter(({ kind }) => kind === 'file')
  const [file] = transfer.files
  if (!item || !file) return
  const withHandle = item as DataTransferItem & { getAsFileSystemHandle?(): Promise<FileHandle | null> }
  const dropped = await withHandle.getAsFileSystemHandle?.().catch(() => null)
  await openFile(file, dropped?.kind === 'file' ? dropped : null)
}

/** Writes back to where the document came from, or downloads it. */
export async function save(): Promise<void> {
  const target = currentHandle()
  if (target) {
    if (await writeTo(target)) return
    handle = null
  }
  download()
}

export function download(): void {
  const name = fileName(editor.document().name)
  downloadText(name, editor.documentText())
  editor.markSaved()
  editor.notify({ tone: 'success', text: `Saved ${name} to your downloads.` })
}

/** Asks for a place and writes there; later saves go to the same place. */
export async function saveInPlace(): Promise<void> {
  if (!savePicker) return
  try {
    const target = await savePicker({
      suggestedName: fileName(editor.document().name),
      types: [{ description: 'Ganvas graph', accept: { 'application/json': ['.json'] } }],
    })
    if (!(await writeTo(target))) return
    handle = target
    handleOf = editor.getState().opened
  } catch (error) {
    // Closing the picker is an answer, not a fault.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
  }
}

async function writeTo(target: FileHandle): Promise<boolean> {
  try {
    const writable = await target.createWritable()
    await writable.write(editor.documentText())
    await writable.close()
  } catch {
    editor.notify({
      tone: 'warning',
      text: `${target.name} could not be written, so the graph was downloaded instead.`,
    })
    return false
  }
  editor.markSaved({ kind: 'file', name: target.name })
  editor.notify({ tone: 'success', text: `Saved ${target.name}.` })
  return true
}
