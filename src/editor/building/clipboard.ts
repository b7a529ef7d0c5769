/**
 * @file Copy, cut, paste and duplicate. What is copied is readable JSON text (graph/fragment-file.ts), so it may go to another tab, into a
 * chat and back. Which clipboard holds it is for the page to know.
 */
import { copyFragment } from '../../graph/edits'
import { formatOf, loadFragment, type NamedFragment, saveFragment, wholeDocument } from '../../graph/fragment-file'
import { type LoadError, loadDocument } from '../../graph/load'
import { nodeOf } from '../../graph/queries'
import type { Result } from '../../lib/result'
import { findLink } from '../../sharing/link'
import type { DraggedPositions } from '../flow/flow'
import { landingsOf } from '../flow/landing'
import { openLink } from '../keeping/opening'
import { countedSelection, type Editor } from '../store'
import { COPY_OFFSET_PX, currentFlow, insertPiece, targetFor } from './pasting'

/** The selected nodes as text; `null` when there are none. */
export function copySelection(editor: Editor): string | null {
  const { nodes } = editor.getState().selection
  if (nodes.size === 0) return null
  editor.announce(`Copied ${countedSelection(nodes.size, 0)}.`)
  return saveFragment(copyFragment(editor.document(), [...nodes]))
}

/** As `copySelection`, and takes the nodes away. */
export function cutSelection(editor: Editor): string | null {
  const { nodes } = editor.getState().selection
  const text = copySelection(editor)
  if (text === null) return null
  editor.removeSelection()
  editor.announce(`Cut ${countedSelection(nodes.size, 0)}.`)
  return text
}

/** Copies of what is selected, beside the originals, and fed by the same wires: an output may feed any number of nodes. */
export function duplicateSelection(editor: Editor): void {
  const { nodes } = editor.getState().selection
  if (nodes.size === 0) return
  const offset = { x: COPY_OFFSET_PX, y: COPY_OFFSET_PX }
  const roots = insertPiece(editor, copyFragment(editor.document(), [...nodes]), {
    label: 'Duplicate',
    offset,
    withIncoming: true,
  })
  if (roots.length > 0) editor.announce(`Duplicated ${countedSelection(roots.length, 0)}.`)
}

/** Puts copies where nodes were dragged, and leaves the nodes where they were. False when nothing came of it. */
export function duplicateDragged(editor: Editor, positions: DraggedPositions): boolean {
  const document = editor.document()
  const ids = Object.keys(positions).filter((id) => nodeOf(document, id))
  const [first] = ids
  if (first === undefined) return false
  const [before, after] = [document.nodes[first]!.position, positions[first]!]
  const { reparented } = landingsOf(currentFlow(editor), positions)
  const parents = new Set(ids.map((id) => reparented.find(({ node }) => node === id)?.parent))
  const [parent] = parents
  const roots = insertPiece(editor, copyFragment(document, ids), {
    label: 'Duplicate',
    offset: { x: after.x - before.x, y: after.y - before.y },
    withIncoming: true,
    ...(parents.size === 1 && parent !== undefined && { parent }),
  })
  return roots.length > 0
}

/** Text around a graph does not matter: a greeting, a code fence, the spaces that mail programs put for spaces. */
const withoutWrapping = (text: string): string =>
  text.slice(Math.max(0, text.indexOf('{')), text.lastIndexOf('}') + 1).replaceAll('\u00a0', ' ')

/** A piece of a graph, or a whole graph as one; `null` for a text that claims to be neither. */
export function readPiece(text: string): Result<NamedFragment, LoadError[]> | null {
  const format = formatOf(text)
  if (format === null) return null
  if (format === 'fragment') return loadFragment(withoutWrapping(text))
  const loaded = loadDocument(withoutWrapping(text))
  return loaded.ok ? { ok: true, value: wholeDocument(loaded.value) } : loaded
}

/** What was pasted last, and where, so that the next copy of it does not hide it. */
interface LastPaste {
  text: string
  place: string
  times: number
}

const lastPastes = new WeakMap<Editor, LastPaste>()

interface PasteOptions {
  withIncoming: boolean
}

/**
 * Pastes text that may have come from anywhere. A link to a design is opened. A text that is no graph changes nothing and is answered with
 * `foreign`; what is wrong with one that claims to be a graph is said in a dialog.
 */
export function pasteText(
  editor: Editor,
  text: string,
  { withIncoming }: PasteOptions,
): 'pasted' | 'opening' | 'refused' | 'foreign' {
  const piece = readPiece(text)
  if (piece === null) {
    const link = findLink(text)
    if (link === null) return 'foreign'
    void openLink(editor, link)
    return 'opening'
  }
  if (!piece.ok) {
    editor.openDialog({ kind: 'load-failed', name: 'what is on the clipboard', errors: piece.problem })
    return 'refused'
  }
  const { fragment, name } = piece.value
  if (Object.keys(fragment.nodes).length === 0) {
    editor.notify({ tone: 'info', text: 'The graph on the clipboard has no nodes.' })
    return 'refused'
  }
  const place = JSON.stringify(editor.canvas()?.pointer() ?? null)
  const last = lastPastes.get(editor)
  const times = last && last.text === text && last.place === place ? last.times + 1 : 0
  const roots = insertPiece(editor, fragment, {
    label: 'Paste',
    withIncoming,
    ...targetFor(editor, fragment, times),
  })
  if (roots.length === 0) return 'refused'
  lastPastes.set(editor, { text, place, times })
  const whole = formatOf(text) === 'document'
  if (whole)
    editor.notify({
      tone: 'info',
      text: `Pasted all nodes of ${name}.`,
      action: { label: 'Open it instead', run: () => openInstead(editor, text, name) },
    })
  else editor.announce(`Pasted ${countedSelection(roots.length, 0)}.`)
  return 'pasted'
}

/** For whoever pastes on the canvas what cannot be pasted there. */
export const sayNothingToPaste = (editor: Editor): void =>
  editor.notify({
    tone: 'info',
    text: 'The clipboard holds no nodes. Copy some here, in another tab, or a link or the text of a graph.',
  })

function openInstead(editor: Editor, text: string, name: string): void {
  if (editor.getState().history.done.at(-1)?.label === 'Paste') editor.undo()
  editor.openText(withoutWrapping(text), { kind: 'file', name })
}
