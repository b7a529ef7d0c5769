/** @file Runs that were kept: which is offered again when the page is opened, and how one goes on. */
import { loadDocument } from '../../graph/load'
import type { RunStore, RunSummary } from '../../runs/run-store'
import { sameMeaning } from '../same-meaning'
import type { Editor } from '../store'

const REMEMBERED = 'ganvas.unfinished-run'

/** The id of a new run. Not `randomUUID`, which pages without https lack. */
export const newRunId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-')

type KeyValue = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Remembers the run to offer; a storage that refuses is no reason to stop a run. */
export function rememberRun(storage: KeyValue, run: string | null): void {
  try {
    if (run === null) storage.removeItem(REMEMBERED)
    else storage.setItem(REMEMBERED, run)
  } catch {
    // Then it is found in the list of runs only.
  }
}

/** The run that was left before it was done; `null` when there is none or another tab trains it. */
export async function unfinishedRun(storage: KeyValue, runs: RunStore): Promise<RunSummary | null> {
  const id = storage.getItem(REMEMBERED)
  const run = id === null ? null : await runs.summary(id)
  if (!run || run.step >= run.steps) return null
  const release = await runs.claim(run.id)
  release?.()
  return release && run
}

/** Opens what the run trained, unless it is open already, and trains on from its newest checkpoint. Says in a notice why not. */
export async function goOnWithRun(editor: Editor, runs: RunStore, id: string): Promise<void> {
  const loaded = await runs.load(id)
  const document = loaded.ok ? loadDocument(loaded.value.document) : null
  if (!loaded.ok || !document?.ok) {
    const problem = loaded.ok ? 'Its graph cannot be read.' : loaded.problem
    editor.notify({ tone: 'error', text: `This run cannot go on. ${problem}` })
    return
  }
  if (!sameMeaning(editor.document(), document.value))
    editor.openDocument(document.value, { kind: 'restored', name: document.value.name })
  editor.goOn(id)
}
