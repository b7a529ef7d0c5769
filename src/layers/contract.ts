/**
 * @file What every layer must satisfy, as a check that any backend can be put to: the shape rule equals what TensorFlow.js
 * builds, weights are what was declared, gradients equal central differences. After `run_layer_test` of Keras
 * (`keras/src/testing/test_case.py`). TensorFlow.js is an argument with its backend set and ready, so the same check runs in
 * Node and in a browser. For tests; nothing that ships imports it.
 */
import { invariant } from '../lib/assert'
import { normals, randomStream, uniforms } from '../lib/random'
import { resolveSchedules } from '../lib/schedule'
import { formatShape, type Range, type Shape, sameShape, shapeSize } from '../tensor/shape'
import { gradientProblem, type ScalarFunction } from './gradient-check'
import { initialise } from './initializers'
import type { ApplyContext, LayerDefinition, LayerExample, Tensor, TensorFlow, WeightSpec } from './layer'

type Mode = ApplyContext<unknown>['mode']
const MODES: readonly Mode[] = ['training', 'inference']

export interface CheckOptions {
  /** Samples in the batch. Left out: 3. */
  batchSize?: number
  /**
   * Order up to which derivatives are checked, as far as the layer says that it has them. The second takes mended gradients
   * (`src/backend`). Left out: 2.
   */
  gradients?: 0 | 1 | 2
}

/** A layer with the params, inputs and weights of one example, on the present backend. */
export interface BuiltExample {
  inputs: Record<string, Tensor>
  specs: readonly WeightSpec[]
  weights: Record<string, Tensor>
  /** The layer's function. The same noise at every call. Values given to `update` are put into `updates`. */
  apply(
    mode: Mode,
    inputs?: Record<string, Tensor>,
    weights?: Record<string, Tensor>,
    updates?: Record<string, Tensor>,
  ): Tensor
  dispose(): void
}

/** Where all values of the inputs lie. */
const INPUT_RANGE: Range = [-1.75, 1.75]

/**
 * Values in random order with gaps between them and around 0, so that a small step crosses no kink of relu and changes no
 * maximum. About mean 0 and variance 1.
 */
function spacedValues(length: number, key: string): Float32Array {
  const random = randomStream('contract', key)
  const values = Float32Array.from({ length }, (_, index) => {
    const value = ((index + 0.5) / length - 0.5) * 3.4
    return value + Math.sign(value || 1) * 0.05
  })
  for (let index = length - 1; index > 0; index--) {
    const other = random.integer(index + 1)
    ;[values[index], values[other]] = [values[other]!, values[index]!]
  }
  return values
}

/** Weights away from their first values, so that a bias of zeros or a gain of ones hides nothing. Variances stay positive. */
function weightValues(spec: WeightSpec): Float32Array {
  const random = randomStream('contract', 'weight', spec.name)
  const first = initialise(spec, random)
  const positive = spec.name.includes('variance')
  return first.map((value) => value + (positive ? 0.5 * random.uniform() : 0.3 * random.normal()))
}

/** Builds an example. The caller disposes it. */
export function buildExample(
  tf: TensorFlow,
  layer: LayerDefinition,
  example: LayerExample,
  batchSize = 3,
): BuiltExample {
  const params = layer.params.parse(example.params ?? {})
  const tensor = (values: Float32Array, shape: Shape) => tf.tensor(values, [...shape], 'float32')
  const inputs = Object.fromEntries(
    Object.entries(example.inputs).map(([port, shape]) => [
      port,
      tensor(spacedValues(batchSize * shapeSize(shape), port), [batchSize, ...shape]),
    ]),
  )
  const specs = layer.weights?.(example.inputs, params) ?? []
  const weights = Object.fromEntries(specs.map((spec) => [spec.name, tensor(weightValues(spec), spec.shape)]))
  return {
    inputs,
    specs,
    weights,
    apply: (mode, given = inputs, weighted = weights, updates) =>
      layer.apply({
        tf,
        params: resolveSchedules(params, 0),
        inputs: given,
        weights: weighted,
        mode,
        random: {
          normal: (shape) => tensor(normals(shapeSize(shape), randomStream('contract', 'normal')), shape),
          uniform: (shape) => tensor(uniforms(shapeSize(shape), randomStream('contract', 'uniform')), shape),
          number: () => randomStream('contract', 'number').uniform(),
        },
        part: null,
        update: (weight, value) => {
          if (updates) updates[weight] = value
        },
      }),
    dispose: () => tf.dispose([Object.values(inputs), Object.values(weights)]),
  }
}

