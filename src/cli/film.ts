/** @file A walk through the latent space of a trained generator as an animated GIF: every sample goes round stops of its own, and ends where it began. */
import { GifFilm } from '../media/gif'
import { type Picture, sheetOf, squareColumns } from '../media/picture'
import { scatterOf, squareAround } from '../media/scatter'
import { type GivenRows, loopRows, type Playable, type PlaySamples, rowOf } from '../train/play'
import { computePreviews } from '../train/worker/previews'
import type { Trainer } from '../train/worker/trainer'

/** Samples between which each one walks. */
export const STOPS = 4
export const MAX_FRAMES = 1000
const FRAMES_PER_SECOND = 20
/** Samples are computed for so many at once, or for a single frame. */
const AT_ONCE = 1000
/** Of a picture of points, and of a sample in a sheet at least. */
const SQUARE_PX = 360
const SAMPLE_PX = 64

export interface Walk {
  found: Playable
  count: number
  frames: number
  /** Rows of `STOPS` samples for each that walks. */
  stops: GivenRows
  sampled(count: number, given: GivenRows): Promise<PlaySamples>
  onFrame(done: number): void
}

/** The bytes of the file. */
export async function filmOf(
  trainer: Trainer,
  { found, count, frames, stops, sampled, onFrame }: Walk,
): Promise<Uint8Array> {
  const ways = Array.from({ length: count }, (_, sample) =>
    loopRows(
      found,
      Array.from({ length: STOPS }, (_, stop) => rowOf(found, stops, sample * STOPS + stop)),
      frames,
    ),
  )
  const inPart = Math.max(1, Math.floor(AT_ONCE / count))
  const frameOf = found.form === 'points' ? await plotter(trainer, found) : sheet
  let film: GifFilm | null = null
  for (let first = 0; first < frames; first += inPart) {
    const some = Math.min(inPart, frames - first)
    const samples = await sampled(some * count, transposed(found, ways, first, some))
    film ??= new GifFilm(FRAMES_PER_SECOND, samples.form === 'image' ? Math.ceil(SAMPLE_PX / samples.widthPx) : 1)
    for (let frame = 0; frame < some; frame++) {
      film.add(frameOf(part(samples, frame * count, count)))
      onFrame(first + frame + 1)
    }
  }
  return film!.finish()
}

/** Of `some` frames from `first` on: all samples of the one, then all of the next. */
function transposed(
  { latents, labels }: Playable,
  ways: readonly GivenRows[],
  first: number,
  some: number,
): Record<string, Float32Array<ArrayBuffer>> {
  return Object.fromEntries(
    [...latents, ...labels].map(({ value, size }) => {
      const rows = new Float32Array(some * ways.length * size)
      for (let frame = 0; frame < some; frame++)
        for (const [sample, way] of ways.entries()) {
          const at = (first + frame) * size
          rows.set(way[value]!.subarray(at, at + size), (frame * ways.length + sample) * size)
        }
      return [value, rows]
    }),
  )
}

function part(samples: PlaySamples, first: number, count: number): PlaySamples {
  if (samples.form === 'points')
    return { form: 'points', count, points: samples.points.subarray(2 * first, 2 * (first + count)) }
  const size = samples.widthPx * samples.heightPx * 4
  return { ...samples, count, pixels: samples.pixels.subarray(first * size, (first + count) * size) }
}

function sheet(samples: PlaySamples): Picture {
  if (samples.form !== 'image') throw new Error('These samples are points.')
  return sheetOf(samples, squareColumns(samples.count))
}

/** Points on the square that the preview of the output shows, over the points of the data. */
async function plotter(trainer: Trainer, { node }: Playable): Promise<(samples: PlaySamples) => Picture> {
  const [shown] = await computePreviews(trainer, 'ema', new Set([node]))
  const preview = shown?.preview.type === 'points' ? shown.preview : null
  const real = preview?.real ?? null
  return (samples) => {
    if (samples.form !== 'points') throw new Error('These samples are images.')
    const square = preview ?? squareAround(samples.points)
    return scatterOf({ square, real, fake: samples.points, large: true }, SQUARE_PX)
  }
}
