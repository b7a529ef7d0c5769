/**
 * @file Answers what people ask of a generator while they play with it: samples for given latents, directions that mean something, nearest
 * training samples. One question after the other, beside the training, which goes on between the parts of a long one.
 */
import type { Weight } from '../../compile/build'
import { coneOf, producers } from '../../compile/cones'
import { layersOf, type PlanLayer, type PlanPreview, type ValueName } from '../../compile/plan'
import type { Tensor } from '../../layers/layer'
import { assertNever } from '../../lib/assert'
import { joinFloats } from '../../lib/join'
import { shapeSize } from '../../tensor/shape'
import type { DirectionsQuestion, GivenRows, PlayAnswer, PlayQuestion, PlaySamples, SamplesQuestion } from '../play'
import { playable, previewKey, shownSamples } from '../play'
import { principalDirections } from '../principal-directions'
import type { FromWorker } from '../protocol'
import { drawSources, evaluateOperation, type Values } from './evaluate'
import type { Judge } from './metrics'
import { nearestSamples } from './nearest'
import { asSamples } from './play-samples'
import { readBack } from './read-back'
import type { Trainer } from './trainer'

export interface PlayHost {
  runId: number
  trainer(): Trainer
  judge(): Judge | null
  /** The run is still the present one. */
  current(): boolean
  yieldToMessages(): Promise<void>
  /** Does something on the device; when that is lost meanwhile, again on the next one. */
  onDevice<Value>(work: () => Promise<Value>): Promise<Value>
  post(message: FromWorker, transfer: ArrayBuffer[]): void
}

/** So many samples are computed at once. */
const AT_ONCE = 100

export class LatentPlay {
  private queue: Promise<void> = Promise.resolve()

  constructor(private readonly host: PlayHost) {}

  /** Returns at once; the answer is posted. What goes wrong is an answer too, and no end of the run. */
  ask(ask: number, question: PlayQuestion): void {
    this.queue = this.queue.then(async () => {
      const { host } = this
      if (!host.current()) return
      let answer: PlayAnswer
      try {
        answer = await host.onDevice(() => answerTo(host, question))
      } catch (error) {
        answer = { of: 'problem', message: error instanceof Error ? error.message : String(error) }
      }
      if (host.current()) host.post({ type: 'played', runId: host.runId, ask, answer }, buffersOfAnswer(answer))
    })
  }
}

async function answerTo(host: PlayHost, question: PlayQuestion): Promise<PlayAnswer> {
  const trainer = host.trainer()
  const { step, plan } = trainer
  const shown = shownSamples(plan, question.node)
  if (!shown)
    return {
      of: 'problem',
      message: `The run that is trained has no picture of samples at ${question.node}. Press Train, so that it goes on with the graph as it is now.`,
    }
  switch (question.of) {
    case 'samples':
      return { of: 'samples', step, samples: await samplesOf(trainer, shown, question) }
    case 'directions':
      return { of: 'directions', step, directions: await directionsOf(trainer, shown, question) }
    case 'nearest': {
      const judge = host.judge()
      const { node, given, weights, among } = question
      const values = await valuesFor(trainer, shown, { node, given, weights, count: 1, of: 'samples' })
      const found = await nearestSamples(trainer, judge, shown, values, among, async () => {
        await host.yieldToMessages()
        return host.current() && host.trainer() === trainer
      })
      if (found === null) return { of: 'problem', message: 'The run went on without this search. Press Search again.' }
      return { of: 'nearest', step, among, nearest: found }
    }
    default:
      return assertNever(question)
  }
}

type Shown = Extract<PlanPreview, { type: 'image' | 'points' }>
type Evaluation = Pick<SamplesQuestion, 'count' | 'given' | 'weights'>

/**
 * Computes the cone of an output for given rows, in parts of `AT_ONCE`; `take` is shown the values of each part, in a tidy. What is
 * not given is drawn as previews draw it.
 */
function evaluateGiven<Taken>(
  { machine, plan, step }: Trainer,
  shown: Shown,
  { count, given, weights }: Evaluation,
  take: (values: Values, inPart: number) => Taken,
  observe?: (layer: PlanLayer, value: Tensor) => void,
): Taken[] {
  const { tf } = machine
  const operations = coneOf(plan.operations, producers(plan.operations), [shown.value])
  const taken: Taken[] = []
  for (let first = 0; first < count; first += AT_ONCE) {
    const inPart = Math.min(AT_ONCE, count - first)
    // Any batch must be a multiple of this.
    const batchSize = Math.ceil(inPart / plan.batchMultiple) * plan.batchMultiple
    tf.tidy(() => {
      const values: Values = new Map()
      drawSources(machine, values, batchSize, step, previewKey(plan))
      for (const source of plan.sources)
        for (const { value, shape } of Object.values(source.outputs)) {
          const rows = given[value]
          if (!rows) continue
          const size = shapeSize(shape)
          if (rows.length < (first + inPart) * size)
            throw new Error(
              `There are ${rows.length} numbers for ${value}, expected ${count * size}. Press Train, so that the run goes on with the graph as it is now.`,
            )
          const part = new Float32Array(batchSize * size)
          part.set(rows.subarray(first * size, (first + inPart) * size))
          values.set(value, tf.tensor(part, [batchSize, ...shape], 'float32'))
        }
      for (const index of operations)
        evaluateOperation(machine, plan.operations[index]!, values, {
          mode: 'inference',
          part: null,
          updating: false,
          weights,
          step,
          key: previewKey(plan),
          ...(observe && { observe }),
        })
      taken.push(take(values, inPart))
    })
  }
  return taken
}

