/** @file Words about a run that cannot be stored: what is full, what that means for it, how to mend it; and that it is stored again. */
import type { StoreApi } from 'zustand/vanilla'
import type { FromWorker } from '../../train/protocol'
import type { EditorState, Notice } from '../state'

interface Parts {
  store: StoreApi<EditorState>
  notify(notice: Omit<Notice, 'id'>): void
}

export function createKeptNotices({ store: { getState, setState }, notify }: Parts) {
  /** The warning that holds at present. */
  let warning: string | null = null

  function withdraw(): void {
    if (warning === null) return
    const text = warning
    warning = null
    setState({ notices: getState().notices.filter((notice) => notice.text !== text) })
  }

  return {
    notKept({ full, message }: Extract<FromWorker, { type: 'not-kept' }>): void {
      warning = full ? fullText(getState().keptRun?.step ?? null) : message
      notify({
        tone: 'warning',
        text: warning,
        lasting: true,
        ...(full && { action: { label: 'Show runs', run: () => setState({ dialog: { kind: 'runs' } }) } }),
      })
    },
    kept({ step }: Extract<FromWorker, { type: 'kept' }>): void {
      if (warning === null) return
      withdraw()
      notify({ tone: 'success', text: `There is room again: this run is saved, at step ${step.toLocaleString('en')}.` })
    },
    /** There is another run, or none. */
    forget: withdraw,
  }
}

function fullText(savedStep: number | null): string {
  const lost =
    savedStep === null
      ? 'nothing of it is saved yet, and it would be lost'
      : `it is saved up to step ${savedStep.toLocaleString('en')}, and what comes after that would be lost`
  return `The room that this browser gives to Ganvas is full, so this run cannot be saved. Training goes on; ${lost} with this page. Delete runs that you no longer need: it is then saved by itself.`
}
