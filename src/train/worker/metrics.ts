/**
 * @file Judges the generators of a run: samples of theirs and of the data, features of both, figures with what is needed to read
 * them. Draws have a key of their own, the same at each evaluation and in each run, so that figures of runs compare.
 */
import { coneOf, producers } from '../../compile/cones'
import type { ValueName } from '../../compile/plan'
import type { DataFiles } from '../../data/dataset'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { joinFloats } from '../../lib/join'
import { metricsFor } from '../../metrics'
import type { Extractor } from '../../metrics/extractor'
import { extractorOf } from '../../metrics/extractors'
import type { MetricDefinition, SampleSet } from '../../metrics/metric'
import type { MetricDetail } from '../protocol'
import { evaluateDraws } from './evaluate'
import { type GeneratedValue, generatedValues } from './generated'
import { readBack } from './read-back'
import type { Trainer } from './trainer'

export interface MetricReport {
  /** By name of the value: from the moving average of the weights where one is kept, else from the live weights. */
  metrics: Record<string, number>
  details: Record<string, MetricDetail>
}

/** So many images are computed at once, between two pauses. */
const IMAGES_AT_ONCE = 100
const POINTS_AT_ONCE = 10_000

/** Independent draws: what is judged, what it is judged by, and what the floor is measured with. */
type Draw = 'fake' | 'real' | 'floor'

/** Lets others have the thread; answers whether to go on. */
export type Pause = () => Promise<boolean>

class Abandoned extends Error {}

/** Keeps extractors, real samples and floors, which stay the same while weights change. One for each backend. */
export class Judge {
  private readonly extractors = new Map<string, Promise<Extractor>>()
  private readonly kept = new Map<string, SampleSet>()
  private readonly floors = new Map<string, Record<string, number>>()

  constructor(
    private readonly tf: TensorFlow,
    private readonly files: DataFiles,
  ) {}

  /** The names that a report will have, with what is known of them beforehand. */
  expected(trainer: Trainer, count: number | null): MetricReport {
    const report: MetricReport = { metrics: {}, details: {} }
    for (const { generated, suffix } of judged(trainer))
      for (const metric of metricsFor(generated.dataset))
        for (const { name } of metric.values) {
          const extractor = metric.reads === 'values' ? null : extractorOf(generated.dataset).name
          report.details[name + suffix] = { samples: samplesOf(metric, count), extractor, floor: null, live: null }
        }
    return report
  }

  /** Whether an evaluation takes long enough to be put off until a run has settled. */
  isSlow(trainer: Trainer): boolean {
    return judged(trainer).some(({ generated }) => generated.form === 'image')
  }

  /**
   * `count`: samples, as far as each metric can use them; `null` for the few that suffice while training goes on. `null` comes back
   * when `pause` has said that the run went on without us.
   */
  async measure(trainer: Trainer, count: number | null, pause: Pause): Promise<MetricReport | null> {
    const report = this.expected(trainer, count)
    try {
      for (const { generated, suffix } of judged(trainer))
        await this.judge(trainer, generated, count, pause, suffix, report)
      return report
    } catch (error) {
      if (error instanceof Abandoned) return null
      throw error
    }
  }

  dispose() {
    for (const extractor of this.extractors.values())
      void extractor.then(
        (loaded) => loaded.dispose(),
        // One that could not be loaded was said to be by whoever asked for it.
        () => {},
      )
    this.extractors.clear()
  }

  private async judge(
    trainer: Trainer,
    generated: GeneratedValue,
    count: number | null,
    pause: Pause,
    suffix: string,
    report: MetricReport,
  ) {
    const applying = metricsFor(generated.dataset)
    const most = Math.max(0, ...applying.map((metric) => samplesOf(metric, count)))
    if (most === 0) return
    const sample = (draw: Draw, weights: 'ema' | 'live', length = most) =>
      this.sample(trainer, generated, draw, weights, length, pause)
    const averaged = await sample('fake', 'ema')
    const live = keepsAverage(trainer, generated.fake) ? await sample('fake', 'live') : null
    const real = await this.keep(realKey(trainer, generated, 'real', most), () => sample('real', 'live'))
    for (const metric of applying) {
      const samples = samplesOf(metric, count)
      const figures = (fake: SampleSet) =>
        finite(
          metric.compute({
            fake: firstOf(fake, samples),
            real: firstOf(real, samples),
            dataset: generated.dataset,
          }),
        )
      const key = realKey(trainer, generated, `floor of ${metric.name}`, samples)
      let floor = this.floors.get(key)
      if (!floor) {
        const other = () => sample('floor', 'live', most)
        floor = metric.floor
          ? metric.floor(samples, generated.dataset)
          : figures(await this.keep(realKey(trainer, generated, 'floor', most), other))
        this.floors.set(key, floor)
      }
      await goOn(pause)
      const ofAveraged = figures(averaged)
      await goOn(pause)
      const ofLive = live && figures(live)
      for (const { name } of metric.values) {
        const detail = report.details[name + suffix]!
        detail.floor = floor[name] ?? null
        detail.live = ofLive?.[name] ?? null
        if (ofAveraged[name] !== undefined) report.metrics[name + suffix] = ofAveraged[name]
      }
      await goOn(pause)
    }
  }

