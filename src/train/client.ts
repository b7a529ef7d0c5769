/** @file The page's handle on the training worker: typed messages in, validated messages out. */
import { type FromWorker, fromWorkerSchema, type ToWorker } from './protocol'

export interface TrainingClient {
  send(message: ToWorker): void
  /** Ends the worker and with it whatever it was doing. */
  dispose(): void
}

export function createTrainingClient(onMessage: (message: FromWorker) => void): TrainingClient {
  let runId = 0
  /** How far the present run was when it was last heard of. */
  let step = 0
  let worker: Worker | null = null

  function spawn(): Worker {
    const created = new Worker(new URL('./worker/worker.ts', import.meta.url), {
      type: 'module',
      name: 'Ganvas training',
    })
    created.addEventListener('message', (event: MessageEvent) => {
      const message = fromWorkerSchema.safeParse(event.data)
      if (message.success) {
        if (message.data.type === 'started' || message.data.type === 'progress') step = message.data.step
        onMessage(message.data)
      } else fail(`The training worker sent a message that the page does not understand: ${message.error.message}`)
    })
    created.addEventListener('error', (event) => {
      event.preventDefault()
      // A worker that threw outside a run may be in any state: the next message gets a new one.
      created.terminate()
      worker = null
      fail(event.message || 'The training worker could not be started. Reload the page.')
    })
    return created
  }

  const fail = (message: string) => onMessage({ type: 'failed', runId, code: 'internal', message, node: null, step })

  return {
    send(message) {
      runId = message.runId
      if (message.type === 'start') step = 0
      worker ??= spawn()
      worker.postMessage(message)
    },
    dispose() {
      worker?.terminate()
      worker = null
    },
  }
}
