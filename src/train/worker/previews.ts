/** @file What each output node shows, computed from fixed draws so that one watches the same samples grow. */

import type { PlanPreview } from '../../compile/plan'
import type { Tensor, TensorFlow } from '../../layers/layer'
import { assertNever } from '../../lib/assert'
import { type Square, squareAround } from '../../media/scatter'
import type { NodePreview, Preview } from '../preview'
import { evaluateDraws, type Values } from './evaluate'
import { readBack } from './read-back'
import type { Trainer } from './trainer'

const IMAGE_COLUMNS = 6
const SAMPLES = { image: IMAGE_COLUMNS * IMAGE_COLUMNS, points: 512, scores: 256, values: 64 } as const
const HISTOGRAM_BINS = 48
const SURFACE_SIDE = 48

/** Pictures of the nodes in `nodes`, or of all. Reads back from the backend once for each picture. */
export async function computePreviews(
  trainer: Trainer,
  weights: 'live' | 'ema',
  nodes: ReadonlySet<string> | null,
): Promise<NodePreview[]> {
  const previews = trainer.plan.previews.filter(({ node }) => nodes === null || nodes.has(node))
  return Promise.all(
    previews.map(async (preview) => ({
      node: preview.node,
      step: trainer.step,
      preview: await computePreview(trainer, preview, weights),
    })),
  )
}

/** Values of a preview's cone for `atLeast` fixed draws, or a few more so that packs divide them. Call it in a tidy. */
function previewValues(
  { machine, plan: { seed, batchMultiple }, step }: Trainer,
  operations: readonly number[],
  weights: 'live' | 'ema',
  atLeast: number,
): Values {
  const batchSize = Math.ceil(atLeast / batchMultiple) * batchMultiple
  return evaluateDraws(machine, operations, { batchSize, mode: 'inference', weights, step, key: ['preview', seed] })
}

async function computePreview(trainer: Trainer, preview: PlanPreview, weights: 'live' | 'ema'): Promise<Preview> {
  const { tf } = trainer.machine
  switch (preview.type) {
    case 'image': {
      const sheet = tf.tidy(() => {
        // Enough also where packs have made fewer of them.
        const drawn = SAMPLES.image * trainer.plan.batchMultiple
        const images = previewValues(trainer, preview.operations, weights, drawn).get(preview.value)!
        return imageSheet(tf, tf.slice(images, 0, SAMPLES.image), preview.range)
      })
      const [rows = 0, columns = 0, channels = 1] = sheet.shape
      const pixels = toPixels(await readBack(sheet), channels)
      return { type: 'image', widthPx: columns, heightPx: rows, columns: IMAGE_COLUMNS, rows: IMAGE_COLUMNS, pixels }
    }
    case 'points': {
      const computed = tf.tidy(() => {
        const values = previewValues(trainer, preview.operations, weights, SAMPLES.points)
        const real = preview.real === null ? null : values.get(preview.real)
        return [values.get(preview.value)!.clone(), ...(real ? [real.clone()] : [])]
      })
      const [fake, real = null] = await Promise.all(computed.map(readBack))
      const square = squareAround(real ?? fake!)
      const surface = preview.critic ? await criticSurface(trainer, preview.critic, weights, square) : null
      return { type: 'points', fake: fake!, real, ...square, surface }
    }
    case 'scores':
    case 'values': {
      const samples = SAMPLES[preview.type]
      const computed = tf.tidy(() => {
        const values = previewValues(trainer, preview.operations, weights, samples)
        return preview.values.map(({ value }) => values.get(value)!.clone())
      })
      const series = await Promise.all(computed.map(readBack))
      return histogram(preview.values.map(({ label }, index) => ({ label, values: series[index]! })))
    }
    default:
      return assertNever(preview)
  }
}

