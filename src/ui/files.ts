/** @file Files of the page: open, drop, save. A file that was dropped with a handle is written back to its place. */
import { selectedOwnSource } from '../editor/building/own-data'
import { openLink, openPicture, readOrExplain } from '../editor/keeping/opening'
import type { Given } from '../editor/state'
import { formatOf } from '../graph/fragment-file'
import { findLink } from '../sharing/link'
import { MAX_PICTURE_BYTES } from '../sharing/picture'
import { isPng } from '../sharing/png-chunks'
import { importBlock } from './blocks'
import { downloadText, fileName } from './download'
import { editor } from './editor'
import { droppedData, givenInstead } from './own-data/given'

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

/** Held here, because an input that nobody holds may be collected before people have chosen. */
let chooser: HTMLInputElement | null = null

/** Asks for a file and opens it. */
export function openWithDialog(): void {
  const input = document.createElement('input')
  chooser = input
  input.type = 'file'
  input.accept = '.json,application/json,.png,image/png'
  input.addEventListener('change', () => {
    if (chooser === input) chooser = null
    const [file] = input.files ?? []
    if (file) void openFile(file)
  })
  input.click()
}

/** What loading refuses anyway is not even read: it could be a film. */
const MAX_TEXT_BYTES = 20_000_000

/** Bytes at the beginning by which a picture is known. */
const HEAD_BYTES = 16

/** Opens a graph, a piece of one, a picture that carries one, or a text with a link: by what the file holds, not by its name. Another picture is data. */
export async function openFile(file: File, from: FileHandle | null = null): Promise<void> {
  const picture = isPng(await bytesOf(file.slice(0, HEAD_BYTES)))
  if (file.size > (picture ? MAX_PICTURE_BYTES : MAX_TEXT_BYTES)) {
    const limit = picture
      ? `a picture may have ${MAX_PICTURE_BYTES.toLocaleString('en')}`
      : 'a graph has at most 5,000,000'
    const message = `This file has ${file.size.toLocaleString('en')} bytes; ${limit}.`
    editor.openDialog({ kind: 'load-failed', name: file.name, errors: [{ path: '$', message }] })
    return
  }
  const foreign = await readOrExplain(editor, await bytesOf(file), file.name)
  if (foreign?.kind === 'picture') openPicture(editor, foreign.picture, file.name)
  if (foreign?.kind === 'link') await openLink(editor, foreign.link)
  if (foreign?.kind === 'image') openAsData(givenInstead(file, foreign.why))
  if (foreign?.kind === 'text') openText(foreign.text, file.name, from)
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())

function openText(text: string, name: string, from: FileHandle | null): void {
  if (formatOf(text) === 'fragment') {
    const imported = importBlock(text, name)
    if (!imported.ok) editor.openDialog({ kind: 'load-failed', name, errors: imported.errors })
    return
  }
  if (!editor.openText(text, { kind: 'file', name })) return
  handle = from
  handleOf = editor.getState().opened
}

/** Shows what it would be as data, for the dataset that is selected or for a new one. */
function openAsData(given: Given): void {
  editor.openDialog({ kind: 'own-data', node: selectedOwnSource(editor.getState()), given })
}

/** Takes data that is dropped; else opens the first file of a drop, or a link. */
export async function openDropped(transfer: DataTransfer): Promise<void> {
  const link = transfer.files.length === 0 ? findLink(transfer.getData('text/uri-list')) : null
  if (link !== null) await openLink(editor, link)
  const data = droppedData(transfer)
  if (data) {
    const given = await data.catch(() => null)
    if (given) openAsData(given)
    else
      editor.notify({
        tone: 'error',
        text: 'The browser could not read what was dropped. Try again, or choose it in the dialog.',
      })
    return
  }
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