/** Throws an error that says what differs, unless the example keeps all promises of the layer on the present backend. */
export async function checkLayer(
  tf: TensorFlow,
  layer: LayerDefinition,
  example: LayerExample,
  { batchSize = 3, gradients = 2 }: CheckOptions = {},
): Promise<void> {
  const where = `${layer.kind} ${JSON.stringify(example.params ?? {})} on ${JSON.stringify(example.inputs)}`
  const expect = (condition: boolean, message: string) => {
    if (!condition) throw new Error(`${where}: ${message} (${tf.getBackend()})`)
  }
  const params = layer.params.parse(example.params ?? {})
  const rule = layer.shape(example.inputs, params)
  expect(rule.ok, `the shape rule refuses its own example: ${rule.ok || rule.problem.message}`)
  invariant(rule.ok, 'refusals have thrown')
  expect(
    sameShape(rule.value, example.output),
    `the shape rule says ${formatShape(rule.value)}, the example ${formatShape(example.output)}`,
  )

  const before = tf.memory().numTensors
  const built = buildExample(tf, layer, example, batchSize)
  try {
    const declared = built.specs.reduce((sum, spec) => sum + shapeSize(spec.shape), 0)
    expect(
      example.parameters === undefined || declared === example.parameters,
      `${declared} weights, the example says ${example.parameters}`,
    )
    expect(new Set(built.specs.map((spec) => spec.name)).size === built.specs.length, 'two weights share a name')
    const ranges = Object.fromEntries(Object.keys(example.inputs).map((port) => [port, INPUT_RANGE]))
    const range = layer.range?.(ranges, params) ?? null
    for (const mode of MODES) {
      await checkOutput(tf, built, mode, [batchSize, ...rule.value], range, expect)
      if (gradients !== 0) await checkGradients(tf, built, mode, layer, gradients, expect)
    }
  } finally {
    built.dispose()
  }
  const left = tf.memory().numTensors - before
  expect(left === 0, `${left} tensors are left over`)
}

type Expect = (condition: boolean, message: string) => void

async function checkOutput(
  tf: TensorFlow,
  built: BuiltExample,
  mode: Mode,
  shape: Shape,
  range: Range,
  expect: Expect,
) {
  const updates: Record<string, Tensor> = {}
  const [output, ...moved] = tf.tidy(() => {
    const result = built.apply(mode, undefined, undefined, updates)
    // A layer may hand back its input, which must outlive the check.
    return [tf.clone(result), ...Object.values(updates)]
  })
  expect(
    sameShape(output!.shape, shape),
    `apply builds ${formatShape(output!.shape)}, the shape rule says ${formatShape(shape)}, batch first`,
  )
  const values = await output!.data()
  expect(values.every(Number.isFinite), `apply gives values that are not finite when ${mode}`)
  const [minimum, maximum] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const outside = values.find((value) => value < minimum - 1e-5 || value > maximum + 1e-5)
  expect(outside === undefined, `apply gives ${outside} when ${mode}, and the range is said to be [${range}]`)
  for (const [name, value] of Object.entries(updates)) {
    const spec = built.specs.find((candidate) => candidate.name === name)
    expect(spec?.trainable === false, `apply updates "${name}", which is not an untrained weight`)
    expect(sameShape(value.shape, spec?.shape ?? []), `apply updates "${name}" to shape ${formatShape(value.shape)}`)
  }
  expect(mode === 'training' || moved.length === 0, 'apply moves statistics outside of training')
  tf.dispose([output!, ...moved])
}

/** Gradients of a random weighted sum of the output, by every input and trainable weight; where it is due, those of them too. */
async function checkGradients(
  tf: TensorFlow,
  built: BuiltExample,
  mode: Mode,
  layer: LayerDefinition,
  order: 1 | 2,
  expect: Expect,
) {
  const trainable = built.specs.filter((spec) => spec.trainable).map((spec) => spec.name)
  const points = { ...built.inputs, ...Object.fromEntries(trainable.map((name) => [name, built.weights[name]!])) }
  const names = Object.keys(points)

  const weightedSum = (x: Tensor, key: string): Tensor =>
    tf.sum(tf.mul(x, tf.tensor(normals(x.size, randomStream('contract', 'factors', key)), x.shape)))
  const output: ScalarFunction = (...values) => {
    const given = Object.fromEntries(values.map((value, index) => [names[index]!, value]))
    const inputs = Object.fromEntries(Object.keys(built.inputs).map((port) => [port, given[port]!]))
    return built.apply(mode, inputs, { ...built.weights, ...given })
  }

  if (layer.passesGradient === false) {
    const gradients = tf.tidy(() =>
      tf.grads((...values) => weightedSum(output(...values), 'first'))(Object.values(points)),
    )
    const values = await Promise.all(gradients.map((gradient) => gradient.data()))
    tf.dispose(gradients)
    expect(
      values.every((gradient) => gradient.every((value) => value === 0)),
      'a gradient passes, though the layer says that none does',
    )
    return
  }
  const first = await gradientProblem(tf, (...values) => weightedSum(output(...values), 'first'), points)
  expect(first === null, `${first}, when ${mode}`)
  if (order === 1 || layer.differentiable === 1) return

  // Squared, so that the first gradient depends on the points also where the layer is linear.
  const gradients = tf.grads((...values) => weightedSum(tf.square(output(...values)), 'first'))
  const second = await gradientProblem(
    tf,
    (...values) => tf.addN(gradients(values).map((gradient, index) => weightedSum(gradient, names[index]!))),
    points,
  )
  expect(second === null, `of second order, ${second}, when ${mode}`)
}
