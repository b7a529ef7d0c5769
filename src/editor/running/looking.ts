/** @file What is looked at while a run trains: which weights the previews show, which layers are looked into, whether heat is measured. */
import type { StoreApi } from 'zustand/vanilla'
import type { ToWorker } from '../../train/protocol'
import type { EditorState } from '../state'
import type { LifeInternals } from './life'

interface Parts {
  store: StoreApi<EditorState>
  life: LifeInternals
  /** The present run, once it can be asked for something. */
  begunRun(): number | null
  send(message: ToWorker): void
}

export function createLooking({ store: { getState }, life, begunRun, send }: Parts) {
  return {
    /** A new run looks at nothing by itself. */
    started(runId: number): void {
      const { showEma, heat } = getState().preferences
      send({ type: 'show', runId, ema: showEma })
      if (life.probes().length > 0) send({ type: 'probe', runId, probes: life.probes() })
      if (heat) send({ type: 'measure-heat', runId, on: true })
    },
    showWeights(): void {
      const runId = begunRun()
      if (runId !== null) send({ type: 'show', runId, ema: getState().preferences.showEma })
    },
    lookElsewhere(): void {
      const runId = begunRun()
      if (runId !== null) send({ type: 'probe', runId, probes: life.probes() })
    },
    switchHeat(): void {
      const { heat } = getState().preferences
      const runId = begunRun()
      if (runId !== null) send({ type: 'measure-heat', runId, on: heat })
      if (!heat) life.heat.clear()
    },
  }
}

export type Looking = ReturnType<typeof createLooking>
