/**
 * @file The contract of every layer in a real browser: WASM with its threads, WebGPU and WebGL where there are an adapter and a
 * context. A software GPU takes seconds for each example, so they get the first of each kind; WASM gets all. The second order, which Node
 * checks on WASM, takes the GPUs minutes: `npm run docs:gradients` does that and keeps the errors for the docs.
 */
import { beforeAll, describe, it } from 'vitest'
import { commands } from 'vitest/browser'
import { type OpenBackend, openBackend } from '../backend/open-page'
import { findWebGl } from '../backend/webgl-context'
import { layerKinds } from '.'
import { type CheckedDerivatives, checkLayer } from './contract'
import { REPORTING, reportPath, reportText, worse } from './gradient-report'
import type { LayerDefinition } from './layer'

const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]
const adapter = await navigator.gpu?.requestAdapter()

const backends = [
  { name: 'wasm', there: true },
  { name: 'webgpu', there: Boolean(adapter) },
  { name: 'webgl', there: findWebGl() !== null },
] as const

const gradients = REPORTING ? 2 : 1

for (const { name, there } of backends)
  describe.skipIf(!there)(`layers on ${name}`, () => {
    let backend: OpenBackend
    beforeAll(async () => {
      backend = await openBackend(name)
    })
    for (const layer of layers)
      it(`${layer.kind}: shape, weights and derivatives`, async () => {
        let errors: CheckedDerivatives = { first: null, second: null }
        for (const example of name === 'wasm' ? layer.examples : layer.examples.slice(0, 1))
          errors = worse(errors, await checkLayer(backend.tf, layer, example, { gradients }))
        if (REPORTING) await commands.writeFile(reportPath(name, layer.kind), reportText(errors))
      })
  })
