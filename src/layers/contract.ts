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
import { type CheckedFunction, checkGradient } from './gradient-check'
import { initialise } from './initializers'
import type { ApplyContext, LayerDefinition, LayerExample, Tensor, TensorFlow, WeightSpec } from './layer'

type Mode = ApplyContext<unknown>['mode']
type Part = ApplyContext<unknown>['part']

/** Training applications before anything is checked: enough for the vectors of spectral norm to settle. */
const SETTLING_UPDATES = 30

export interface CheckOptions {
  /** Samples in the batch. Left out: 3, or as many more as make whole packs. */
  batchSize?: number
  /**
   * Order up to which derivatives are checked, as far as the layer says that it has them. The second takes mended gradients
   * (`src/backend`). Left out: 2.
   */
  gradients?: 0 | 1 | 2
}

/** The largest relative errors of the derivatives that were checked; `null` for an order that was not. */
export interface CheckedDerivatives {
  first: number | null
  second: number | null
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
    part?: Part,
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

/** Weights away from their first values, so that a bias of zeros or a gain of ones hides nothing. The others move by updates. */
function weightValues(spec: WeightSpec): Float32Array {
  const random = randomStream('contract', 'weight', spec.name)
  const first = initialise(spec, random)
  return spec.trainable ? first.map((value) => value + 0.3 * random.normal()) : first
}

/**
 * Builds an example whose untrained weights have been moved by some updates, as in the middle of a training. The caller disposes
 * it.
 */
export function buildExample(
  tf: TensorFlow,
  layer: LayerDefinition,
  example: LayerExample,
  batchSize = 3,
  settling = SETTLING_UPDATES,
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
  const built: BuiltExample = {
    inputs,
    specs,
    weights,
    apply: (mode, given = inputs, weighted = weights, updates, part = mode === 'training' ? 'critics' : null) =>
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
        part,
        update: (weight, value) => {
          if (updates) updates[weight] = value
        },
      }),
    dispose: () => tf.dispose([Object.values(inputs), Object.values(weights)]),
  }
  if (specs.some((spec) => !spec.trainable)) for (let time = 0; time < settling; time++) move(tf, built)
  return built
}

/** One update of the untrained weights. */
function move(tf: TensorFlow, { weights, apply }: BuiltExample): void {
  const moved = tf.tidy(() => {
    const updates: Record<string, Tensor> = {}
    apply('training', undefined, undefined, updates)
    return Object.fromEntries(Object.entries(updates).map(([name, value]) => [name, tf.clone(value)]))
  })
  for (const [name, value] of Object.entries(moved)) {
    weights[name]?.dispose()
    weights[name] = value
  }
}

/** When the layer computes, and for whom. */
interface Occasion {
  mode: Mode
  part: Part
}

const OCCASIONS: readonly Occasion[] = [
  { mode: 'training', part: 'critics' },
  { mode: 'inference', part: null },
]
/** Of layers that do something else for each part. */
const MORE_OCCASIONS: readonly Occasion[] = [
  { mode: 'training', part: 'players' },
  { mode: 'training', part: null },
]

const occasionsOf = (layer: LayerDefinition): readonly Occasion[] =>
  layer.dependsOnPart ? [...OCCASIONS, ...MORE_OCCASIONS] : OCCASIONS

/** Throws an error that says what differs, unless the example keeps all promises of the layer on the present backend. */
export async function checkLayer(
  tf: TensorFlow,
  layer: LayerDefinition,
  example: LayerExample,
  { batchSize: wanted = 3, gradients = 2 }: CheckOptions = {},
): Promise<CheckedDerivatives> {
  const where = `${layer.kind} ${JSON.stringify(example.params ?? {})} on ${JSON.stringify(example.inputs)}`
  const expect = (condition: boolean, message: string) => {
    if (!condition) throw new Error(`${where}: ${message} (${tf.getBackend()})`)
  }
  const params = layer.params.parse(example.params ?? {})
  const packs = layer.packs?.(params) ?? 1
  const batchSize = Math.ceil(wanted / packs) * packs
  const rule = layer.shape(example.inputs, params)
  expect(rule.ok, `the shape rule refuses its own example: ${rule.ok || rule.problem.message}`)
  invariant(rule.ok, 'refusals have thrown')
  expect(
    sameShape(rule.value, example.output),
    `the shape rule says ${formatShape(rule.value)}, the example ${formatShape(example.output)}`,
  )

  const worst: CheckedDerivatives = { first: null, second: null }
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
    for (const occasion of occasionsOf(layer)) {
      await checkOutput(tf, built, occasion, [batchSize / packs, ...rule.value], range, expect)
      if (packs === 1 && !layer.mixesSamples?.(params)) await checkSamples(tf, built, occasion, expect)
      if (gradients === 0) continue
      const order = layer.differentiable === 2 ? gradients : 1
      const errors = await checkGradients(tf, built, occasion, layer, example, order, expect)
      for (const [name, error] of Object.entries(errors) as [keyof CheckedDerivatives, number | null][])
        if (error !== null) worst[name] = Math.max(worst[name] ?? 0, error)
    }
  } finally {
    built.dispose()
  }
  const left = tf.memory().numTensors - before
  expect(left === 0, `${left} tensors are left over`)
  return worst
}

