/** @file The choice of a backend, for every kind of machine. */
import { describe, expect, it } from 'vitest'
import { type AdapterFacts, adapterName, chooseBackend, type Facts, isSoftwareAdapter } from './choose'

const adapter = (facts: Partial<AdapterFacts>): AdapterFacts => ({
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  fallback: false,
  ...facts,
})

const nvidia = adapter({ vendor: 'nvidia', architecture: 'ampere' })
const swiftShader = adapter({ vendor: 'google', architecture: 'swiftshader' })

const machine = (facts: Partial<Facts>): Facts => ({
  gpu: null,
  webgl: null,
  wasm: true,
  threads: 4,
  oneThreadBecause: null,
  ...facts,
})

describe('isSoftwareAdapter', () => {
  it.each([
    swiftShader,
    adapter({ vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }),
    adapter({ description: 'lavapipe' }),
    adapter({ vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }),
    adapter({ vendor: 'intel', architecture: 'gen-12lp', fallback: true }),
  ])('knows $vendor $architecture $description', (facts) => expect(isSoftwareAdapter(facts)).toBe(true))

  it.each([
    nvidia,
    adapter({ vendor: 'apple', architecture: 'metal-3' }),
    adapter({ vendor: 'qualcomm', architecture: 'adreno-7xx' }),
    adapter({}),
  ])('takes $vendor $architecture for a GPU', (facts) => expect(isSoftwareAdapter(facts)).toBe(false))
})

describe('chooseBackend', () => {
  it('takes a real GPU', () => expect(chooseBackend('auto', machine({ gpu: nvidia })).name).toBe('webgpu'))

  it('leaves a software adapter, and says so', () => {
    const { name, reason } = chooseBackend('auto', machine({ gpu: swiftShader }))
    expect(name).toBe('wasm')
    expect(reason).toBe(
      'The only WebGPU adapter (google swiftshader) is a software one, which is slower; WebAssembly runs on 4 threads.',
    )
  })

  it('takes a real GPU by WebGL where there is no WebGPU, and no software renderer', () => {
    const real = { renderer: 'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)' }
    expect(chooseBackend('auto', machine({ webgl: real }))).toEqual({
      name: 'webgl',
      reason: 'WebGPU is not available here; WebGL runs on the graphics card.',
    })
    expect(chooseBackend('auto', machine({ gpu: swiftShader, webgl: real })).name).toBe('webgl')
    expect(chooseBackend('auto', machine({ gpu: nvidia, webgl: real })).name).toBe('webgpu')
    for (const renderer of [
      'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
      'llvmpipe (LLVM 15.0.6, 256 bits)',
      'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)',
    ])
      expect(chooseBackend('auto', machine({ webgl: { renderer } })).name).toBe('wasm')
  })

  it('says why there is one thread', () => {
    const because = 'the page is not cross-origin isolated'
    const { reason } = chooseBackend('auto', machine({ threads: 1, oneThreadBecause: because }))
    expect(reason).toBe(`WebGPU is not available here; WebAssembly runs on one thread because ${because}.`)
  })

  it('ends at plain JavaScript', () => {
    expect(chooseBackend('auto', machine({ gpu: 'none', wasm: false })).name).toBe('cpu')
  })

  it('takes what is asked for', () => {
    expect(chooseBackend('webgpu', machine({ gpu: swiftShader })).name).toBe('webgpu')
    expect(chooseBackend('webgl', machine({ webgl: { renderer: 'SwiftShader' } })).name).toBe('webgl')
    expect(chooseBackend('wasm', machine({ gpu: nvidia })).name).toBe('wasm')
    expect(chooseBackend('cpu', machine({ gpu: nvidia })).name).toBe('cpu')
  })

  it('refuses what cannot be, and names what can', () => {
    expect(() => chooseBackend('webgpu', machine({}))).toThrow(
      'WebGPU is not available here. Choose "auto", "webgl", "wasm" or "cpu".',
    )
    expect(() => chooseBackend('webgl', machine({}))).toThrow('WebGL 2 with float32 textures is not available here.')
    expect(() => chooseBackend('webgpu', machine({ gpu: 'none' }))).toThrow('WebGPU found no GPU')
    expect(() => chooseBackend('wasm', machine({ wasm: false }))).toThrow(
      'WebAssembly is not available here. Choose "cpu".',
    )
  })
})

describe('adapterName', () => {
  it('prefers the description, and always says something', () => {
    expect(adapterName(adapter({ vendor: 'nvidia', description: 'NVIDIA GeForce RTX 4090' }))).toBe(
      'NVIDIA GeForce RTX 4090',
    )
    expect(adapterName(nvidia)).toBe('nvidia ampere')
    expect(adapterName(adapter({}))).toBe('unnamed GPU')
  })
})
