/** @file Opens a backend: looks at the machine, chooses, starts, mends gradients. What differs between page and Node is an argument. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { BACKEND_TITLES, type BackendChoice, type BackendInfo, type BackendName } from './choice'
import { adapterName, chooseBackend, type Facts } from './choose'
import { mendGradients } from './gradients'
import { hasSimd, startWasm, type WasmParts } from './wasm'
import type { WebGlContext } from './webgl-context'
import { adapterFacts, findAdapter } from './webgpu-adapter'

export interface Environment {
  webgpu: {
    /** `navigator.gpu`, where there is one. */
    gpu: GPU | undefined
    /** Loads tfjs' WebGPU backend, and makes it that of TensorFlow.js. */
    start(adapter: GPUAdapter): Promise<{ device: GPUDevice; lost: Promise<string>; closeIfLost(): void }>
  }
  webgl: {
    find(): WebGlContext | null
    /** Loads tfjs' WebGL backend, and makes it that of TensorFlow.js. */
    start(gl: WebGL2RenderingContext): Promise<{ lost: Promise<string> }>
  } | null
  /** Threads that WebAssembly may use, and what keeps it to one. */
  threads: number
  oneThreadBecause: string | null
  wasm(): Promise<WasmParts>
}

export interface OpenBackend {
  info: BackendInfo
  /** TensorFlow.js, with that backend set and gradients mended. */
  tf: typeof tf
  device: GPUDevice | null
  /** Resolves with a sentence for people when the GPU is gone; `null` for backends that cannot be lost. */
  lost: Promise<string> | null
}

/**
 * Makes the chosen backend that of TensorFlow.js. May be called again for another one; tensors of the former must be disposed before.
 * Throws when a choice by name cannot be met; `auto` falls through from WebGPU to WebGL to WASM to cpu.
 */
export async function openBackend(choice: BackendChoice, environment: Environment): Promise<OpenBackend> {
  mendGradients()
  const adapter = choice === 'auto' || choice === 'webgpu' ? await findAdapter(environment.webgpu.gpu) : null
  const webgl = choice === 'auto' || choice === 'webgl' ? (environment.webgl?.find() ?? null) : null
  const facts: Facts = {
    gpu: adapter === null || adapter === 'none' ? adapter : adapterFacts(adapter),
    webgl: webgl?.facts ?? null,
    wasm: typeof WebAssembly === 'object',
    threads: hasSimd() ? environment.threads : 1,
    oneThreadBecause: hasSimd() ? environment.oneThreadBecause : 'it has no SIMD here',
  }
  let { name, reason } = chooseBackend(choice, facts)
  for (;;) {
    try {
      return await start(name, reason, { adapter, webgl }, environment)
    } catch (error) {
      if (choice !== 'auto' || name === 'cpu') throw error
      const next = chooseBackend('auto', without(facts, name)).name
      reason = `${BACKEND_TITLES[name]} did not start (${messageOf(error)}), so ${next} it is.`
      name = next
    }
  }
}

/** The facts of a machine on which this backend, or a better one, did not start. */
function without(facts: Facts, name: BackendName): Facts {
  if (name === 'webgpu') return { ...facts, gpu: null }
  return { ...facts, gpu: null, webgl: null, wasm: name === 'webgl' && facts.wasm }
}

/** Lets go of a WebGPU device that is lost, once another backend takes its place. */
let closeIfLost = () => {}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function start(
  name: BackendName,
  reason: string,
  { adapter, webgl }: { adapter: GPUAdapter | 'none' | null; webgl: WebGlContext | null },
  environment: Environment,
): Promise<OpenBackend> {
  if (name === 'webgpu' && adapter !== null && adapter !== 'none') {
    const { device, lost, ...closing } = await environment.webgpu.start(adapter)
    closeIfLost = closing.closeIfLost
    const info: BackendInfo = { name, reason, threads: 1, adapter: adapterName(adapterFacts(adapter)) }
    return { info, tf, device, lost }
  }
  closeIfLost()
  if (name === 'webgl' && webgl && environment.webgl) {
    const { lost } = await environment.webgl.start(webgl.gl)
    return { info: { name, reason, threads: 1, adapter: webgl.facts.renderer }, tf, device: null, lost }
  }
  if (name === 'wasm') {
    const { threads } = await startWasm(await environment.wasm(), environment.threads)
    return { info: { name, reason, threads, adapter: null }, tf, device: null, lost: null }
  }
  await tf.setBackend('cpu')
  // In Node its first use would print an advertisement for another backend.
  Object.assign(tf.backend(), { firstUse: false })
  return { info: { name: 'cpu', reason, threads: 1, adapter: null }, tf, device: null, lost: null }
}
