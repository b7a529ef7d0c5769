/**
 * @file Own data as bytes: one safetensors file, which Python reads too. `image` and `pair` are U8 [n, height, width, channels], `point`
 * is F32 [n, 2], `label` is U8 [n]; the names of the classes stand in the metadata. Equal data gives equal bytes, so the SHA-256 of the
 * file names the data wherever it was prepared.
 */
import { fail, ok, type Result } from '../../lib/result'
import { decodeRawTensors, encodeRawTensors, type RawTensor } from '../../lib/safetensors'
import { shapeSize } from '../../tensor/shape'
import type { LoadedDataset } from '../dataset'
import { loadedImages } from '../images'

const FORMAT = 'ganvas own data 1'

interface Common {
  count: number
  /** Names of the classes; none when there are no labels. */
  classes: readonly string[]
  /** One class index for each sample; `null` without classes. */
  labels: Uint8Array | null
}

/** [height, width, channels]. */
export type ImageShape = readonly [height: number, width: number, channels: number]

export interface ImagesContent extends Common {
  form: 'images'
  shape: ImageShape
  /** Images one after the other, 0 … 255, channels last. */
  pixels: Uint8Array
}

export interface PairsContent extends Common {
  form: 'pairs'
  shape: ImageShape
  pixels: Uint8Array
  pairShape: ImageShape
  pairPixels: Uint8Array
}

export interface PointsContent extends Common {
  form: 'points'
  /** x, y, x, y, … */
  points: Float32Array
}

export type OwnContent = ImagesContent | PairsContent | PointsContent

const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

export function encodeContent(content: OwnContent): Uint8Array<ArrayBuffer> {
  const { count, classes, labels } = content
  const tensors: RawTensor[] =
    content.form === 'points'
      ? [{ name: 'point', dtype: 'F32', shape: [count, 2], bytes: bytesOf(content.points) }]
      : [{ name: 'image', dtype: 'U8', shape: [count, ...content.shape], bytes: content.pixels }]
  if (content.form === 'pairs')
    tensors.push({ name: 'pair', dtype: 'U8', shape: [count, ...content.pairShape], bytes: content.pairPixels })
  if (labels) tensors.push({ name: 'label', dtype: 'U8', shape: [count], bytes: labels })
  return encodeRawTensors(tensors, { format: FORMAT, classes: JSON.stringify(classes) })
}

/** Views of the bytes, which are not copied; or why they are no own data. */
export function decodeContent(file: Uint8Array): Result<OwnContent, string> {
  const read = decodeRawTensors(file)
  if (!read.ok) return read
  const { tensors, metadata } = read.value
  if (metadata.format !== FORMAT)
    return fail('This safetensors file holds no dataset: its metadata should name the format of Ganvas’s own data.')
  const find = (name: string, dtype: string, rank: number) =>
    tensors.find((tensor) => tensor.name === name && tensor.dtype === dtype && tensor.shape.length === rank)
  const [image, pair, point, label] = [
    find('image', 'U8', 4),
    find('pair', 'U8', 4),
    find('point', 'F32', 2),
    find('label', 'U8', 1),
  ]
  const classes = classNames(metadata.classes)
  if (!classes) return fail('The names of the classes are damaged.')
  const count = (image ?? point)?.shape[0] ?? 0
  if (count === 0) return fail('There are no samples in it.')
  if ([image, pair, point, label].some((tensor) => tensor && tensor.shape[0] !== count))
    return fail('Its tensors have different numbers of samples.')
  const labels = label?.bytes ?? null
  if ((labels !== null) !== classes.length > 0) return fail('It has labels without names of classes, or the other way.')
  if (labels?.some((index) => index >= classes.length))
    return fail(`A label is beyond the ${classes.length} classes that are named.`)
  const common = { count, classes, labels }
  if (image) {
    const shape = image.shape.slice(1) as unknown as ImageShape
    const images = { shape, pixels: image.bytes }
    return pair
      ? ok({
          ...common,
          ...images,
          form: 'pairs',
          pairShape: pair.shape.slice(1) as unknown as ImageShape,
          pairPixels: pair.bytes,
        })
      : ok({ ...common, ...images, form: 'images' })
  }
  if (point?.shape[1] !== 2) return fail('Points have two coordinates.')
  // Views of floats must begin at a multiple of four bytes.
  const bytes = point.bytes.byteOffset % 4 === 0 ? point.bytes : Uint8Array.from(point.bytes)
  const points = new Float32Array(bytes.buffer, bytes.byteOffset, 2 * count)
  if (!points.every(Number.isFinite)) return fail('A coordinate is not a finite number.')
  return ok({ ...common, form: 'points', points })
}

function classNames(text: string | undefined): string[] | null {
  try {
    const names: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : null
  } catch {
    return null
  }
}

/** Ready to draw from. */
export function loadedContent(content: OwnContent): LoadedDataset {
  const { labels, classes, count } = content
  if (content.form !== 'points')
    return loadedImages({
      pixels: content.pixels,
      labels,
      imageSize: shapeSize(content.shape),
      white: 255,
      classCount: classes.length,
      ...(content.form === 'pairs' && {
        pairs: { pixels: content.pairPixels, imageSize: shapeSize(content.pairShape) },
      }),
    })
  const { points } = content
  return {
    draw(batchSize, random) {
      const point = new Float32Array(2 * batchSize)
      const label = new Float32Array(labels ? batchSize * classes.length : 0)
      for (let sample = 0; sample < batchSize; sample++) {
        const index = random.integer(count)
        point.set(points.subarray(2 * index, 2 * index + 2), 2 * sample)
        if (labels) label[sample * classes.length + labels[index]!] = 1
      }
      return { point, ...(labels && { label }) }
    },
  }
}
