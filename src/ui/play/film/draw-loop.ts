/** @file The frames of the way round all pinned samples, back to the first: computed at once, so that all of them are of the same weights. */
import { fail, ok, type Result } from '../../../lib/result'
import { pictureOf } from '../../../media/picture'
import { scatterOf } from '../../../media/scatter'
import { loopRows, type Playable } from '../../../train/play'
import type { Preview } from '../../../train/preview'
import { editor } from '../../editor'
import { squareOf } from '../paint-samples'
import type { Pin } from '../settings'
import { type FilmFrames, scaleFor } from './make-film'

interface Loop {
  found: Playable
  pins: readonly Pin[]
  /** From one pin to the next. */
  framesEach: number
  weights: 'ema' | 'live'
  /** What the output shows beside it: the points of the data. */
  shown: Preview | undefined
}

/** `sidePx`: about as large as each frame becomes. */
export async function drawLoop(
  { found, pins, framesEach, weights, shown }: Loop,
  sidePx: number,
): Promise<Result<{ frames: FilmFrames; scale: number; step: number }, string>> {
  const count = framesEach * pins.length
  const stops = pins.map(({ rows }) => rows)
  const given = loopRows(found, stops, count)
  const answer = await editor.play({ of: 'samples', node: found.node, count, given, weights })
  if (answer === null) return fail('The run has ended meanwhile. Press Train, and save again.')
  if (answer.of !== 'samples') return fail(answer.of === 'problem' ? answer.message : 'There are no samples.')
  const { samples, step } = answer
  if (samples.form === 'image') {
    const frames = { count, frame: (index: number) => pictureOf(samples, index) }
    return ok({ frames, scale: scaleFor(samples, sidePx), step })
  }
  const { points } = samples
  const square = squareOf(points, shown)
  const real = shown?.type === 'points' ? shown.real : null
  const way = Float32Array.of(...points, ...points.subarray(0, 2))
  const frame = (index: number) => {
    const fake = points.subarray(2 * index, 2 * index + 2)
    return scatterOf({ square, real, fake, way, large: true }, sidePx)
  }
  return ok({ frames: { count, frame }, scale: 1, step })
}
