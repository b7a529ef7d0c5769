/** @file `openBackend` for the page and its workers: Vite brings the files. */

import singleFactory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js'
import plainUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url'
import simdUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url'
import threadedFactory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js'
import threadedSource from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?raw'
import threadedUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url'
import { wasmWorkerContents } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js'
import type { BackendChoice } from './choice'
import { type OpenBackend, openBackend as open } from './open'
import { threadsFor, type WasmParts } from './wasm'
import type { WasmFactory } from './wasm-module'
import { findWebGl } from './webgl-context'

export type { OpenBackend } from './open'

const JAVASCRIPT = { type: 'text/javascript' }

const BINARIES: Record<string, string> = {
  'tfjs-backend-wasm.wasm': plainUrl,
  'tfjs-backend-wasm-simd.wasm': simdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
}

/** Emscripten's thread, whose text tfjs ships as a string with the line breaks of its own strings unescaped. */
const threadUrl = (): string => URL.createObjectURL(new Blob([wasmWorkerContents.replaceAll('\n', '\\n')], JAVASCRIPT))

/** Shadows `navigator.hardwareConcurrency`, which Emscripten reads when its module starts. */
async function withCores<Value>(cores: number, start: () => Promise<Value>): Promise<Value> {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: cores, configurable: true })
  try {
    return await start()
  } finally {
    Reflect.deleteProperty(navigator, 'hardwareConcurrency')
  }
}

const parts = (): WasmParts => ({
  single: singleFactory as unknown as WasmFactory,
  threaded: threadedFactory as unknown as WasmFactory,
  // The factory's file as it was published: a bundler's copy of it does not stand alone.
  mainScript: new Blob([threadedSource], JAVASCRIPT),
  locate: (file) => (file.endsWith('.worker.js') ? threadUrl() : (BINARIES[file] ?? file)),
  withCores,
})

/** Opens a backend in a page or a worker. Threads need cross-origin isolation. See `open.ts`. */
export function openBackend(choice: BackendChoice): Promise<OpenBackend> {
  return open(choice, {
    // Only where one is chosen is its backend loaded: they are large.
    webgpu: { gpu: navigator.gpu, start: async (adapter) => (await import('./webgpu')).startWebGpu(adapter) },
    webgl: { find: findWebGl, start: async (gl) => (await import('./webgl')).startWebGl(gl) },
    threads: crossOriginIsolated ? threadsFor(navigator.hardwareConcurrency) : 1,
    oneThreadBecause: crossOriginIsolated ? null : 'the page is not cross-origin isolated',
    wasm: async () => parts(),
  })
}
