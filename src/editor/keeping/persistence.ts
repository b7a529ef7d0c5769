/**
 * @file Autosave. Every document that was edited has an entry of its own in the browser's storage, so opening another one, or
 * working in two tabs, overwrites nothing; the entries that no tab holds are the list "Recent". A tab knows its entry by
 * `sessionStorage` and guards it with a Web Lock: a duplicated tab finds the lock taken and goes on under a new entry.
 */
import { z } from 'zod'
import type { GraphDocument } from '../../graph/document'
import type { History } from '../../graph/history'
import { startHistory } from '../../graph/history'
import { loadDocument } from '../../graph/load'
import { saveDocument } from '../../graph/save'
import { uniqueId } from '../../lib/unique-id'
import type { EditorState, Origin } from '../state'
import type { Editor } from '../store'
import type { KeyValue } from './durable'
import { quietly } from './quietly'

const PREFIX = 'ganvas.document.'
const CURRENT = 'ganvas.current'
/** In the tab only: the document that was opened last, for a reload before its first edit. */
const OPENED = 'ganvas.opened'
/** Steps of undo that are kept when all of them do not fit. */
const SHORT_HISTORY = 20
/** Edits that follow each other without a rest are written at the latest after this time. */
const WRITTEN_WITHIN_MS = 1000

const entrySchema = z.object({
  savedAtMs: z.number(),
  origin: z.object({ kind: z.enum(['new', 'template', 'file', 'shared', 'restored']), name: z.string() }),
  /** Canonical text, read by the same loader as any file. */
  text: z.string(),
  done: z.array(z.unknown()),
  undone: z.array(z.unknown()),
})
type Entry = z.infer<typeof entrySchema>

export interface Restored {
  id: string
  document: GraphDocument
  history: History
  origin: Origin
  savedAtMs: number
}

function parseEntry(id: string, text: string | null): Restored | null {
  return quietly(() => {
    if (text === null) return null
    const entry = entrySchema.safeParse(JSON.parse(text))
    if (!entry.success) return null
    const loaded = loadDocument(entry.data.text)
    if (!loaded.ok) return null
    const fresh = startHistory(loaded.value)
    const { done, undone, origin, savedAtMs } = entry.data
    // Our own entries, written by `writeEntry`: the patches are what immer made.
    const history = sealed({ ...fresh, done, undone } as History)
    return { id, document: loaded.value, history, origin, savedAtMs }
  }, null)
}

/** The clock of the page begins anew, so no edit may join one of the page before. */
const sealed = ({ document, done, undone }: History): History => ({
  document,
  done: done.map((entry) => ({ ...entry, group: null })),
  undone: undone.map((entry) => ({ ...entry, group: null })),
})

const readEntry = (storage: Pick<Storage, 'getItem'>, id: string): Restored | null =>
  parseEntry(
    id,
    quietly(() => storage.getItem(PREFIX + id), null),
  )

const entryOf = (history: History, origin: Origin, savedAtMs: number): Entry => ({
  savedAtMs,
  origin,
  text: saveDocument(history.document),
  done: [...history.done],
  undone: [...history.undone],
})

/** Every entry that still loads, newest first. */
export function recentDocuments(storage: KeyValue): Restored[] {
  const ids = quietly(
    () =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => key.slice(PREFIX.length)),
    [],
  )
  return ids
    .map((id) => readEntry(storage, id))
    .filter((entry) => entry !== null)
    .sort((a, b) => b.savedAtMs - a.savedAtMs)
}

/**
 * Writes an entry; makes room by shortening its history, then by forgetting those of the others, the oldest first. A document is
 * never dropped for another. False when it cannot be kept; what was kept of it before is still there.
 */
export function writeEntry(storage: KeyValue, id: string, history: History, origin: Origin, nowMs: number): boolean {
  const whole = entryOf(history, origin, nowMs)
  const short: Entry = { ...whole, done: whole.done.slice(-SHORT_HISTORY), undone: [] }
  const write = (entry: Entry) =>
    quietly(() => {
      storage.setItem(PREFIX + id, JSON.stringify(entry))
      return true
    }, false)
  if (write(whole) || write(short)) return true
  const others = recentDocuments(storage).filter((other) => other.id !== id)
  for (const { id: other, history: past, origin: from, savedAtMs } of others.reverse()) {
    if (past.done.length + past.undone.length === 0) continue
    const bare = { ...entryOf(past, from, savedAtMs), done: [], undone: [] }
    quietly(() => storage.setItem(PREFIX + other, JSON.stringify(bare)), undefined)
    if (write(short)) return true
  }
  return write({ ...short, done: [] })
}

const NO_ROOM = {
  tone: 'error',
  lasting: true,
  text: 'This browser has no room left to keep your work. All of it is still here while this page stays open. Save it to a file, or make room: remove old work under Templates, Recent. If this page may store nothing, allow it in the settings of the browser.',
} as const

