/** @file What stands before training: problems of the graph, and a run that has had all its steps. */
import type { StoreApi } from 'zustand/vanilla'
import type { GraphDocument } from '../../graph/document'
import { setTraining } from '../../graph/edits'
import type { EditorState, Notice } from '../state'
import type { Recipe } from '../store'

interface Parts {
  store: StoreApi<EditorState>
  document(): GraphDocument
  notify(notice: Omit<Notice, 'id'>): void
  focusProblems(): void
  edit(label: string, recipe: Recipe): boolean
}

/** False, and Problems opens, while the graph has errors. */
export function mayTrain({ store, focusProblems, notify }: Parts): boolean {
  const { diagnostics } = store.getState().compilation
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  if (errors === 0) return true
  focusProblems()
  notify({
    tone: 'error',
    text:
      errors === 1
        ? 'One problem must be mended before training.'
        : `${errors} problems must be mended before training.`,
  })
  return false
}

/** For a run that is done at this step. */
export function offerMoreSteps({ document, notify, edit }: Parts, step: number, train: () => void): void {
  const { steps } = document().training
  notify({
    tone: 'info',
    text: `This run has had its ${steps.toLocaleString('en')} steps. Reset starts anew.`,
    action: {
      label: `Train ${steps.toLocaleString('en')} more`,
      run: () => {
        edit('Train longer', (draft) => setTraining(draft, { steps: step + steps }))
        train()
      },
    },
  })
}
