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
import { initialise } from './initializers'
import type { ApplyContext, LayerDefinition, LayerExample, Tensor, TensorFlow, WeightSpec } from './layer'

type Mode = ApplyContext<unknown>['mode']
const MODES: readonly Mode[] = ['training', 'inference']

export interface CheckOptions {
  /** Samples in the batch. Left out: 3. */
  batchSize?: number
  /** False leaves out the gradients, for a backend that is known to lack them. Left out: true. */
  gradients?: boolean
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
        },
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
  { batchSize = 3, gradients = true }: CheckOptions = {},
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
      if (gradients) await checkGradients(tf, built, mode, layer.passesGradient !== false, expect)
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

/** Length of the step along a direction of length 1. */
const STEP = 0.01
/** Allowed difference between derivative and difference quotient, as a share of the gradient's length. */
const TOLERANCE = 2e-3
const DIRECTIONS = 3

/**
 * The gradient of a random weighted sum of the output, by every input and trainable weight, against central differences along
 * the gradient itself and along random directions.
 */
async function checkGradients(tf: TensorFlow, built: BuiltExample, mode: Mode, passes: boolean, expect: Expect) {
  const trainable = built.specs.filter((spec) => spec.trainable).map((spec) => spec.name)
  const ports = Object.keys(built.inputs)
  const names = [...ports, ...trainable]
  const points = names.map((name) => built.inputs[name] ?? built.weights[name]!)

  const loss = (...values: Tensor[]): Tensor => {
    const given = Object.fromEntries(values.map((value, index) => [names[index]!, value]))
    const inputs = Object.fromEntries(ports.map((port) => [port, given[port]!]))
    const output = built.apply(mode, inputs, { ...built.weights, ...given })
    const factors = normals(output.size, randomStream('contract', 'factors'))
    return tf.sum(tf.mul(output, tf.tensor(factors, output.shape)))
  }

  const results = tf.tidy(() => tf.grads((...values) => loss(...values))(points))
  const gradients = await Promise.all(results.map(async (result) => Float32Array.from(await result.data())))
  tf.dispose(results)

  for (const [index, name] of names.entries()) {
    const gradient = gradients[index]!
    const size = length(gradient)
    expect(gradient.every(Number.isFinite), `the gradient by "${name}" is not finite when ${mode}`)
    if (!passes) {
      expect(size === 0, `a gradient passes to "${name}", though the layer says that none does`)
      continue
    }
    expect(size > 0, `the gradient by "${name}" is 0 when ${mode}`)
    const directions = [gradient.map((value) => value / size)]
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const random = normals(gradient.length, randomStream('contract', 'direction', direction, name))
      const scale = length(random)
      directions.push(random.map((value) => value / scale))
    }
    for (const direction of directions) {
      const derivative = dot(gradient, direction)
      const quotient = await slope(tf, loss, points, index, direction)
      expect(
        Math.abs(derivative - quotient) <= TOLERANCE * size + 1e-4,
        `the gradient by "${name}" is ${derivative} along a direction where the difference quotient is ${quotient}, when ${mode} (length of the gradient: ${size})`,
      )
    }
  }
}

/** Central difference of `loss` when the point at `index` moves along `direction`. */
async function slope(
  tf: TensorFlow,
  loss: (...values: Tensor[]) => Tensor,
  points: readonly Tensor[],
  index: number,
  direction: Float32Array,
): Promise<number> {
  const ends = [STEP, -STEP].map((step) =>
    tf.tidy(() => {
      const moved = tf.add(
        points[index]!,
        tf.tensor(
          direction.map((value) => value * step),
          points[index]!.shape,
        ),
      )
      return loss(...points.map((point, other) => (other === index ? moved : point)))
    }),
  )
  const [after, before] = await Promise.all(ends.map(async (end) => (await end.data())[0]!))
  tf.dispose(ends)
  return (after! - before!) / (2 * STEP)
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}

const length = (vector: Float32Array): number => Math.sqrt(dot(vector, vector))
