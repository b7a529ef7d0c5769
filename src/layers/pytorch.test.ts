/** @file Every layer's text in PyTorch is Python: for each example one module, one expression, and placeholders that exist. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shapeSize } from '../tensor/shape'
import { layerKinds } from '.'
import type { LayerDefinition } from './layer'

const layers = layerKinds.filter((kind) => kind.role === 'layer') as LayerDefinition[]

/** One function for each example, as an exporter would write it. */
function pythonOf(layer: LayerDefinition): string[] {
  return layer.examples.map((example, index) => {
    const params = layer.params.parse(example.params ?? {})
    const { module, forward, definitions } = layer.pytorch(example.inputs, params)
    const filled = forward.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'module') {
        expect(module, `${layer.kind} uses {module} and has none`).toBeDefined()
        return 'self.layer'
      }
      expect(Object.keys(example.inputs), `${layer.kind} uses {${name}}, which is no input of it`).toContain(name)
      return `${name}_`
    })
    const inputs = Object.keys(example.inputs).map((name) => `${name}_`)
    const name = `${layer.kind.replaceAll('-', '_')}_${index}`
    return [
      definitions ?? '',
      `def ${name}(self, ${inputs.join(', ')}):`,
      ...(module === undefined ? [] : [`    self.layer = (${module})`]),
      `    return (${filled})`,
    ].join('\n')
  })
}

const python = spawnSync('python3', ['--version']).status === 0

test.skipIf(!python)('every text in PyTorch is parsed by Python', () => {
  const texts = layers.flatMap(pythonOf)
  const script = 'import ast, json, sys\nfor text in json.load(sys.stdin):\n    ast.parse(text)\n'
  const { status, stderr } = spawnSync('python3', ['-c', script], { input: JSON.stringify(texts), encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

test('every weight stands once in the state_dict of its module, whole', () => {
  for (const layer of layers)
    for (const example of layer.examples) {
      const params = layer.params.parse(example.params ?? {})
      const specs = layer.weights?.(example.inputs, params) ?? []
      const { module, state = [] } = layer.pytorch(example.inputs, params)
      if (specs.length > 0) expect(module, layer.kind).toBeDefined()
      const found = state.flatMap(({ values }) => ('weight' in values ? [values.weight] : []))
      expect(found.toSorted(), layer.kind).toEqual(specs.map(({ name }) => name).toSorted())
      expect(new Set(state.map(({ key }) => key)).size, layer.kind).toBe(state.length)
      for (const { shape, values } of state) {
        const spec = specs.find(({ name }) => 'weight' in values && values.weight === name)
        if (!spec || !('weight' in values)) continue
        expect(shapeSize(shape), `${layer.kind} ${spec.name}`).toBe(shapeSize(spec.shape))
        const axes = [...spec.shape.keys()]
        expect((values.order ?? axes).toSorted(), `${layer.kind} ${spec.name}`).toEqual(axes)
      }
    }
})

test('a layer with trainable weights has a module in PyTorch', () => {
  for (const layer of layers)
    for (const example of layer.examples) {
      const params = layer.params.parse(example.params ?? {})
      const trainable = (layer.weights?.(example.inputs, params) ?? []).some((weight) => weight.trainable)
      if (trainable) expect(layer.pytorch(example.inputs, params).module, layer.kind).toBeDefined()
    }
})
