/** @file From arrays to data: which one holds the samples, which the labels, and what its numbers mean. */
import { fail, ok, type Result } from '../../lib/result'
import { shapeSize } from '../../tensor/shape'
import type { NumberArray } from './arrays'
import type { ImageShape, OwnContent } from './content'
import type { LeftOut } from './gather'
import { labelsFrom } from './labels'
import { MAX_OWN_BYTES, MAX_OWN_SIDE_PX } from './limits'
import { pointsContent } from './points-text'
import { type Crop, resample, withChannels } from './resample'

export interface NamedArray {
  /** `train_images`, `pets.npz: x`. */
  name: string
  array: NumberArray
}

export interface ArrayOptions {
  /** px; `auto`: as they are. */
  side: number | 'auto'
  channels: 1 | 3 | 'auto'
  crop: Crop
  standardise: boolean
}

interface Found {
  content: OwnContent
  leftOut: LeftOut[]
  notes: string[]
}

interface ImageArray extends NamedArray {
  shape: ImageShape
  channelsFirst: boolean
}

const CHANNELS = [1, 3, 4]

/** The array as images, if it can be meant as such. */
function asImages({ name, array }: NamedArray): ImageArray | null {
  const [, a = 0, b = 0, c] = array.shape
  const fits = (side: number) => side >= 2 && side <= MAX_OWN_SIDE_PX
  if (array.shape.length === 3 && fits(a) && fits(b)) return { name, array, shape: [a, b, 1], channelsFirst: false }
  if (array.shape.length === 4 && CHANNELS.includes(c!) && fits(a) && fits(b))
    return { name, array, shape: [a, b, c!], channelsFirst: false }
  if (array.shape.length === 4 && CHANNELS.includes(a) && fits(b) && fits(c!))
    return { name, array, shape: [b, c!, a], channelsFirst: true }
  const side = Math.sqrt(a)
  if (array.shape.length === 2 && a >= 16 && Number.isInteger(side) && fits(side))
    return { name, array, shape: [side, side, 1], channelsFirst: false }
  return null
}

const isLabels = ({ array: { shape, whole } }: NamedArray, count: number): boolean =>
  whole && shape[0] === count && shapeSize(shape) === count

/** `x_train` and `y_train`, `train-images` and `train-labels` belong together. */
const family = (name: string): string => /train|test|t10k|val/i.exec(name)?.[0]?.toLowerCase() ?? ''

const larger = (a: NamedArray, b: NamedArray) => (b.array.shape[0] ?? 0) - (a.array.shape[0] ?? 0)

/** The problem is a sentence. */
export function contentOfArrays(arrays: readonly NamedArray[], options: ArrayOptions): Result<Found, string> {
  const images = arrays.flatMap((entry) => asImages(entry) ?? []).sort(larger)
  const points = arrays.filter(({ array: { shape } }) => shape.length === 2 && shape[1] === 2).sort(larger)
  const [main] = images.length > 0 ? images : points
  if (!main) {
    const found = arrays.map(({ name, array }) => `${name} [${array.shape.join(', ')}]`).join(', ')
    return fail(
      `No array has the form of samples: pictures [count, height, width] or [count, height, width, channels], or points [count, 2]. Found: ${found}.`,
    )
  }
  const count = main.array.shape[0]!
  if (count === 0) return fail(`The array ${main.name} has no samples.`)
  const labels = arrays.filter((entry) => isLabels(entry, count))
  const own =
    labels.find(({ name }) => family(name) === family(main.name)) ?? (labels.length === 1 ? labels[0] : undefined)
  const partner = images.length > 0 ? partnerOf(main as ImageArray, images) : null
  const notes: string[] = []
  const used = [main.name, own?.name, partner?.name]
  const leftOut = arrays
    .filter(({ name }) => !used.includes(name))
    .map(({ name, array }) => ({
      path: name,
      reason: `is an array of [${array.shape.join(', ')}]; the samples were taken from ${main.name}.`,
    }))
  if (images.length === 0) {
    if (!main.array.values.every(Number.isFinite))
      return fail(`The array ${main.name} has numbers that are not finite.`)
    const made = pointsContent(
      main.array.values,
      own ? (own.array.values as ArrayLike<number>) : null,
      options.standardise,
    )
    return ok({ content: made.content, leftOut, notes: made.notes })
  }
  const first = pixelsOf(main as ImageArray, options, notes)
  if (!first.ok) return first
  const named = own && labelsFrom(own.array.values as ArrayLike<number>)
  if (named && !named.ok) notes.push(named.problem)
  const common = { count, ...first.value, ...(named?.ok ? named.value : { classes: [], labels: null }) }
  if (!partner) return ok({ content: { form: 'images', ...common }, leftOut, notes })
  const second = pixelsOf(partner, options, notes)
  if (!second.ok) return second
  const { shape: pairShape, pixels: pairPixels } = second.value
  return ok({ content: { form: 'pairs', ...common, pairShape, pairPixels }, leftOut, notes })
}

