/**
 * @file Starts the WebGPU backend on a device of our own, so that its loss is noticed and its limits are those of the adapter:
 * tfjs' own start handles neither.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { mendWebGpuKernels } from './kernels/webgpu'

/** Limits that tfjs' kernels make use of, and the largest tensor depends on. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const

const FEATURES = ['timestamp-query', 'bgra8unorm-storage'] as const

/** Resolves with a sentence when the device is gone, or out of memory, after which its numbers are garbage. Not when we closed it. */
function lossOf(device: GPUDevice): Promise<string> {
  return new Promise((resolve) => {
    void device.lost.then(({ reason, message }) => {
      if (reason !== 'destroyed') resolve(message ? `the GPU device was lost: ${message}` : 'the GPU device was lost')
    })
    device.addEventListener('uncapturederror', ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) resolve(`the GPU ran out of memory: ${error.message}`)
    })
  })
}

let current: GPUDevice | null = null

/** Makes WebGPU the backend of tfjs, on a fresh device: an earlier one is closed, and its tensors with it. */
export async function startWebGpu(adapter: GPUAdapter): Promise<{ device: GPUDevice; lost: Promise<string> }> {
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  })
  const lost = lossOf(device)
  mendWebGpuKernels()
  if (tf.engine().registryFactory.webgpu) tf.removeBackend('webgpu')
  current?.destroy()
  current = device
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info), 3)
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js could not start on the GPU device')
  return { device, lost }
}
