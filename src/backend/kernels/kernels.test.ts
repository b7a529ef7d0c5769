/** @file The WASM kernels in Node, with two threads. */
import { beforeAll, describe, expect, it } from 'vitest'
import { describeKernels } from '../contract/kernel-cases'
import { openBackend } from '../open-node'

beforeAll(async () => {
  const { info } = await openBackend('wasm', 2)
  expect(info).toMatchObject({ name: 'wasm', threads: 2 })
})

describe('WASM in Node', () => {
  describeKernels()
  it('is what the tests ran on', async () => expect((await openBackend('wasm')).info.threads).toBe(2))
})
