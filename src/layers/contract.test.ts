/** @file The contract of every kind, over the registry, on the backends that Node has: nothing registered goes untested. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { kindIcons } from 'virtual:kind-icons'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenBackend, openBackend } from '../backend/open-node'
import { fieldsOf } from '../lib/fields'
import { objectiveKinds } from '../objectives'
import { layerKinds } from '.'
import { type CheckedDerivatives, checkLayer } from './contract'
import { REPORTING, reportPath, reportText, worse } from './gradient-report'
import { GROUPS, type LayerDefinition } from './layer'
import { shapeProblemCodes } from './problems'

const allKinds = [...layerKinds, ...objectiveKinds]
const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]

describe.each(allKinds.map((kind) => [kind.kind, kind] as const))('%s', (_, kind) => {
  it('says what it is', () => {
    expect(kind.kind).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(GROUPS).toContain(kind.group)
    expect(kindIcons.has(kind.icon)).toBe(true)
    for (const text of [kind.title, kind.summary, kind.docs]) expect(text.trim()).not.toBe('')
    expect(kind.summary).toMatch(/\.$/)
  })

  it('describes every param, and defaults all of them', () => {
    const params = kind.params.parse({})
    const fields = fieldsOf(kind.params)
    expect(fields.map((field) => field.key)).toEqual(Object.keys(kind.params.shape))
    for (const field of fields) {
      expect(field.title.trim(), field.key).not.toBe('')
      expect(field.description, field.key).toMatch(/\.$/)
      expect(field.initial, field.key).toEqual(params[field.key as keyof typeof params])
    }
  })

  it('keeps its params through JSON, and takes no others', () => {
    const params = kind.params.parse({})
    expect(kind.params.parse(JSON.parse(JSON.stringify(params)))).toEqual(params)
    expect(kind.params.safeParse({ 'no such param': 1 }).success).toBe(false)
  })
})

it('gives every kind a name of its own', () => {
  expect(new Set(allKinds.map((kind) => kind.kind)).size).toBe(allKinds.length)
})

it('refuses with every code that it documents, and with no other', () => {
  const used = new Set(layers.flatMap((layer) => layer.refusals?.map((refusal) => refusal.code) ?? []))
  expect([...used].sort()).toEqual(Object.keys(shapeProblemCodes).sort())
})

describe.each(layers.map((layer) => [layer.kind, layer] as const))('layer %s', (_, layer) => {
  it('has an example', () => expect(layer.examples).not.toHaveLength(0))

  it('keeps the params of its examples through JSON', () => {
    for (const { params = {} } of layer.examples) {
      const parsed = layer.params.parse(params)
      expect(layer.params.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
    }
  })

  it('refuses what it says, with words', () => {
    for (const refusal of layer.refusals ?? []) {
      const result = layer.shape(refusal.inputs, layer.params.parse(refusal.params ?? {}))
      expect(result.ok, JSON.stringify(refusal)).toBe(false)
      if (result.ok) continue
      expect(result.problem.code).toBe(refusal.code)
      expect(result.problem.message).toMatch(/\.$/)
      expect(result.problem.fix).toMatch(/\.$/)
    }
  })

  it('answers any shape without throwing', () => {
    const shapes = [[], [1], [7], [3, 5], [4, 4, 2], [2, 3, 4, 5], [1_048_576]]
    const names = layer.inputs === 'variadic' ? ['a', 'b'] : layer.inputs.map((port) => port.name)
    for (const { params = {} } of layer.examples) {
      for (const first of shapes) {
        for (const second of shapes) {
          const inputs = Object.fromEntries(names.map((name, index) => [name, index === 0 ? first : second]))
          const ranges = Object.fromEntries(names.map((name) => [name, [-1, 1] as const]))
          expect(() => {
            const parsed = layer.params.parse(params)
            const result = layer.shape(inputs, parsed)
            layer.range?.(ranges, parsed)
            if (result.ok) layer.weights?.(inputs, parsed)
          }).not.toThrow()
        }
      }
    }
  })
})

function saveReport(backend: string, kind: string, errors: CheckedDerivatives): void {
  const path = reportPath(backend, kind)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, reportText(errors))
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  const measured = new Map<string, CheckedDerivatives>()
  let tf: OpenBackend['tf']
  beforeAll(async () => {
    tf = (await openBackend(backend)).tf
    expect(tf.getBackend()).toBe(backend)
  })

  for (const layer of layers) {
    it.each(layer.examples.map((example) => [JSON.stringify(example.params ?? {}), example] as const))(
      `${layer.kind} %s keeps its promises`,
      async (_, example) => {
        const errors = await checkLayer(tf, layer, example)
        measured.set(layer.kind, worse(measured.get(layer.kind) ?? errors, errors))
      },
    )
  }
  afterAll(() => {
    if (REPORTING) for (const [kind, errors] of measured) saveReport(backend, kind, errors)
  })
})
