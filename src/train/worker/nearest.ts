/**
 * @file Is a sample a copy? The training samples that are nearest to it, in pixels and in the features of the dataset's classifier, beside
 * how near training samples are to each other.
 */
import { coneOf, producers } from '../../compile/cones'
import type { PlanPreview } from '../../compile/plan'
import type { Tensor } from '../../layers/layer'
import { classifierOf } from '../../metrics/extractors'
import { shapeSize } from '../../tensor/shape'
import type { Nearest } from '../play'
import { evaluateDraws } from './evaluate'
import { generatedValues } from './generated'
import type { Judge, Pause } from './metrics'
import { asSamples } from './play-samples'
import { readBack } from './read-back'
import type { Trainer } from './trainer'

/** So many training samples are drawn at once, between two pauses. */
const AT_ONCE = 100
/** So many are shown. */
const SHOWN = 3
/** Training samples whose own nearest are looked for, for comparison. */
const PROBES = 16
/** Draws are with replacement: what is as near as this to another, as a share of its length, is the same one. */
const SAME = 1e-6

/**
 * Searches `among` training samples, drawn under a key of their own, for those nearest to one sample. `null` when `pause` has said
 * that the run went on without us. Throws, with what to do, when the output is compared with no dataset.
 */
export async function nearestSamples(
  trainer: Trainer,
  judge: Judge | null,
  shown: Extract<PlanPreview, { type: 'image' | 'points' }>,
  sample: Float32Array<ArrayBuffer>,
  among: number,
  pause: Pause,
): Promise<Nearest[] | null> {
  const { machine, plan, step } = trainer
  const { tf } = machine
  const generated = generatedValues(plan).find(({ fake }) => fake === shown.value)
  if (!generated)
    throw new Error('No objective compares this output with a dataset, so there are no training samples to search.')
  const { real, shape, dataset } = generated
  const classifier = judge && classifierOf(dataset) && generated.form === 'image'
  const extractor = classifier ? await judge.extractor(dataset, shape) : null
  const features = (images: Tensor) => extractor!.apply(images).features as Tensor
  const operations = coneOf(plan.operations, producers(plan.operations), [real])
  const inPixels = new Search(sample)
  const inFeatures = extractor
    ? new Search(await readBack(tf.tidy(() => features(tf.tensor(sample, [1, ...shape], 'float32')))))
    : null
  const size = shapeSize(shape)
  for (let first = 0; first < among; first += AT_ONCE) {
    if (!(await pause())) return null
    const count = Math.min(AT_ONCE, among - first)
    const batchSize = Math.ceil(count / plan.batchMultiple) * plan.batchMultiple
    const [images, described] = tf.tidy((): Tensor[] => {
      const key = ['nearest', plan.seed, first]
      const values = evaluateDraws(machine, operations, { batchSize, mode: 'inference', weights: 'live', step, key })
      const drawn = tf.reshape(values.get(real)!, [batchSize, ...shape])
      return [drawn, ...(extractor ? [features(drawn)] : [])]
    })
    const pixels = await readBack(images!)
    const vectors = described ? await readBack(described) : null
    for (let row = 0; row < count; row++) {
      const picture = pixels.subarray(row * size, (row + 1) * size)
      inPixels.add(picture, picture)
      if (inFeatures && vectors) {
        const length = vectors.length / batchSize
        inFeatures.add(vectors.subarray(row * length, (row + 1) * length), picture)
      }
    }
  }
  return [
    inPixels.result('pixels', (values, count) => asSamples(values, count, shown)),
    ...(inFeatures ? [inFeatures.result('features', (values, count) => asSamples(values, count, shown))] : []),
  ]
}

function distanceOf(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) {
    const difference = a[index]! - b[index]!
    sum += difference * difference
  }
  return Math.sqrt(sum)
}

const lengthOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))

interface Found {
  distance: number
  vector: Float32Array
  picture: Float32Array
}

/** The nearest of all that is added, and of the first few the nearest others. */
export class Search {
  private found: Found[] = []
  private readonly probes: { vector: Float32Array; nearest: number }[] = []

  constructor(private readonly sought: Float32Array) {}

  /** `picture` is shown, `vector` is compared. Both are copied when they are kept. */
  add(vector: Float32Array, picture: Float32Array) {
    const same = SAME * lengthOf(vector)
    let isKnown = false
    let nearest = Number.POSITIVE_INFINITY
    for (const probe of this.probes) {
      const distance = distanceOf(vector, probe.vector)
      if (distance <= same) isKnown = true
      else {
        probe.nearest = Math.min(probe.nearest, distance)
        nearest = Math.min(nearest, distance)
      }
    }
    if (!isKnown && this.probes.length < PROBES) this.probes.push({ vector: vector.slice(), nearest })
    const distance = distanceOf(vector, this.sought)
    if (this.found.length === SHOWN && distance >= this.found.at(-1)!.distance) return
    if (this.found.some((other) => distanceOf(other.vector, vector) <= same)) return
    this.found = [...this.found, { distance, vector: vector.slice(), picture: picture.slice() }]
      .sort((a, b) => a.distance - b.distance)
      .slice(0, SHOWN)
  }

  result(
    measure: Nearest['measure'],
    asShown: (values: Float32Array<ArrayBuffer>, count: number) => Nearest['samples'],
  ): Nearest {
    const size = this.found[0]?.picture.length ?? 0
    const values = new Float32Array(this.found.length * size)
    for (const [index, { picture }] of this.found.entries()) values.set(picture, index * size)
    const others = this.probes.map(({ nearest }) => nearest).sort((a, b) => a - b)
    return {
      measure,
      samples: asShown(values, this.found.length),
      distances: this.found.map(({ distance }) => distance),
      usual: others[Math.floor(others.length / 2)] ?? Number.POSITIVE_INFINITY,
    }
  }
}