/** [n, height, width, channels] → [rows · height, columns · width, channels] in 0 … 1. */
function imageSheet(tf: TensorFlow, images: Tensor, range: readonly [number, number] | null): Tensor {
  const [, height = 1, width = 1, channels = 1] = images.shape
  const [minimum, maximum] = range ?? [-1, 1]
  const unit = tf.div(tf.sub(images, minimum), maximum - minimum)
  const grid = tf.reshape(unit, [IMAGE_COLUMNS, IMAGE_COLUMNS, height, width * channels])
  return tf.reshape(tf.transpose(grid, [0, 2, 1, 3]), [IMAGE_COLUMNS * height, IMAGE_COLUMNS * width, channels])
}

/** Values in 0 … 1 to RGBA; grey is repeated, what lies outside is clipped. */
export function toPixels(values: Float32Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const count = values.length / channels
  const pixels = new Uint8ClampedArray(count * 4)
  for (let index = 0; index < count; index++) {
    for (let channel = 0; channel < 3; channel++)
      pixels[index * 4 + channel] = values[index * channels + Math.min(channel, channels - 1)]! * 255
    pixels[index * 4 + 3] = 255
  }
  return pixels
}

async function criticSurface(
  trainer: Trainer,
  critic: { network: string; input: string; output: string },
  weights: 'live' | 'ema',
  { center, extent }: Square,
) {
  const { tf, models } = trainer.machine
  const side = SURFACE_SIDE
  const grid = new Float32Array(side * side * 2)
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      grid[(row * side + column) * 2] = center[0] + ((column + 0.5) / side) * 2 * extent - extent
      grid[(row * side + column) * 2 + 1] = center[1] + extent - ((row + 0.5) / side) * 2 * extent
    }
  const scores = tf.tidy(() => {
    const noise = (shape: number[]) => tf.zeros(shape)
    const outputs = models.get(critic.network)!.apply(
      { [critic.input]: tf.tensor(grid, [side * side, 2]) },
      {
        mode: 'inference',
        part: null,
        updating: false,
        weights,
        step: trainer.step,
        random: () => ({ normal: noise, uniform: noise, number: () => 0 }),
      },
    )
    return outputs[critic.output]!.clone()
  })
  return { side, scores: await readBack(scores) }
}

export type Histogram = Extract<Preview, { type: 'histogram' }>

/** Shares of each series in the same bins. Values that are not finite are left out. */
export function histogram(series: readonly { label: string; values: Float32Array }[]): Histogram {
  let minimum = Number.POSITIVE_INFINITY
  let maximum = Number.NEGATIVE_INFINITY
  for (const { values } of series)
    for (const value of values) {
      if (!Number.isFinite(value)) continue
      if (value < minimum) minimum = value
      if (value > maximum) maximum = value
    }
  if (!(minimum < maximum)) {
    const centre = Number.isFinite(minimum) ? minimum : 0
    minimum = centre - 0.5
    maximum = centre + 0.5
  }
  const scale = HISTOGRAM_BINS / (maximum - minimum)
  return {
    type: 'histogram',
    minimum,
    maximum,
    series: series.map(({ label, values }) => {
      const shares = new Float32Array(HISTOGRAM_BINS)
      let sum = 0
      let count = 0
      for (const value of values) {
        if (!Number.isFinite(value)) continue
        const bin = Math.min(HISTOGRAM_BINS - 1, Math.floor((value - minimum) * scale))
        shares[bin] = shares[bin]! + 1
        sum += value
        count++
      }
      if (count > 0) for (let bin = 0; bin < HISTOGRAM_BINS; bin++) shares[bin] = shares[bin]! / count
      return { label, shares, mean: count > 0 ? sum / count : 0 }
    }),
  }
}

/** Buffers to transfer with a message that carries these pictures. */
export function buffersOf(previews: readonly NodePreview[]): ArrayBuffer[] {
  return previews.flatMap(({ preview }) => {
    switch (preview.type) {
      case 'image':
        return [preview.pixels.buffer]
      case 'points':
        return [
          preview.fake.buffer,
          ...(preview.real ? [preview.real.buffer] : []),
          ...(preview.surface ? [preview.surface.scores.buffer] : []),
        ]
      case 'histogram':
        return preview.series.map(({ shares }) => shares.buffer)
      default:
        return assertNever(preview)
    }
  })
}
