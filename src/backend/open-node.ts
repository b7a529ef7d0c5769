/** @file `openBackend` for Node: files from node_modules, threads as worker threads. */
import { createRequire, syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import type { BackendChoice } from './choice'
import { type OpenBackend, openBackend as open } from './open'
import { threadsFor, type WasmParts } from './wasm'
import type { WasmFactory, WasmModule } from './wasm-module'

export type { OpenBackend } from './open'

const require = createRequire(import.meta.url)
const folder = path.join(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out')
const THREAD = fileURLToPath(new URL('node-thread.cjs', import.meta.url))
const THREADED = path.join(folder, 'tfjs-backend-wasm-threaded-simd.js')

/** Emscripten asks `os.cpus()` when its module starts. */
async function withCores<Value>(cores: number, start: () => Promise<Value>): Promise<Value> {
  const { cpus } = os
  os.cpus = () => Array.from({ length: cores }, () => cpus()[0]!)
  syncBuiltinESMExports()
  try {
    return await start()
  } finally {
    os.cpus = cpus
    syncBuiltinESMExports()
  }
}

/** Emscripten's Node start ends the process on any unhandled rejection, and its threads keep it alive: neither is wanted. */
function tame(factory: WasmFactory): WasmFactory {
  return async (config) => {
    const events = ['uncaughtException', 'unhandledRejection'] as const
    const before = events.map((event) => process.listeners(event as 'uncaughtException'))
    const module = await factory(config)
    for (const [index, event] of events.entries()) {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[index]!.includes(listener)) process.removeListener(event, listener)
      }
    }
    return module
  }
}

/** Lets the process end while threads wait. Call it when the threads run. */
function releaseThreads(module: WasmModule): void {
  const pool = module.PThread as { runningWorkers: Worker[]; unusedWorkers: Worker[] } | undefined
  for (const worker of [...(pool?.runningWorkers ?? []), ...(pool?.unusedWorkers ?? [])]) worker.unref()
}

const parts = (): WasmParts => ({
  single: tame(require(path.join(folder, 'tfjs-backend-wasm.js')) as WasmFactory),
  threaded: tame(require(THREADED) as WasmFactory),
  mainScript: THREADED,
  locate: (file) => (file.endsWith('.worker.js') ? THREAD : path.join(folder, file)),
  withCores,
  afterStart: releaseThreads,
})

/**
 * Opens a backend in Node, with at most eight threads. WebGPU only where a global `navigator.gpu` was put and its package is installed, as
 * in a checkout: that of Ganvas leaves it out. See `open.ts`.
 */
export function openBackend(
  choice: BackendChoice,
  threads = threadsFor(os.availableParallelism()),
): Promise<OpenBackend> {
  return open(choice, {
    webgpu: {
      gpu: globalThis.navigator?.gpu,
      start: async (adapter) => (await import('./webgpu')).startWebGpu(adapter),
    },
    webgl: null,
    threads,
    oneThreadBecause: null,
    wasm: async () => parts(),
  })
}
