/** @file Opening backends in Node: the choice, the refusal, the numbers, the same bits again. */
import { expect, it } from 'vitest'
import { probe } from './contract/probe'
import { openBackend } from './open-node'

it('trains the same on WASM each time, and as plain JavaScript does', async () => {
  const wasm = await openBackend('wasm', 2)
  expect(wasm.info).toMatchObject({ name: 'wasm', threads: 2, adapter: null })
  expect(wasm.device).toBeNull()
  const first = await probe(wasm)
  const again = await probe(await openBackend('wasm', 2))
  expect(again.losses).toEqual(first.losses)
  expect(first.leaked).toBe(0)
  const plain = await probe(await openBackend('cpu'))
  expect(plain.info.name).toBe('cpu')
  for (const [index, loss] of plain.losses.entries()) expect(loss).toBeCloseTo(first.losses[index]!, 4)
})

it.skipIf(globalThis.navigator?.gpu)('refuses WebGPU where there is none', async () => {
  await expect(openBackend('webgpu')).rejects.toThrow('WebGPU is not available here')
  expect((await openBackend('auto')).info.reason).toMatch(/^WebGPU is not available here; WebAssembly runs on/)
})
