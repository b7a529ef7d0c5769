/** @file Calls of networks as acts of the user: one step of undo each, and what goes with them is said. */
import type { NodeId } from '../../graph/document'
import { removeCall, renameCall } from '../../graph/edits'
import type { Editor } from '../store'

export function renameCallOf(editor: Editor, network: NodeId, from: string, to: string): void {
  if (to !== '' && to !== from) editor.edit('Rename call', (draft) => renameCall(draft, { network, from, to }))
}

export function removeCallOf(editor: Editor, network: NodeId, name: string): void {
  sayWhatWent(editor, `Removed the call ${name}`, () =>
    editor.edit('Remove call', (draft) => removeCall(draft, { network, name })),
  )
}

/** Makes a change and, when wires went with it, says how many, with the way back. */
export function sayWhatWent(editor: Editor, what: string, change: () => boolean): void {
  const before = Object.keys(editor.document().wires).length
  if (!change()) return
  const gone = before - Object.keys(editor.document().wires).length
  if (gone <= 0) return
  editor.notify({
    tone: 'info',
    text: `${what}. ${gone === 1 ? 'The wire that ended there is' : `The ${gone} wires that ended there are`} gone too.`,
    action: { label: 'Undo', run: () => editor.undo() },
  })
}
