/** @file The gradients in Node, on cpu and on WASM. */
import { beforeAll, describe, expect, it } from 'vitest'
import { describeGradients } from '../contract/gradient-cases'
import { describeMovement } from '../contract/movement-cases'
import { openBackend } from '../open-node'

for (const name of ['cpu', 'wasm'] as const) {
  describe(name, () => {
    beforeAll(async () => {
      await openBackend(name, 2)
    })
    describeMovement()
    describeGradients()
    it('is what the tests ran on', async () => expect((await openBackend(name)).tf.getBackend()).toBe(name))
  })
}
