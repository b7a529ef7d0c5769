/** @file The page's handle on the importing worker. One for each dialog: what it prepared it keeps until it is disposed of. */
import type { GivenFile } from './gather'
import type { FromImporter, ToImporter } from './import-messages'
import type { PrepareOptions } from './prepare'

export interface Importer {
  /** Reads files anew; what was being read is given up. Answers come to `onMessage`. */
  prepare(name: string, files: readonly GivenFile[], options: PrepareOptions): void
  keep(name: string): void
  /** Gives up what is going on. */
  cancel(): void
}

export function createImporter(onMessage: (message: FromImporter) => void): Importer {
  let worker: Worker | null = null

  function spawn(): Worker {
    const created = new Worker(new URL('./import-worker.ts', import.meta.url), {
      type: 'module',
      name: 'Ganvas import',
    })
    created.addEventListener('message', (event: MessageEvent<FromImporter>) => {
      if (worker === created) onMessage(event.data)
    })
    created.addEventListener('error', (event) => {
      event.preventDefault()
      if (worker !== created) return
      cancel()
      const message = `The data could not be read: ${event.message || 'the browser ended the work, perhaps for want of memory'}. Try fewer or smaller files.`
      onMessage({ type: 'refused', message, leftOut: [], leftOutCount: 0 })
    })
    return created
  }

  function cancel(): void {
    worker?.terminate()
    worker = null
  }

  const send = (message: ToImporter) => {
    worker ??= spawn()
    worker.postMessage(message)
  }

  return {
    prepare(name, files, options) {
      // A worker that reads would go on reading.
      cancel()
      send({ type: 'prepare', name, files, options })
    },
    keep: (name) => send({ type: 'keep', name }),
    cancel,
  }
}
