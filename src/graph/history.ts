/**
 * @file Undo and redo as a law: an edit is kept with its patches and their inverse, so undoing everything gives the first
 * document back, and redoing everything the last. After CodeMirror's history and Immer's patches.
 *
 * A history is plain data. Only edits of the document are in it: no selection, no viewport, nothing of a run.
 */
import { applyPatches, enablePatches, freeze, type Patch, produceWithPatches } from 'immer'
import type { GraphDocument } from './document'

enablePatches()

/** Edits of one group join into one step when each follows the one before within this time. */
export const JOIN_WITHIN_MS = 500
/** The oldest entries are forgotten beyond this. */
export const MAX_ENTRIES = 500

export interface Entry {
  /** What was done, for a menu: "Move 3 nodes". */
  label: string
  /** Edits of the same group may join: typing in one field, nudging with an arrow key. `null`: never joins. */
  group: string | null
  /** When it was last changed, as the caller's clock says. */
  atMs: number
  patches: Patch[]
  inverse: Patch[]
}

export interface History {
  readonly document: GraphDocument
  /** Oldest first. */
  readonly done: readonly Entry[]
  /** What redo would do next is last. */
  readonly undone: readonly Entry[]
}

export interface EditInfo {
  label: string
  group?: string
  /** The caller's clock, so that tests own it. */
  atMs: number
}

/** Freezes the document: from here on it is a value. */
export const startHistory = (document: GraphDocument): History => ({
  document: freeze(document, true),
  done: [],
  undone: [],
})

/** Runs `recipe` on a draft of the document. If it changes nothing or throws, the history stays as it is. */
export function applyEdit(history: History, info: EditInfo, recipe: (draft: GraphDocument) => void): History {
  const [document, patches, inverse] = produceWithPatches(history.document, (draft: GraphDocument) => {
    recipe(draft)
  })
  if (patches.length === 0) return history
  const group = info.group ?? null
  const last = history.done.at(-1)
  const joins =
    last !== undefined &&
    history.undone.length === 0 &&
    group !== null &&
    last.group === group &&
    info.atMs - last.atMs <= JOIN_WITHIN_MS
  const entry: Entry = joins
    ? { ...last, atMs: info.atMs, patches: [...last.patches, ...patches], inverse: [...inverse, ...last.inverse] }
    : { label: info.label, group, atMs: info.atMs, patches, inverse }
  const before = joins ? history.done.slice(0, -1) : history.done
  return { document, done: [...before, entry].slice(-MAX_ENTRIES), undone: [] }
}

export const canUndo = (history: History): boolean => history.done.length > 0
export const canRedo = (history: History): boolean => history.undone.length > 0

/** The history before its last edit; itself when there is none. */
export function undo(history: History): History {
  const entry = history.done.at(-1)
  if (!entry) return history
  return {
    document: applyPatches(history.document, entry.inverse),
    done: history.done.slice(0, -1),
    undone: [...history.undone, entry],
  }
}

/** The history after the edit that was undone last; itself when there is none. */
export function redo(history: History): History {
  const entry = history.undone.at(-1)
  if (!entry) return history
  return {
    document: applyPatches(history.document, entry.patches),
    done: [...history.done, entry],
    undone: history.undone.slice(0, -1),
  }
}
