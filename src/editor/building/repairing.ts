/** @file Doing what a diagnostic offers, and silencing what its author has decided on: each one step of undo, said aloud. */
import type { Diagnostic } from '../../compile/compilation'
import type { NodeId } from '../../graph/document'
import { silence, unsilence } from '../../graph/edits'
import { applyRepair, type Repair } from '../../graph/repair'
import type { Editor } from '../store'

/** Does a repair and selects what it added or changed. False when the document no longer allows it. */
export function applyRepairTo(editor: Editor, repair: Repair): boolean {
  let touched: readonly NodeId[] = []
  const done = editor.edit(repair.label, (draft) => {
    touched = applyRepair(draft, repair)
  })
  if (!done) return false
  if (touched.length > 0) editor.select({ nodes: touched })
  const errors = editor.getState().compilation.diagnostics.filter(({ severity }) => severity === 'error').length
  const left = errors === 0 ? 'No errors are left.' : errors === 1 ? 'One error is left.' : `${errors} errors are left.`
  editor.announce(`Done: ${repair.label}. ${left}`)
  return true
}

/** Keeps a warning or an advice quiet: at its node, or in the whole graph. */
export function silenceFinding(
  editor: Editor,
  { code, node }: Pick<Diagnostic, 'code' | 'node'>,
  where: 'here' | 'everywhere',
): void {
  const here = where === 'here' && node !== undefined
  const done = editor.edit('Silence', (draft) => silence(draft, { code, ...(here && { node }) }))
  if (done) editor.announce(here ? `Silenced at ${node}.` : 'Silenced in this graph.')
}

/** Lets an entry of the document's silenced ones be reported again. */
export function unsilenceEntry(editor: Editor, entry: string): void {
  if (editor.edit('Report again', (draft) => unsilence(draft, entry))) editor.announce('It is reported again.')
}
