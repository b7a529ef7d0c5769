/** @file The words in which a backend is asked for and described. Free of TensorFlow.js, so that the page may import them. */

export const BACKENDS = ['auto', 'webgpu', 'webgl', 'wasm', 'cpu'] as const
export type BackendChoice = (typeof BACKENDS)[number]
export type BackendName = Exclude<BackendChoice, 'auto'>

/** Those that can be had, best first. */
export const BACKEND_NAMES = BACKENDS.filter((name): name is BackendName => name !== 'auto')

/** As sentences call them. */
export const BACKEND_TITLES: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'Plain JavaScript',
}

export interface BackendInfo {
  name: BackendName
  /** Why this one, in one sentence for people. */
  reason: string
  /** Threads that compute; 1 for a GPU. */
  threads: number
  /** Name of the GPU, if it is one. */
  adapter: string | null
}
