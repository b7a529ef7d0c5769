/** @file The training worker: the only place in the page where TensorFlow.js runs. */
import { openBackend } from '../../backend/open-page'
import { pageDataFiles } from '../../data/files-page'
import { openOpfsDirectory } from '../../runs/directory-opfs'
import { RunStore } from '../../runs/run-store'
import { type FromWorker, toWorkerSchema } from '../protocol'
import { TrainingSession } from './session'

/** The DOM's types describe a page's `self`; this is the part of a worker's that is used here. */
const scope = self as unknown as {
  postMessage(message: FromWorker, transfer: ArrayBuffer[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** A message to oneself: unlike timers, it is not slowed down in a background tab. */
const channel = new MessageChannel()
const waiting: (() => void)[] = []
channel.port1.onmessage = () => waiting.shift()?.()

const session = new TrainingSession({
  openBackend,
  files: pageDataFiles(),
  post: (message: FromWorker, transfer) => scope.postMessage(message, transfer),
  nowMs: () => performance.now(),
  yieldToMessages: () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      channel.port2.postMessage(null)
    }),
  reportEveryMs: 100,
  metricsEveryMs: 2500,
  finalSamples: null,
  previewsEveryMs: 100,
  async openRuns() {
    const directory = await openOpfsDirectory()
    return directory && new RunStore(directory, () => Math.round(performance.timeOrigin + performance.now()))
  },
})

scope.addEventListener('message', (event) => {
  void session.handle(toWorkerSchema.parse(event.data))
})