/** Numbers of the output's samples, one after the other. */
async function valuesFor(
  trainer: Trainer,
  shown: Shown,
  question: SamplesQuestion,
): Promise<Float32Array<ArrayBuffer>> {
  const { tf } = trainer.machine
  const parts = evaluateGiven(trainer, shown, question, (values, inPart) =>
    tf.keep(tf.slice(values.get(shown.value)!, 0, inPart)),
  )
  return joinFloats(await Promise.all(parts.map(readBack)))
}

async function samplesOf(trainer: Trainer, shown: Shown, question: SamplesQuestion): Promise<PlaySamples> {
  return asSamples(await valuesFor(trainer, shown, question), question.count, shown)
}

/** A layer with weights that a latent enters, and the value that brings it there. */
interface Entrance {
  layer: PlanLayer
  weights: readonly Weight[]
  /** In the body of its network, or outside of networks. */
  input: ValueName
  /** Where `input` is what a network is called with: that value outside of it. */
  outside: ValueName | null
}

/** The first layer with trainable weights on the way of a latent; `null` when there is none. */
function entranceOf({ plan, machine }: Trainer, shown: Shown, latent: ValueName): Entrance | null {
  const reached = new Set<ValueName>([latent])
  for (const index of coneOf(plan.operations, producers(plan.operations), [shown.value])) {
    const operation = plan.operations[index]!
    const brought = new Map<ValueName, ValueName>()
    if (operation.type === 'call')
      for (const [port, { value }] of Object.entries(plan.networks[operation.network]!.inputs))
        if (reached.has(operation.inputs[port]!)) brought.set(value, operation.inputs[port]!)
    const within = new Set([...reached, ...brought.keys()])
    for (const layer of layersOf(plan, operation)) {
      const input = Object.values(layer.inputs).find((name) => within.has(name))
      if (input === undefined) continue
      const model = operation.type === 'call' ? machine.models.get(operation.network) : undefined
      const weights = [...(model?.weights.values() ?? [])].filter(
        ({ id, trainable }) => trainable && id.startsWith(`${layer.node}/`),
      )
      if (weights.length > 0) return { layer, weights, input, outside: brought.get(input) ?? null }
      within.add(layer.output)
    }
    if (operation.type === 'layer') {
      if (within.has(operation.output)) reached.add(operation.output)
    } else
      for (const [port, { value }] of Object.entries(plan.networks[operation.network]!.outputs))
        if (within.has(value)) reached.add(operation.outputs[port]!)
  }
  return null
}

/**
 * What one more in each number of the latent changes at the layer where it enters: through the layer's matrix where it has one, whatever
 * stands between (a concatenation with a label, a reshape), else in what the layer gives. The principal directions of that.
 */
async function directionsOf(trainer: Trainer, shown: Shown, question: DirectionsQuestion) {
  const { machine, plan } = trainer
  const { tf } = machine
  const latent = playable(plan, question.node)?.latents.find(({ value }) => value === question.latent)
  const entrance = latent && entranceOf(trainer, shown, latent.value)
  if (!entrance) return []
  const { size } = latent
  // All zeros first, then a one in each place.
  const rows = new Float32Array((size + 1) * size)
  for (let index = 0; index < size; index++) rows[(index + 1) * size + index] = 1
  const given: GivenRows = { [latent.value]: rows }
  const matrix = entrance.weights.find(({ live }) => live.shape.length === 2)
  /** What the body of the network gives there, in the part that is computed; its first call counts. */
  const seen: Tensor[] = []
  const wanted = matrix ? entrance.input : entrance.layer.output
  const parts = evaluateGiven(
    trainer,
    shown,
    // Other inputs are the same in every row, so that only the latent tells them apart.
    { count: size + 1, given: { ...given, ...constants(trainer, question.node, size + 1) }, weights: question.weights },
    (values, inPart) => {
      const value =
        entrance.outside !== null && matrix ? values.get(entrance.outside)! : (values.get(wanted) ?? seen[0]!)
      seen.length = 0
      return tf.keep(tf.reshape(tf.slice(value, 0, inPart), [inPart, -1]))
    },
    (layer, value) => {
      if (layer.output === wanted) seen.push(value)
    },
  )
  const gram = tf.tidy(() => {
    const whole = tf.concat(parts)
    const changes = tf.sub(tf.slice(whole, 1), tf.slice(whole, 0, 1))
    const kernel = matrix && (question.weights === 'ema' ? (matrix.ema ?? matrix.live) : matrix.live)
    const fits = kernel && kernel.shape[0] === changes.shape[1]
    const responses = fits ? tf.matMul(changes as never, kernel as never) : changes
    return tf.matMul(responses as never, responses as never, false, true) as Tensor
  })
  tf.dispose(parts)
  return principalDirections(await readBack(gram), size, question.count)
}

/** Labels of one class, and zeros for all other latents. */
function constants({ plan }: Trainer, node: string, count: number): GivenRows {
  const found = playable(plan, node)
  const constant: Record<ValueName, Float32Array<ArrayBuffer>> = {}
  for (const { value, size } of found?.labels ?? []) {
    const rows = new Float32Array(count * size)
    for (let row = 0; row < count; row++) rows[row * size] = 1
    constant[value] = rows
  }
  return constant
}

const samplesBuffers = (samples: PlaySamples): ArrayBuffer =>
  samples.form === 'image' ? samples.pixels.buffer : samples.points.buffer

function buffersOfAnswer(answer: PlayAnswer): ArrayBuffer[] {
  switch (answer.of) {
    case 'samples':
      return [samplesBuffers(answer.samples)]
    case 'directions':
      return answer.directions.map(({ buffer }) => buffer)
    case 'nearest':
      return answer.nearest.map(({ samples }) => samplesBuffers(samples))
    case 'problem':
      return []
    default:
      return assertNever(answer)
  }
}
