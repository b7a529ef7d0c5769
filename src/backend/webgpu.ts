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

/** The device of TensorFlow.js' backend. */
let current: GPUDevice | null = null
/** Gone, or out of memory. */
const lostDevices = new WeakSet<GPUDevice>()

const inBrackets = (message: string): string => (message ? ` (${message.trim().replace(/\.$/, '')})` : '')

/**
 * Resolves with a sentence when the device is gone, whoever destroyed it, or is out of memory, after which its numbers are garbage. Not
 * when it was closed here.
 */
function lossOf(device: GPUDevice): Promise<string> {
  return new Promise((resolve) => {
    const lose = (what: string, message: string) => {
      if (device !== current) return
      lostDevices.add(device)
      resolve(what + inBrackets(message))
    }
    void device.lost.then(({ message }) => lose('the GPU device was lost', message))
    device.addEventListener('uncapturederror', ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) lose('the GPU ran out of memory', error.message)
    })
  })
}

function close() {
  const before = current
  current = null
  if (tf.engine().registryFactory.webgpu) tf.removeBackend('webgpu')
  before?.destroy()
}

interface StartedWebGpu {
  device: GPUDevice
  lost: Promise<string>
  /** Lets go of it and of what TensorFlow.js keeps for it, if it is lost. Tensors on it must be disposed before. */
  closeIfLost(): void
}

/** Makes WebGPU the backend of tfjs, on a fresh device: an earlier one is closed, and its tensors with it. */
export async function startWebGpu(adapter: GPUAdapter): Promise<StartedWebGpu> {
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  })
  mendWebGpuKernels()
  close()
  current = device
  const lost = lossOf(device)
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info), 3)
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js could not start on the GPU device')
  const closeIfLost = () => {
    if (current === device && lostDevices.has(device)) close()
  }
  return { device, lost, closeIfLost }
}
