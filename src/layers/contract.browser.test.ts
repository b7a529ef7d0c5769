/**
 * @file The contract of every layer in a real browser: WASM with its threads, WebGPU and WebGL where there are an adapter and a
 * context. `npm run docs:gradients` checks all examples to the second order on each and keeps the largest errors for the docs.
 */
import { afterAll, beforeAll, describe, it } from 'vitest'
import { commands } from 'vitest/browser'
import { type OpenBackend, openBackend } from '../backend/open-page'
import { findWebGl } from '../backend/webgl-context'
import { layerKinds } from '.'
import { type CheckOptions, checkLayer } from './contract'
import { GradientReport, REPORTING } from './gradient-report'
import type { LayerDefinition } from './layer'

const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]
const adapter = await navigator.gpu?.requestAdapter()

const backends = [
  { name: 'wasm', there: true },
  { name: 'webgpu', there: Boolean(adapter) },
  { name: 'webgl', there: findWebGl() !== null },
] as const

/** What is checked when nothing is reported. Node checks WASM to the second order; a software GPU takes seconds for an example. */
const USUAL: Record<(typeof backends)[number]['name'], { examples: number; order: CheckOptions['gradients'] }> = {
  wasm: { examples: Number.POSITIVE_INFINITY, order: 1 },
  webgpu: { examples: 1, order: 1 },
  webgl: { examples: 1, order: 1 },
}

for (const { name, there } of backends)
  describe.skipIf(!there)(`layers on ${name}`, () => {
    const report = new GradientReport()
    const { examples, order } = REPORTING ? { examples: Number.POSITIVE_INFINITY, order: 2 as const } : USUAL[name]
    let backend: OpenBackend
    beforeAll(async () => {
      backend = await openBackend(name)
    })
    for (const layer of layers)
      it(`${layer.kind}: shape, weights and derivatives`, async () => {
        for (const example of layer.examples.slice(0, examples))
          report.add(layer.kind, await checkLayer(backend.tf, layer, example, { gradients: order! }))
      })
    afterAll(async () => {
      if (REPORTING) await commands.writeFile(`../../${report.path(name)}`, report.text())
    })
  })
