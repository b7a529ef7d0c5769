/** @file Checkpoints of the present run that somebody in the page waits for: to export, to share, to go back to. */
import type { GraphDocument } from '../../graph/document'
import type { FromWorker } from '../../train/protocol'

/** All that a run has learnt up to a step, and the document that it trains. */
export interface RunCheckpoint {
  document: GraphDocument
  step: number
  /** A safetensors file: see train/worker/checkpoint.ts. */
  bytes: Uint8Array<ArrayBuffer>
}

/** `trained`: what the run trains; `null` while there is none that can be asked. */
export function createCheckpoints(trained: () => GraphDocument | null, ask: () => void) {
  /** In the order of asking, each with the document that was trained then. */
  let waiting: { document: GraphDocument; answer(checkpoint: RunCheckpoint | null): void }[] = []
  return {
    next(): Promise<RunCheckpoint | null> {
      const document = trained()
      if (!document) return Promise.resolve(null)
      return new Promise((answer) => {
        waiting.push({ document, answer })
        ask()
      })
    },
    arrived({ step, bytes }: Extract<FromWorker, { type: 'checkpoint' }>): void {
      const first = waiting.shift()
      first?.answer({ document: first.document, step, bytes })
    },
    /** None comes any more. */
    giveUp(): void {
      const before = waiting
      waiting = []
      for (const { answer } of before) answer(null)
    },
  }
}
