/** @file The WASM module that Emscripten makes, in the types that we use of it: tfjs' own lean on a package that it does not bring. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'

export type WasmFunction = (...values: (number | Uint8Array)[]) => number

export interface WasmModule {
  /** A function of the C++ side. `array` arguments are copied onto its stack for the call. */
  cwrap(name: string, returns: 'number' | null, takes: readonly ('number' | 'array')[]): WasmFunction
  tfjs: Record<
    'init' | 'initWithThreadsCount' | 'getThreadsCount' | 'registerTensor' | 'disposeData' | 'dispose',
    WasmFunction
  >
  /** Only with threads. */
  PThread?: { terminateAllThreads(): void }
}

/** Makes a module. Its files are asked of `locateFile`; `mainScriptUrlOrBlob` is what its threads load. */
export type WasmFactory = (config: {
  locateFile(file: string): string
  onAbort(message: string): void
  mainScriptUrlOrBlob?: string | Blob
}) => Promise<WasmModule>

export const wasmModule = (backend: BackendWasm): WasmModule => backend.wasm as unknown as WasmModule
