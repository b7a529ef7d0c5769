/** @file Shape rules against what TensorFlow.js builds, for random params and inputs of every layer, drawn from its own fields. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { type Field, fieldsOf } from '../lib/fields'
import { type Shape, shapeSize } from '../tensor/shape'
import { layerKinds } from '.'
import { buildExample } from './contract'
import type { LayerDefinition } from './layer'

const layers = layerKinds.filter((kind) => kind.role === 'layer') as unknown as readonly LayerDefinition[]

/** Small values that the field takes. */
function valuesOf({ control, nullable }: Field): fc.Arbitrary<unknown> {
  const values = ((): fc.Arbitrary<unknown> => {
    switch (control.type) {
      case 'integer': {
        const minimum = control.minimum ?? 0
        return fc.integer({ min: minimum, max: Math.min(control.maximum ?? minimum + 5, minimum + 5) })
      }
      case 'number':
        return fc.double({ min: control.minimum ?? 0, max: Math.min(control.maximum ?? 1, 1), noNaN: true })
      case 'boolean':
        return fc.boolean()
      case 'select':
        return fc.constantFrom(...control.options.map((option) => option.value))
      case 'integers':
        return fc.array(fc.integer({ min: control.minimum, max: Math.min(control.maximum, 6) }), {
          minLength: control.minimumLength,
          maxLength: control.maximumLength,
        })
      case 'axes': {
        const entry = fc.integer({ min: control.minimum, max: 4 })
        return fc.oneof(entry, fc.array(entry, { minLength: control.axes, maxLength: control.axes }))
      }
      default:
        throw new Error(`No layer had a ${control.type} field when this was written: say how to draw one.`)
    }
  })()
  return nullable ? fc.option(values) : values
}

const shape: fc.Arbitrary<Shape> = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 })

/** Several shapes that often fit each other: one, with some axes set to 1 or changed. */
const likeShapes = fc
  .tuple(
    shape,
    fc.array(fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 2 }),
  )
  .map(([first, changes]) => [
    first,
    ...changes.map((change) => first.map((length, axis) => (change[axis] === 0 ? length : change[axis]!))),
  ])

function anyInputs(layer: LayerDefinition): fc.Arbitrary<Record<string, Shape>> {
  const named = (names: readonly string[]) =>
    likeShapes.map((shapes) => Object.fromEntries(names.map((name, index) => [name, shapes[index % shapes.length]!])))
  if (layer.inputs === 'variadic') return fc.oneof(named(['a', 'b']), named(['a', 'b', 'c']))
  const names = layer.inputs.map(({ name }) => name)
  const unlike = fc.record(Object.fromEntries(names.map((name) => [name, shape])))
  return names.length === 1 ? unlike : fc.oneof(unlike, named(names))
}

/** Any, or those of an example, which fit more often where channels have to be divided. */
function inputsOf(layer: LayerDefinition): fc.Arbitrary<Record<string, Shape>> {
  const small = layer.examples
    .map(({ inputs }) => inputs)
    .filter((inputs) => Object.values(inputs).every((each) => shapeSize(each) <= 500))
  return small.length === 0 ? anyInputs(layer) : fc.oneof(anyInputs(layer), fc.constantFrom(...small))
}

beforeAll(async () => {
  await tf.setBackend('cpu')
  await tf.ready()
})

it.each(layers.map((layer) => [layer.kind, layer] as const))('%s', (_, layer) => {
  const fields = fieldsOf(layer.params)
  // Params that exclude each other, or many inputs, would leave little if all were drawn at once.
  const params = fc.record(
    Object.fromEntries(fields.map((field) => [field.key, fc.oneof(fc.constant(field.initial), valuesOf(field))])),
  )
  let built = 0
  fc.assert(
    fc.property(params, inputsOf(layer), (drawn, inputs) => {
      const parsed = layer.params.parse(drawn)
      const rule = layer.shape(inputs, parsed)
      if (!rule.ok || shapeSize(rule.value) > 20_000) return
      built++
      const batch = 2 * (layer.packs?.(parsed) ?? 1)
      const example = buildExample(tf, layer, { params: drawn, inputs, output: rule.value }, batch, 0)
      for (const mode of ['training', 'inference'] as const) {
        const output = tf.tidy(() => example.apply(mode).shape)
        expect(output).toEqual([2, ...rule.value])
      }
      example.dispose()
    }),
    { seed: 20, numRuns: 200 },
  )
  // A generator that only ever draws what is refused would prove nothing.
  expect(built).toBeGreaterThan(20)
})
