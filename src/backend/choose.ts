/**
 * @file Which backend trains: a real GPU if there is one, by WebGPU or else by WebGL, else WebAssembly, else plain JavaScript.
 *
 * A software adapter (SwiftShader, lavapipe, WARP) runs WebGPU on the processor, and there WebAssembly trained a DCGAN 150 times
 * faster; so it is only taken when it is asked for by name.
 */
import type { BackendChoice, BackendName } from './choice'

/** What a WebGPU adapter says about itself (`GPUAdapterInfo`), and whether the browser calls it a fallback. */
export interface AdapterFacts {
  vendor: string
  architecture: string
  device: string
  description: string
  fallback: boolean
}

/** What a WebGL context says about itself. */
export interface WebGlFacts {
  renderer: string
}

/**
 * What the machine can do. `gpu` is `null` without `navigator.gpu`, `none` when it gives no adapter; `webgl` is `null` without a context
 * that computes in float32.
 */
export interface Facts {
  gpu: AdapterFacts | 'none' | null
  webgl: WebGlFacts | null
  wasm: boolean
  /** Threads that WebAssembly can use. */
  threads: number
  /** Why there is only one thread, as the end of a sentence; `null` when nothing stands in the way. */
  oneThreadBecause: string | null
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render|\bwarp\b|\bcpu\b/i

export function isSoftwareAdapter(adapter: AdapterFacts): boolean {
  return adapter.fallback || SOFTWARE.test(Object.values(adapter).join(' '))
}

/** Like software adapters of WebGPU, these run on the processor. */
export const isSoftwareRenderer = ({ renderer }: WebGlFacts): boolean => SOFTWARE.test(renderer)

/** A name for people: what the browser describes, or vendor and architecture. Browsers blur it on purpose. */
export function adapterName(adapter: AdapterFacts): string {
  const parts = [adapter.vendor, adapter.architecture || adapter.device].filter(Boolean)
  return adapter.description || parts.join(' ') || 'unnamed GPU'
}

const onThreads = ({ threads, oneThreadBecause }: Facts): string => {
  if (threads > 1) return `on ${threads} threads`
  return oneThreadBecause === null ? 'on one thread' : `on one thread because ${oneThreadBecause}`
}

function whyNotGpu(gpu: Facts['gpu']): string {
  if (gpu === null) return 'WebGPU is not available here'
  if (gpu === 'none') return 'WebGPU found no GPU'
  return `the only WebGPU adapter (${adapterName(gpu)}) is a software one, which is slower`
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Picks a backend and says why. Throws when the choice cannot be met. */
export function chooseBackend(choice: BackendChoice, facts: Facts): { name: BackendName; reason: string } {
  const { gpu, webgl, wasm } = facts
  if (choice === 'webgpu') {
    if (gpu === null || gpu === 'none') {
      throw new Error(
        `The backend "webgpu" was asked for, but ${whyNotGpu(gpu)}. Choose "auto", "webgl", "wasm" or "cpu".`,
      )
    }
    const reason = isSoftwareAdapter(gpu)
      ? `WebGPU was asked for; its adapter (${adapterName(gpu)}) is a software one, so this is slow.`
      : 'WebGPU was asked for.'
    return { name: 'webgpu', reason }
  }
  if (choice === 'webgl') {
    if (!webgl) {
      throw new Error(
        'The backend "webgl" was asked for, but WebGL 2 with float32 textures is not available here. Choose "auto", "wasm" or "cpu".',
      )
    }
    const reason = isSoftwareRenderer(webgl)
      ? `WebGL was asked for; its renderer (${webgl.renderer}) is a software one, so this is slow.`
      : 'WebGL was asked for.'
    return { name: 'webgl', reason }
  }
  if (choice === 'wasm') {
    if (!wasm) throw new Error('The backend "wasm" was asked for, but WebAssembly is not available here. Choose "cpu".')
    return { name: 'wasm', reason: `WebAssembly was asked for; it runs ${onThreads(facts)}.` }
  }
  if (choice === 'cpu') return { name: 'cpu', reason: 'Plain JavaScript was asked for; it is the slowest backend.' }
  if (gpu !== null && gpu !== 'none' && !isSoftwareAdapter(gpu)) {
    return { name: 'webgpu', reason: 'A GPU is the fastest way to train.' }
  }
  const because = upperFirst(whyNotGpu(gpu))
  if (webgl && !isSoftwareRenderer(webgl))
    return { name: 'webgl', reason: `${because}; WebGL runs on the graphics card.` }
  if (wasm) return { name: 'wasm', reason: `${because}; WebAssembly runs ${onThreads(facts)}.` }
  return { name: 'cpu', reason: `${because}, and neither is WebAssembly; plain JavaScript is slow.` }
}
