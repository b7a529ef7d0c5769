/** @file The page's one editor, and the hooks by which components read it. */
import { useCallback, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { FIRST_TEMPLATE, findTemplate } from '../editor/choosing/templates'
import { createAutosave } from '../editor/keeping/persistence'
import { readPreferences, writePreferences } from '../editor/keeping/preferences'
import { keepWhereabouts } from '../editor/keeping/whereabouts'
import type { EditorState } from '../editor/state'
import { createEditor } from '../editor/store'
import type { NodeId } from '../graph/document'
import { emptyDocument } from '../graph/schema'
import { uniqueId } from '../lib/unique-id'
import { createTrainingClient } from '../train/client'
import type { NodePreview } from '../train/preview'
import { downloadText, fileName } from './download'
import { kept } from './kept'
import { localStore, sessionStore } from './storage'

/** Holds the lock of an entry until the page is left. Browsers without locks have no second tab to tell from. */
const claim = (id: string): Promise<boolean> =>
  navigator.locks
    ? new Promise((answer) => {
        navigator.locks
          .request(`ganvas.document.${id}`, { ifAvailable: true }, (lock) => {
            answer(lock !== null)
            return lock ? new Promise(() => {}) : undefined
          })
          // Where storage is forbidden, locks are.
          .catch(() => answer(true))
      })
    : Promise.resolve(true)

export const autosave = createAutosave({
  local: kept,
  session: sessionStore,
  claim,
  nowMs: () => Date.now(),
  saveToFile(of) {
    downloadText(fileName(of.document().name), of.documentText())
    of.markSaved()
  },
})

function firstDocument() {
  const { restored } = autosave
  if (restored) return { document: restored.document, history: restored.history, origin: restored.origin }
  const template = findTemplate(FIRST_TEMPLATE)
  return template
    ? { document: template.document, origin: { kind: 'template', name: template.name } as const }
    : { document: emptyDocument(), origin: { kind: 'new', name: 'Untitled' } as const }
}

export const editor = createEditor({
  ...firstDocument(),
  services: {
    createClient: createTrainingClient,
    nowMs: () => performance.now(),
    runs: {
      newId: uniqueId,
      // The browser may not clear what is kept from now on; where it has to ask, it asks here.
      kept: () => void navigator.storage.persist?.(),
    },
  },
})

editor.store.setState({ preferences: readPreferences(kept) })
autosave.follow(editor)
/** Where this tab was before it was reloaded. */
export const whereabouts = keepWhereabouts(editor, {
  local: localStore,
  session: sessionStore,
  entry: autosave.entry,
})
// Everything else is kept as it is done: only what could not be written would be lost.
addEventListener('beforeunload', (event) => {
  if (autosave.failing() && editor.getState().dirty) event.preventDefault()
})
editor.store.subscribe(({ preferences }, before) => {
  if (preferences !== before.preferences) writePreferences(kept, preferences)
})

/** Part of the state. Give a selector that returns the same value while nothing changed. */
export const useEditor = <Value>(selector: (state: EditorState) => Value): Value => useStore(editor.store, selector)

/** As `useEditor`, for selectors that build an array or an object of such values. */
export const useEditorShallow = <Value>(selector: (state: EditorState) => Value): Value =>
  useStore(editor.store, useShallow(selector))

/** The latest preview of one node; `undefined` when nothing came yet. */
export function usePreview(node: NodeId): NodePreview | undefined {
  const subscribe = useCallback((listener: () => void) => editor.previews.subscribe(node, listener), [node])
  return useSyncExternalStore(subscribe, () => editor.previews.get(node))
}
