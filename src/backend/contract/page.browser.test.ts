/**
 * @file The backends in a page of a real browser: our kernels on WASM, and our gradients on WASM, WebGPU and WebGL. Without an adapter or
 * a context its tests are skipped by name.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { openBackend } from '../open-page'
import { threadsFor } from '../wasm'
import { findWebGl } from '../webgl-context'
import { describeGradients } from './gradient-cases'
import { describeKernels } from './kernel-cases'
import { describeMovement } from './movement-cases'

const adapter = await navigator.gpu?.requestAdapter()

describe('WASM in a page', () => {
  beforeAll(async () => {
    const { info } = await openBackend('wasm')
    expect(info.name).toBe('wasm')
    expect(info.threads).toBe(crossOriginIsolated ? threadsFor(navigator.hardwareConcurrency) : 1)
  })
  describeKernels()
  describeMovement()
  describeGradients()
  it('is what the tests ran on', async () => expect((await openBackend('wasm')).tf.getBackend()).toBe('wasm'))
})

describe.skipIf(!findWebGl())('WebGL in a page', () => {
  beforeAll(async () => {
    const { info, lost } = await openBackend('webgl')
    expect(info.name).toBe('webgl')
    expect(info.adapter).toBeTruthy()
    expect(lost).not.toBeNull()
  })
  describeMovement()
  describeGradients()
  it('is what the tests ran on', async () => expect((await openBackend('webgl')).tf.getBackend()).toBe('webgl'))
})

describe.skipIf(!adapter)('WebGPU in a page', () => {
  beforeAll(async () => {
    const { info, device, lost } = await openBackend('webgpu')
    expect(info.name).toBe('webgpu')
    expect(info.adapter).toBeTruthy()
    expect(device).not.toBeNull()
    expect(lost).not.toBeNull()
  })
  describeMovement()
  describeGradients()
  it('is what the tests ran on', async () => expect((await openBackend('webgpu')).tf.getBackend()).toBe('webgpu'))
})
