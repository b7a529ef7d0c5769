/** @file Which cards say that their weights start afresh or were not loaded: what came of edits that the run knows, and of the one that it will be sent. */
import type { StoreApi } from 'zustand/vanilla'
import type { Plan } from '../../compile/plan'
import type { EditorState } from '../state'
import { freshMarks, NO_MARKS, type WeightMarks } from './weights'

interface Parts {
  store: StoreApi<EditorState>
  /** What the worker trains. */
  trainedPlan(): Plan | null
  /** The run has weights that are worth a word: learnt, or given. */
  isWorthMarking(): boolean
}

export function createMarking({ store: { getState, setState }, trainedPlan, isWorthMarking }: Parts) {
  /** These stay when the edit is undone. */
  let lasting: WeightMarks = NO_MARKS

  /** Those, and the layers that an edit which the run does not know yet makes start afresh. */
  function renew(): void {
    const { runIsStale, compilation, weightMarks } = getState()
    const trained = trainedPlan()
    const { plan } = compilation
    const edited = runIsStale && isWorthMarking() && trained && plan ? freshMarks(trained, plan) : NO_MARKS
    const marks = edited.size > 0 ? new Map([...lasting, ...edited]) : lasting
    if (marks.size > 0 || weightMarks.size > 0) setState({ weightMarks: marks })
  }

  return {
    renew,
    add(marks: WeightMarks): void {
      lasting = new Map([...lasting, ...marks])
      renew()
    },
    /** Every layer that may learn has learnt. */
    clear(): void {
      lasting = NO_MARKS
      renew()
    },
    /** There is no run any more. */
    forget(): void {
      lasting = NO_MARKS
      setState({ weightMarks: NO_MARKS })
    },
  }
}

export type Marking = ReturnType<typeof createMarking>
