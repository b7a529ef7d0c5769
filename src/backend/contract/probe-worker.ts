/** @file A module worker that opens the backend it is told, and answers with a probe of it or an error's text. */
import type { BackendChoice } from '../choice'
import { openBackend } from '../open-page'
import { probe } from './probe'

self.onmessage = async ({ data }: MessageEvent<BackendChoice>) => {
  try {
    self.postMessage(await probe(await openBackend(data)))
  } catch (error) {
    self.postMessage(String(error))
  }
}
