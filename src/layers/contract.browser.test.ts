/** @file The contract of every layer in a real browser: WASM with its threads, and WebGPU where there is an adapter. */
import { beforeAll, describe, it } from 'vitest'
import { type OpenBackend, openBackend } from '../backend/open-page'
import { layerKinds } from '.'
import { checkLayer } from './contract'
import type { LayerDefinition } from './layer'

const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]
const adapter = await navigator.gpu?.requestAdapter()

for (const name of ['wasm', 'webgpu'] as const)
  describe.skipIf(name === 'webgpu' && !adapter)(`layers on ${name}`, () => {
    let backend: OpenBackend
    beforeAll(async () => {
      backend = await openBackend(name)
    })
    for (const layer of layers)
      it(`${layer.kind}: shape, weights and first derivatives`, async () => {
        // A software WebGPU adapter takes seconds for each example: one of each kind there, all of them on WASM.
        const examples = name === 'wasm' ? layer.examples : layer.examples.slice(0, 1)
        for (const example of examples) await checkLayer(backend.tf, layer, example, { gradients: 1 })
      })
  })