  private async keep(key: string, make: () => Promise<SampleSet>): Promise<SampleSet> {
    const kept = this.kept.get(key) ?? (await make())
    this.kept.set(key, kept)
    return kept
  }

  /** In inference mode: batch norm with its moving statistics, dropout off. */
  private async sample(
    trainer: Trainer,
    { fake, real, shape, form, dataset }: GeneratedValue,
    draw: Draw,
    weights: 'ema' | 'live',
    count: number,
    pause: Pause,
  ): Promise<SampleSet> {
    const { tf } = this
    const { machine, plan, step } = trainer
    const extractor = form === 'image' ? await this.extractor(dataset, shape) : null
    const value = draw === 'fake' ? fake : real
    const operations = coneOf(plan.operations, producers(plan.operations), [value])
    const atOnce = form === 'image' ? IMAGES_AT_ONCE : POINTS_AT_ONCE
    const batches: Batch[] = []
    for (let first = 0; first < count; first += atOnce) {
      await goOn(pause)
      const size = Math.min(atOnce, count - first)
      const key = ['evaluation', draw, first]
      const [samples, features, probabilities] = tf.tidy((): Tensor[] => {
        const values = evaluateDraws(machine, operations, { batchSize: size, mode: 'inference', weights, step, key })
        const images = tf.reshape(values.get(value)!, [size, ...shape])
        const judged = extractor?.apply(images)
        return [images, ...(judged ? [judged.features] : []), ...(judged?.probabilities ? [judged.probabilities] : [])]
      })
      if (form === 'image') samples?.dispose()
      const [values = null, ...judged] = await Promise.all(
        [form === 'image' ? undefined : samples, features, probabilities].map((tensor) =>
          tensor ? readBack(tensor) : null,
        ),
      )
      batches.push({ samples: values, features: judged[0] ?? null, probabilities: judged[1] ?? null })
    }
    return {
      count,
      // Metrics of images read features only: 10,000 images would be kept in vain.
      values: joined(batches.map(({ samples }) => samples)) ?? new Float32Array(),
      features: joined(batches.map(({ features }) => features)),
      probabilities: joined(batches.map(({ probabilities }) => probabilities)),
    }
  }

  /** What turns images of this dataset and shape into features; loaded once. */
  extractor(dataset: GeneratedValue['dataset'], shape: GeneratedValue['shape']): Promise<Extractor> {
    const definition = extractorOf(dataset)
    const key = JSON.stringify([definition.name, definition.channels, shape])
    const loaded = this.extractors.get(key) ?? definition.load(this.tf, this.files, shape)
    this.extractors.set(key, loaded)
    return loaded
  }
}

interface Batch {
  samples: Float32Array | null
  features: Float32Array | null
  probabilities: Float32Array | null
}

async function goOn(pause: Pause) {
  if (!(await pause())) throw new Abandoned()
}

/** The generators of a run. The first has plain names in reports, further ones carry their output: `modesHit@G2.point`. */
const judged = ({ plan }: Trainer): { generated: GeneratedValue; suffix: string }[] =>
  generatedValues(plan).map((generated, index) => ({ generated, suffix: index === 0 ? '' : `@${generated.fake}` }))

/** Whether figures of one run say something about the other: the same generators are compared with the same data. */
export const judgesTheSame = (a: Trainer, b: Trainer): boolean =>
  JSON.stringify(generatedValues(a.plan)) === JSON.stringify(generatedValues(b.plan))

const samplesOf = ({ sampleCount }: MetricDefinition, count: number | null): number =>
  count === null ? sampleCount.live : Math.min(sampleCount.full, count)

const finite = (figures: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)))

function firstOf(set: SampleSet, count: number): SampleSet {
  if (count === set.count) return set
  const cut = (values: Float32Array) => values.subarray(0, (values.length / set.count) * count)
  return {
    count,
    values: cut(set.values),
    features: set.features && cut(set.features),
    probabilities: set.probabilities && cut(set.probabilities),
  }
}

const joined = (parts: readonly (Float32Array | null)[]): Float32Array | null =>
  parts.every((part) => part !== null) ? joinFloats(parts) : null

/** Whether some network on the way to the value has a moving average of its weights. */
function keepsAverage({ plan, machine }: Trainer, value: ValueName): boolean {
  return coneOf(plan.operations, producers(plan.operations), [value]).some((index) => {
    const operation = plan.operations[index]!
    const model = operation.type === 'call' ? machine.models.get(operation.network) : undefined
    return [...(model?.weights.values() ?? [])].some(({ ema }) => ema !== null)
  })
}

/** Names what is drawn: the same key, the same real samples, whatever else the graph holds. */
function realKey({ plan }: Trainer, { real, dataset, shape }: GeneratedValue, what: string, count: number): string {
  const operations = coneOf(plan.operations, producers(plan.operations), [real]).map((index) => plan.operations[index])
  return JSON.stringify([what, count, dataset.name, shape, real, plan.sources, operations])
}
