/** @file What a machine's GPU is, asked without the WebGPU backend, which is loaded only where it is chosen: it is large. */
import type { AdapterFacts } from './choose'

/** The adapter for training: on a machine with two GPUs, the faster one. */
export async function findAdapter(gpu: GPU | undefined): Promise<GPUAdapter | 'none' | null> {
  if (!gpu) return null
  try {
    return (await gpu.requestAdapter({ powerPreference: 'high-performance' })) ?? 'none'
  } catch {
    return 'none'
  }
}

export function adapterFacts(adapter: GPUAdapter): AdapterFacts {
  const { vendor, architecture, device, description } = adapter.info
  // Where the flag lies changed in 2024: first on the adapter, now on its info.
  const fallback = adapter.info.isFallbackAdapter ?? (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter
  return { vendor, architecture, device, description, fallback: fallback ?? false }
}
