/** @file Looking inside layers: figures, a histogram and maps of what they give for the samples of the previews. */
import { layerKind } from '../../compile/build'
import { layersOf, type PlanLayer } from '../../compile/plan'
import { resolveSchedules } from '../../lib/schedule'
import { shapeSize } from '../../tensor/shape'
import type { Inside, MapChoice, Maps, Probe, Units, ValueStatistics } from '../life'
import { observe } from './observe'
import { histogram, toPixels } from './previews'
import { readBack } from './read-back'
import type { Trainer } from './trainer'

const MOST_SAMPLES = 64
/** Values of one layer and call that are read back at most: 8 MB. */
const MOST_VALUES = 2 ** 21
const MOST_MAPS = 64
/** Columns of a matrix. */
const MOST_UNITS = 256
/** Between maps, in their pixels. */
const GAP_PX = 1

/** One entry for each probe of a layer that takes part; the others are left out. */
export async function computeInsides(
  trainer: Trainer,
  weights: 'live' | 'ema',
  probes: readonly Probe[],
): Promise<Inside[]> {
  const { plan, step } = trainer
  const { tf } = trainer.machine
  const layers = new Map(
    plan.operations.flatMap((operation) => layersOf(plan, operation)).map((layer) => [layer.node, layer]),
  )
  const wanted = probes.filter(({ node }) => layers.has(node))
  if (wanted.length === 0) return []
  const largest = Math.max(...wanted.map(({ node }) => shapeSize(layers.get(node)!.shape)))
  const samples = Math.max(1, Math.min(MOST_SAMPLES, Math.floor(MOST_VALUES / largest)))
  const observed: { layer: PlanLayer; call: string; value: ReturnType<typeof tf.clone> }[] = []
  tf.tidy(() => {
    for (const { layer, call, value } of observe(trainer, new Set(wanted.map(({ node }) => node)), weights, samples))
      observed.push({ layer, call, value: tf.keep(value.clone()) })
  })
  const read = await Promise.all(
    observed.map(async ({ layer, call, value }): Promise<Read> => {
      return { node: layer.node, call, values: await readBack(value) }
    }),
  )
  return wanted.map((probe) => insideOf(layers.get(probe.node)!, step, probe, read))
}

interface Read {
  node: string
  call: string
  /** Samples one after the other. */
  values: Float32Array
}

function insideOf(layer: PlanLayer, step: number, probe: Probe, read: readonly Read[]): Inside {
  const calls = read.filter(({ node }) => node === layer.node)
  const shown = calls.find(({ call }) => call === probe.call) ?? calls[0]!
  const mayDie = canDie(layer, step)
  return {
    node: layer.node,
    step,
    shape: layer.shape,
    samples: shown.values.length / shapeSize(layer.shape),
    calls: calls.map(({ call, values }) => ({
      call,
      ...statistics(values),
      units: mayDie ? countDead(values, unitsOf(layer)) : null,
    })),
    histogram: histogram(calls.map(({ call, values }) => ({ label: call, values }))),
    maps: mapsOf(layer, shown, probe.maps),
  }
}

export const canDie = ({ kind, params }: PlanLayer, step: number): boolean =>
  layerKind(kind).canDie?.(resolveSchedules(params, step)) ?? false

/** Its numbers, or its channels. */
export const unitsOf = ({ shape }: PlanLayer): number => shape.at(-1) ?? 1

/** The last axis counts units: whatever stands before it, samples and places, is gone through. */
function countDead(values: Float32Array, count: number): Units {
  const alive = new Uint8Array(count)
  for (let index = 0; index < values.length; index++) if (values[index] !== 0) alive[index % count] = 1
  return { count, dead: count - alive.reduce((sum, lives) => sum + lives, 0) }
}

export function statistics(values: Float32Array): Omit<ValueStatistics, 'call' | 'units'> {
  let [count, sum, minimum, maximum] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    count++
    sum += value
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  const notFinite = values.length - count
  if (count === 0) return { mean: 0, deviation: 0, minimum: 0, maximum: 0, notFinite }
  const mean = sum / count
  // A second pass: the difference of two large sums would say nothing about small spreads.
  let squares = 0
  for (const value of values) if (Number.isFinite(value)) squares += (value - mean) ** 2
  return { mean, deviation: Math.sqrt(squares / count), minimum, maximum, notFinite }
}

function mapsOf({ shape }: PlanLayer, { call, values }: Read, { of, index }: MapChoice): Maps | null {
  const size = shapeSize(shape)
  const samples = values.length / size
  if (shape.length === 1 && size > 1) {
    const columns = Math.min(size, MOST_UNITS)
    const matrix = picture(columns, samples, (x, y) => values[y * size + x]!)
    return {
      of: 'samples',
      index: 0,
      choices: 1,
      call,
      form: 'matrix',
      ...matrix,
      sheet: { ...matrix.sheet, rows: samples, columns },
    }
  }
  if (shape.length !== 3) return null
  const [height, width, channels] = shape as readonly [number, number, number]
  const choices = of === 'channels' ? samples : channels
  const chosen = Math.min(index, choices - 1)
  const count = Math.min(MOST_MAPS, of === 'channels' ? channels : samples)
  const columns = Math.ceil(Math.sqrt(count))
  const rows = Math.ceil(count / columns)
  const sheet = picture(columns * (width + GAP_PX) - GAP_PX, rows * (height + GAP_PX) - GAP_PX, (x, y) => {
    const [left, top] = [x % (width + GAP_PX), y % (height + GAP_PX)]
    const map = Math.floor(y / (height + GAP_PX)) * columns + Math.floor(x / (width + GAP_PX))
    if (left === width || top === height || map >= count) return null
    const [sample, channel] = of === 'channels' ? [chosen, map] : [map, chosen]
    return values[sample * size + (top * width + left) * channels + channel]!
  })
  return { of, index: chosen, choices, call, form: 'grid', ...sheet, sheet: { ...sheet.sheet, columns, rows } }
}

/** Grey from the least value to the greatest; nothing where `valueAt` answers `null`. */
function picture(
  widthPx: number,
  heightPx: number,
  valueAt: (x: number, y: number) => number | null,
): Pick<Maps, 'minimum' | 'maximum'> & { sheet: Omit<Maps['sheet'], 'columns' | 'rows'> } {
  const shown = Array.from({ length: widthPx * heightPx }, (_, index) =>
    valueAt(index % widthPx, Math.floor(index / widthPx)),
  )
  const { minimum, maximum } = statistics(Float32Array.from(shown.filter((value) => value !== null)))
  const span = maximum - minimum
  const pixels = toPixels(
    Float32Array.from(shown, (value) => (value === null || span === 0 ? 0 : (value - minimum) / span)),
    1,
  )
  for (const [index, value] of shown.entries()) if (value === null) pixels[4 * index + 3] = 0
  return { minimum, maximum, sheet: { type: 'image', widthPx, heightPx, pixels } }
}

/** Buffers to transfer with a message that carries these. */
export const buffersOfInsides = (insides: readonly Inside[]): ArrayBuffer[] =>
  insides.flatMap(({ histogram: { series }, maps }) => [
    ...series.map(({ shares }) => shares.buffer),
    ...(maps ? [maps.sheet.pixels.buffer] : []),
  ])
