/**
 * @file Opening what somebody else has made: a link, a picture, a file. Nothing on the canvas changes before all of it was read and found
 * right, and what was there stays under Recent.
 */
import type { LoadError } from '../../graph/load'
import { type Foreign, readForeign } from '../../sharing/foreign'
import { readLink } from '../../sharing/link'
import type { Picture } from '../../sharing/picture'
import type { Editor } from '../store'

/** Opens the design of a link, or says in a dialog why not. True when it was opened. */
export async function openLink(editor: Editor, link: string): Promise<boolean> {
  const read = await readLink(link)
  if (!read.ok) return refuse(editor, 'The link', read.problem)
  const left = describeLeft(editor)
  editor.openDocument(read.value, { kind: 'shared', name: 'a link' })
  editor.notify({ tone: 'success', text: `Opened “${read.value.name}” from a link.${left}` })
  return true
}

/** Opens the design of a picture. With the weights in it, training goes on at its step if that is wanted. */
export function openPicture(editor: Editor, { document, run, weights, lost }: Picture, name: string): void {
  const left = describeLeft(editor)
  editor.openDocument(document, { kind: 'shared', name })
  const { opened } = editor.getState()
  const at = run?.step ? run.step.toLocaleString('en') : null
  editor.notify({
    tone: lost === null ? 'success' : 'warning',
    text: `Opened “${document.name}” from ${name}${at === null ? '' : `, as it was at step ${at}`}.${lost === null ? '' : ` ${lost}`}${left}`,
    ...(weights && {
      // Only the picture has the weights: the offer stays until it is taken or sent away.
      lasting: true,
      action: {
        label: at === null ? 'Go on with its weights' : `Go on from step ${at}`,
        run: () => {
          if (editor.getState().opened === opened) editor.goOnFrom(weights)
        },
      },
    }),
  })
}

/** What bytes from anywhere are; what cannot be opened is said in a dialog, and is `null`. */
export async function readOrExplain(editor: Editor, bytes: Uint8Array, name: string): Promise<Foreign | null> {
  const read = await readForeign(bytes)
  if (read.ok) return read.value
  refuse(editor, name, read.problem)
  return null
}

function refuse(editor: Editor, name: string, errors: readonly LoadError[]): false {
  editor.openDialog({ kind: 'load-failed', name, errors })
  return false
}

/** A sentence about what leaves the canvas, where it is more than a template. */
function describeLeft(editor: Editor): string {
  const { dirty, origin, history } = editor.getState()
  const isKept = history.done.length > 0 || dirty || origin.kind === 'file' || origin.kind === 'shared'
  return isKept ? ` “${history.document.name}” is kept in Templates, under Recent.` : ''
}