type Expect = (condition: boolean, message: string) => void

async function checkOutput(
  tf: TensorFlow,
  built: BuiltExample,
  { mode, part }: Occasion,
  shape: Shape,
  range: Range,
  expect: Expect,
) {
  const updates: Record<string, Tensor> = {}
  const [output, ...moved] = tf.tidy(() => {
    const result = built.apply(mode, undefined, undefined, updates, part)
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

/** Other values in the first sample must leave the other samples as they were. */
async function checkSamples(tf: TensorFlow, built: BuiltExample, { mode, part }: Occasion, expect: Expect) {
  const [shift, size] = tf.tidy(() => {
    const output = built.apply(mode, undefined, undefined, undefined, part)
    const changed = Object.fromEntries(
      Object.entries(built.inputs).map(([port, x]) => {
        const [first, rest] = tf.split(x, [1, x.shape[0]! - 1])
        return [port, tf.concat([tf.add(tf.mul(first!, -0.5), 0.3), rest!])]
      }),
    )
    const others = (x: Tensor) => tf.split(x, [1, x.shape[0]! - 1])[1]!
    const [before, after] = [others(output), others(built.apply(mode, changed, undefined, undefined, part))]
    return [tf.max(tf.abs(tf.sub(after, before))), tf.max(tf.abs(before))]
  })
  const [moved, largest] = await Promise.all([shift!, size!].map(async (value) => (await value.data())[0]!))
  tf.dispose([shift!, size!])
  expect(
    moved! <= 1e-5 * (1 + largest!),
    `a sample moves others by ${moved} when ${mode}, and mixesSamples does not say so`,
  )
}

/**
 * Gradients of a random weighted sum of the output, by every input and trainable weight; where it is due, those of them too. Answers
 * with the largest errors.
 */
async function checkGradients(
  tf: TensorFlow,
  built: BuiltExample,
  { mode, part }: Occasion,
  layer: LayerDefinition,
  example: LayerExample,
  order: 1 | 2,
  expect: Expect,
): Promise<CheckedDerivatives> {
  const trainable = built.specs.filter((spec) => spec.trainable).map((spec) => spec.name)
  const unread =
    layer.inputs === 'variadic' ? [] : layer.inputs.filter((port) => port.batchOnly).map(({ name }) => name)
  const inputs = Object.fromEntries(Object.entries(built.inputs).filter(([port]) => !unread.includes(port)))
  const points = { ...inputs, ...Object.fromEntries(trainable.map((name) => [name, built.weights[name]!])) }
  const names = Object.keys(points)
  if (names.length === 0) return { first: null, second: null }

  const output = (...values: Tensor[]): Tensor => {
    const given = Object.fromEntries(values.map((value, index) => [names[index]!, value]))
    const all = Object.fromEntries(Object.keys(built.inputs).map((port) => [port, given[port] ?? built.inputs[port]!]))
    return built.apply(mode, all, { ...built.weights, ...given }, undefined, part)
  }
  const when = `when ${mode}, for ${part ?? 'no part'}`

  if (layer.passesGradient === false) {
    const gradients = tf.tidy(() => tf.grads((...values) => tf.sum(output(...values)))(Object.values(points)))
    const values = await Promise.all(gradients.map((gradient) => gradient.data()))
    tf.dispose(gradients)
    expect(
      values.every((gradient) => gradient.every((value) => value === 0)),
      'a gradient passes, though the layer says that none does',
    )
    return { first: 0, second: null }
  }
  const first = await checkGradient(tf, (...values) => [output(...values)], points)
  expect(first.problem === null, `${first.problem}, ${when}`)
  if (order === 1) return { first: first.error, second: null }

  // Inputs come first: where weights are detached, only derivatives by inputs are differentiated again, as a penalty does.
  const count = example.detaches ? Object.keys(inputs).length : names.length
  // Squared, so that the first gradient depends on the points also where the layer is linear.
  const curved = (x: Tensor): Tensor =>
    tf.sum(tf.mul(tf.square(x), tf.tensor(normals(x.size, randomStream('contract', 'factors')), x.shape)))
  const gradients: CheckedFunction = (...values) =>
    tf.grads((...varied) => curved(output(...varied, ...values.slice(count))))(values.slice(0, count))
  const second = await checkGradient(tf, gradients, points)
  expect(second.problem === null, `of second order, ${second.problem}, ${when}`)
  return { first: first.error, second: second.error }
}
