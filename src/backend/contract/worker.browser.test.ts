/** @file The backends in a module worker, where training runs: the same numbers as in the page, and as on any other backend. */
import { describe, expect, it } from 'vitest'
import type { BackendChoice } from '../choice'
import { openBackend } from '../open-page'
import { threadsFor } from '../wasm'
import { type Probe, probe } from './probe'

const adapter = await navigator.gpu?.requestAdapter()

function probeInWorker(choice: BackendChoice): Promise<Probe | string> {
  const worker = new Worker(new URL('./probe-worker.ts', import.meta.url), { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      worker.terminate()
      resolve(data)
    }
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.postMessage(choice)
  })
}

describe('a worker', () => {
  it('trains on WASM with all threads, to the bit as the page does', async () => {
    const inWorker = (await probeInWorker('wasm')) as Probe
    const inPage = await probe(await openBackend('wasm'))
    expect(inWorker.info).toEqual(inPage.info)
    expect(inWorker.info.threads).toBe(crossOriginIsolated ? threadsFor(navigator.hardwareConcurrency) : 1)
    expect(inWorker.losses).toEqual(inPage.losses)
    expect(inWorker.leaked).toBe(0)
  })

  it.skipIf(!adapter)('trains on WebGPU to the same losses', async () => {
    const onGpu = (await probeInWorker('webgpu')) as Probe
    const { losses } = (await probeInWorker('wasm')) as Probe
    expect(onGpu.info.name).toBe('webgpu')
    for (const [index, loss] of onGpu.losses.entries()) expect(loss).toBeCloseTo(losses[index]!, 4)
  })

  it('says what it took on its own', async () => {
    const { info } = (await probeInWorker('auto')) as Probe
    expect(info.reason).toMatch(/\.$/)
    expect(['webgpu', 'wasm']).toContain(info.name)
  })
})
