/**
 * @file Starts the WASM backend with the threads that we ask for, and with our kernels.
 *
 * tfjs' own start has three faults for us: it caps the threads at half the logical cores, it gives its threads the factory's source by
 * `Function.toString`, which a minifier breaks, and it has no threads in Node. So the module is made here, and tfjs' backend class is put
 * around it.
 */
import { BackendWasm, setThreadsCount } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import { mendWasmKernels } from './kernels'
import { type WasmFactory, type WasmModule, wasmModule } from './wasm-module'

/** XNNPACK's pool, as tfjs built it, has at most eight. */
const MAX_THREADS = 8

/**
 * How many threads to take of a machine's logical cores: all but one. Every operation waits for the slowest thread, so one that shares its
 * core with the page, or with anything else, slows all of them down. Measured with `npm run bench -- dcgan` on two cores: alone on the
 * machine 4.2 steps/s on one thread and 4.3 on two; beside one other busy process 2.2 and 1.5.
 */
export const threadsFor = (cores: number): number => Math.max(1, Math.min(MAX_THREADS, cores - 1))

/** How this environment brings the parts of the WASM build. */
export interface WasmParts {
  /** For one thread, with or without SIMD. */
  single: WasmFactory
  threaded: WasmFactory
  /** Where a file of the build lies: `tfjs-backend-wasm-simd.wasm`, `….worker.js`. */
  locate(file: string): string
  /** Source of the threaded factory, for the threads to load. */
  mainScript: string | Blob
  /** Runs `start` while the environment claims this many logical cores. */
  withCores<Value>(cores: number, start: () => Promise<Value>): Promise<Value>
  /** Called when the threads run. */
  afterStart?(module: WasmModule): void
}

const SIMD_PROBE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11]

/** Whether this engine has WebAssembly SIMD: the probe is a module with one SIMD instruction (as in wasm-feature-detect). */
export const hasSimd = (): boolean => WebAssembly.validate(new Uint8Array(SIMD_PROBE))

/** The functions that tfjs' backend class calls. */
function bridge(module: WasmModule): WasmModule {
  const number = 'number'
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, [number]),
    getThreadsCount: module.cwrap('get_threads_count', number, []),
    registerTensor: module.cwrap('register_tensor', null, [number, number, number]),
    disposeData: module.cwrap('dispose_data', null, [number]),
    dispose: module.cwrap('dispose', null, []),
  }
  return module
}

async function start(parts: WasmParts, threads: number): Promise<BackendWasm> {
  const simd = hasSimd()
  const threaded = simd && threads > 1
  const failed: string[] = []
  const locateFile = (file: string): string => {
    const single = simd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm'
    return parts.locate(file.endsWith('.wasm') && !threaded ? single : file)
  }
  const config: Parameters<WasmFactory>[0] = { locateFile, onAbort: (message) => failed.push(message) }
  if (threaded) config.mainScriptUrlOrBlob = parts.mainScript
  try {
    // The C++ side caps the count at half the logical cores that it is told of when its module starts.
    const module = threaded
      ? await parts.withCores(2 * threads, () => parts.threaded(config))
      : await parts.single(config)
    setThreadsCount(threaded ? threads : 1)
    const backend = new BackendWasm(bridge(module) as unknown as BackendWasm['wasm'])
    parts.afterStart?.(module)
    tf.removeBackend('wasm')
    mendWasmKernels()
    tf.registerBackend('wasm', () => backend, 2)
    return backend
  } catch (error) {
    const why = failed[0] ?? (error instanceof Error ? error.message : String(error))
    throw new Error(`The WebAssembly backend did not start: ${why}. Reload, or choose the backend "cpu".`)
  }
}

let started: Promise<BackendWasm> | null = null

/** Makes WASM the backend of tfjs; threads are fixed by the first call. Answers how many there are. */
export async function startWasm(parts: WasmParts, threads: number): Promise<{ threads: number; backend: BackendWasm }> {
  started ??= start(parts, Math.min(threads, MAX_THREADS)).catch((error) => {
    started = null
    throw error
  })
  const backend = await started
  if (!(await tf.setBackend('wasm')))
    throw new Error('The WebAssembly backend did not start. Choose the backend "cpu".')
  return { threads: Math.max(1, wasmModule(backend).tfjs.getThreadsCount()), backend }
}