const PARTNERS = [
  ['a', 'b'],
  ['image', 'pair'],
  ['input', 'target'],
  ['source', 'target'],
]

/** The second pictures of pairs. */
function partnerOf(main: ImageArray, images: readonly ImageArray[]): ImageArray | null {
  const shortName = ({ name }: NamedArray) =>
    name
      .split(/[:/]/)
      .at(-1)!
      .trim()
      .replace(/\.\w+$/, '')
      .toLowerCase()
  const second = PARTNERS.find(([first]) => first === shortName(main))?.[1]
  return images.find((other) => other.array.shape[0] === main.array.shape[0] && shortName(other) === second) ?? null
}

/** The images as bytes, cropped, resized and in the channels that are wanted. */
function pixelsOf(
  { name, array, shape, channelsFirst }: ImageArray,
  options: ArrayOptions,
  notes: string[],
): Result<{ shape: ImageShape; pixels: Uint8Array }, string> {
  const scaled = asBytes(name, array, notes)
  if (!scaled.ok) return scaled
  const bytes = channelsFirst ? channelsLast(scaled.value, shape) : scaled.value
  const [height, width, channels] = shape
  const wanted = options.channels === 'auto' ? (channels === 1 ? 1 : 3) : options.channels
  const side = options.side
  if (side === 'auto' && wanted === channels) return ok({ shape, pixels: bytes })
  const count = array.shape[0]!
  const target: ImageShape = side === 'auto' ? [height, width, wanted] : [side, side, wanted]
  const [size, targetSize] = [shapeSize(shape), shapeSize(target)]
  if (count * targetSize > MAX_OWN_BYTES) return fail(tooMuch(count, target))
  const pixels = new Uint8Array(count * targetSize)
  for (let index = 0; index < count; index++) {
    const image = bytes.subarray(index * size, (index + 1) * size)
    const resized = side === 'auto' ? image : resample({ width, height, channels, bytes: image }, side, options.crop)
    pixels.set(withChannels(resized, channels, wanted), index * targetSize)
  }
  return ok({ shape: target, pixels })
}

export const tooMuch = (count: number, shape: readonly number[]): string =>
  `${count.toLocaleString('en')} pictures of ${shape.join(' × ')} would take ${((count * shapeSize(shape)) / 1e6).toFixed(0)} MB; at most ${MAX_OWN_BYTES / 1e6} MB are held. Take a smaller size, grey, or fewer pictures.`

function channelsLast(bytes: Uint8Array, [height, width, channels]: ImageShape): Uint8Array {
  const area = height * width
  const result = new Uint8Array(bytes.length)
  for (let image = 0; image < bytes.length; image += area * channels)
    for (let channel = 0; channel < channels; channel++)
      for (let pixel = 0; pixel < area; pixel++)
        result[image + pixel * channels + channel] = bytes[image + channel * area + pixel]!
  return result
}

/** Which interval the numbers are from is told by their lowest and their highest. */
function asBytes(name: string, { values }: NumberArray, notes: string[]): Result<Uint8Array, string> {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (!Number.isFinite(value)) return fail(`The array ${name} has a number that is not finite.`)
    if (value < low) low = value
    if (value > high) high = value
  }
  if (values instanceof Uint8Array && high > 1) return ok(values)
  const [from, to] =
    low >= 0 && high <= 1 ? [0, 1] : low >= -1 && high <= 1 ? [-1, 1] : low >= 0 && high <= 255 ? [0, 255] : [low, high]
  notes.push(
    `The numbers of ${name} were taken as ${Number(from.toPrecision(4))} (black) to ${Number(to.toPrecision(4))} (white).`,
  )
  const bytes = new Uint8Array(values.length)
  const scale = 255 / (to - from || 1)
  for (let index = 0; index < values.length; index++) bytes[index] = Math.round((values[index]! - from) * scale)
  return ok(bytes)
}
