/** @file Runs that were kept: which is offered again when the page is opened, and how one goes on. */
import { loadDocument } from '../../graph/load'
import type { RunStore, RunSummary } from '../../runs/run-store'
import { sameMeaning } from '../same-meaning'
import type { Editor } from '../store'

/**
 * The run that was saved last, if it was left before it was done; `null` when it was not, or somebody trains it. `amongOthers`: those that are
 * trained elsewhere do not count.
 */
export async function unfinishedRun(runs: RunStore, amongOthers: boolean): Promise<RunSummary | null> {
  // A copy is as old as what it was made of, and does not stand before it.
  const all = (await runs.list()).sort((a, b) => b.savedAtMs - a.savedAtMs || Number(b.isOpen) - Number(a.isOpen))
  for (const run of all) {
    const release = await runs.claim(run.id)
    release?.()
    if (release) return run.isOpen && run.step < run.steps ? run : null
    if (!amongOthers) return null
  }
  return null
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