export interface Autosave {
  /** What this tab, or else the last one, was working on. */
  restored: Restored | null
  /** Entries beside the one that is on the canvas. */
  recent(): Restored[]
  /** Opens one of them, history and all, and goes on in its entry. */
  reopen(editor: Editor, entry: Restored): void
  /** Takes one of them away. Returns how to put it back, which is false when there is no room for it any more. */
  remove(entry: Restored): () => boolean
  /** Saves the editor's document from now on, shortly after each edit and when the page is hidden. Returns how to stop. */
  follow(editor: Editor): () => void
  /** Whether edits wait that could not be written: then leaving the page loses them. */
  failing(): boolean
  /** The entry of this tab. */
  entry(): string
}

interface AutosaveOptions {
  local: KeyValue
  session: Pick<Storage, 'getItem' | 'setItem'>
  /** Takes the lock of an entry for as long as the page lives; false when another tab has it. */
  claim(id: string): Promise<boolean>
  nowMs(): number
  /** The way out when there is no room: hands the document over as a file. */
  saveToFile(editor: Editor): void
  /** Quiet time after an edit before it is written. */
  delayMs?: number
}

export function createAutosave({ local, session, claim, nowMs, saveToFile, delayMs = 400 }: AutosaveOptions): Autosave {
  const remembered = quietly(() => session.getItem(CURRENT), null)
  const restored =
    (remembered &&
      (readEntry(local, remembered) ??
        parseEntry(
          remembered,
          quietly(() => session.getItem(OPENED), null),
        ))) ||
    recentDocuments(local)[0] ||
    null
  let id = restored?.id ?? uniqueId()
  let reopened: string | null = null
  // Until the lock is known to be ours nothing is written.
  let settled = adopt(id)
  let failing = false

  async function adopt(wanted: string): Promise<void> {
    id = (await claim(wanted)) ? wanted : uniqueId()
    if (id !== wanted) await claim(id)
    quietly(() => session.setItem(CURRENT, id), undefined)
  }

  return {
    restored,
    recent: () => recentDocuments(local).filter((entry) => entry.id !== id),
    failing: () => failing,
    entry: () => id,
    remove(entry) {
      const text = quietly(() => local.getItem(PREFIX + entry.id), null)
      quietly(() => local.removeItem(PREFIX + entry.id), undefined)
      return () =>
        quietly(() => {
          if (text !== null) local.setItem(PREFIX + entry.id, text)
          return text !== null
        }, false)
    },
    reopen(editor, entry) {
      reopened = entry.id
      editor.openDocument(entry.document, entry.origin, entry.history)
    },
    follow(editor) {
      let timer: ReturnType<typeof setTimeout> | undefined
      let waitsSinceMs = 0
      const write = ({ history, origin }: Pick<EditorState, 'history' | 'origin'>) => {
        clearTimeout(timer)
        timer = undefined
        const failed = !writeEntry(local, id, history, origin, nowMs())
        if (failed === failing) return
        failing = failed
        if (failed) editor.notify({ ...NO_ROOM, action: { label: 'Save to a file', run: () => saveToFile(editor) } })
        else editor.notify({ tone: 'success', text: 'This browser has room again: your work is kept.' })
      }
      const unsubscribe = editor.store.subscribe((state, before) => {
        if (state.history === before.history) return
        if (state.opened === before.opened) {
          if (timer === undefined) waitsSinceMs = nowMs()
          clearTimeout(timer)
          const waitMs = Math.min(delayMs, Math.max(0, waitsSinceMs + WRITTEN_WITHIN_MS - nowMs()))
          timer = setTimeout(() => settled.then(() => timer !== undefined && write(editor.getState())), waitMs)
          return
        }
        // Another document: what was still to be written belongs to the entry of the one before. What came from elsewhere may be had
        // nowhere else, and is kept without an edit too.
        const foreign = before.origin.kind === 'file' || before.origin.kind === 'shared'
        if (timer !== undefined || (foreign && !readEntry(local, id))) write(before)
        const entry = JSON.stringify(entryOf(state.history, state.origin, nowMs()))
        quietly(() => session.setItem(OPENED, entry), undefined)
        const next = reopened ?? uniqueId()
        reopened = null
        settled = settled.then(() => adopt(next))
      })
      const flush = () => {
        if (timer !== undefined) write(editor.getState())
      }
      // A phone may end a page that is hidden without another word.
      const onHidden = () => {
        if (document.visibilityState === 'hidden') flush()
      }
      const page = typeof window === 'undefined' ? null : window
      page?.addEventListener('pagehide', flush)
      page?.document.addEventListener('visibilitychange', onHidden)
      return () => {
        unsubscribe()
        flush()
        page?.removeEventListener('pagehide', flush)
        page?.document.removeEventListener('visibilitychange', onHidden)
      }
    },
  }
}
