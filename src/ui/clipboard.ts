/**
 * @file The clipboard of the system. Keys go by the browser's own copy, cut and paste events, which need no permission; buttons and menus
 * go by `navigator.clipboard`, which may be forbidden. What was copied is kept here as well, so that pasting works in any case.
 */
import { useEffect } from 'react'
import { copySelection, cutSelection, pasteText, sayNothingToPaste } from '../editor/building/clipboard'
import type { ClipboardAccess } from '../editor/commands/command'
import { editor } from './editor'
import { openFile } from './files'
import { isInPopup, isTyping } from './focus'

/** `onSystem` is false when the system's clipboard could not be written, and so holds something older. */
let own: { text: string; onSystem: boolean } | null = null

export const clipboard: ClipboardAccess = {
  write(text) {
    own = { text, onSystem: true }
    void writeToSystem(text).then((written) => {
      if (own?.text === text) own.onSystem = written
    })
  },
  async read() {
    if (own && !own.onSystem) return own.text
    try {
      return await navigator.clipboard.readText()
    } catch {
      return own?.text ?? null
    }
  },
}

async function writeToSystem(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

const isOurs = (event: Event): boolean =>
  !event.defaultPrevented && !editor.getState().dialog && !isTyping(event.target) && !isInPopup(event.target)

/** Marked text is what Copy means then. */
const isTextMarked = (): boolean => getSelection()?.isCollapsed === false

/** Set by the keys of "Paste with incoming wires", for the event that the browser sends next. */
let nextPasteHasWires = false

/** A key of the clipboard was pressed. `otherwise` runs if the browser sends no event of its own for it. */
export function expectClipboardEvent(command: string, otherwise: () => void): void {
  nextPasteHasWires = command === 'paste-with-wires'
  const type = command === 'paste-with-wires' ? 'paste' : command
  const heard = () => {
    clearTimeout(timer)
  }
  // The browser's own event comes before the key press is over.
  const timer = setTimeout(() => {
    removeEventListener(type, heard, true)
    otherwise()
  })
  addEventListener(type, heard, { capture: true, once: true })
}

/** Answers the browser's events of the clipboard. */
export function useClipboard(): void {
  useEffect(() => {
    const take = (event: ClipboardEvent) => {
      if (!isOurs(event) || isTextMarked()) return
      const text = event.type === 'cut' ? cutSelection(editor) : copySelection(editor)
      if (text === null || !event.clipboardData) return
      event.clipboardData.setData('text/plain', text)
      event.preventDefault()
      own = { text, onSystem: true }
    }
    const onPaste = (event: ClipboardEvent) => {
      const withIncoming = nextPasteHasWires
      nextPasteHasWires = false
      if (!isOurs(event)) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      const [file] = event.clipboardData?.files ?? []
      if (own && !own.onSystem) pasteText(editor, own.text, { withIncoming })
      else if (text === '' && file) void openFile(file)
      else if (pasteText(editor, text, { withIncoming }) === 'foreign') sayNothingToPaste(editor)
      event.preventDefault()
    }
    addEventListener('copy', take)
    addEventListener('cut', take)
    addEventListener('paste', onPaste)
    return () => {
      removeEventListener('copy', take)
      removeEventListener('cut', take)
      removeEventListener('paste', onPaste)
    }
  }, [])
}
