/** @file What stands on a sheet of samples, and the rows that it is made of. */
import type { Plan } from '../../compile/plan'
import { drawRows, type GivenRows, oneHot, type Playable, previewKey, shownSamples } from '../../train/play'

export interface Sheet {
  /** Samples along a side; in each row where a row is a class. */
  side: number
  /** Which draw: 0 is that of the preview. */
  draw: number
  weights: 'ema' | 'live'
  byClass: boolean
  /** Of images: pixels of the sheet along a pixel of a sample, and pixels of a sample between two of them. */
  scale: number
  gapPx: number
  /** Of points: the side of the picture, and whether the points of the data lie below. */
  squarePx: number
  real: boolean
}

/** What is asked of the worker at once. */
export const MOST_SAMPLES = 4096
const FEW_A_CLASS = 4

/** Of a sheet of images: 8 rows of 8; or 10 of each class, and fewer where there are many classes. */
export const firstSide = (byClass: boolean, classes: number): number =>
  byClass ? (classes * 10 <= MOST_SAMPLES ? 10 : FEW_A_CLASS) : 8

export const SCALES = [1, 2, 3, 4, 6, 8]
/** A sheet that is proposed is about so wide. */
const WIDTH_PX = 560

export function firstSheet(plan: Plan, { node, form, labels }: Playable, classes: number, ema: boolean): Sheet {
  const byClass = form === 'image' && labels.length > 0 && classes * FEW_A_CLASS <= MOST_SAMPLES
  const side = form === 'points' ? 32 : firstSide(byClass, classes)
  const shown = shownSamples(plan, node)
  const widthPx = side * (shown?.type === 'image' ? (shown.shape[1] ?? 1) : 1)
  return {
    side,
    draw: 0,
    weights: ema ? 'ema' : 'live',
    byClass,
    scale: SCALES.find((scale) => scale * widthPx >= WIDTH_PX) ?? SCALES.at(-1)!,
    gapPx: 1,
    squarePx: 1024,
    real: true,
  }
}

type Wanted = Pick<Sheet, 'side' | 'draw' | 'byClass'>

export const sheetCount = ({ side, byClass }: Wanted, classes: number): number => side * (byClass ? classes : side)

/** Drawn as the sources draw. Where a row is a class, all in a column have the same latents: what differs is the class. */
export function sheetRows(plan: Plan, found: Playable, wanted: Wanted, classes: number): GivenRows {
  const { side, draw, byClass } = wanted
  const key = draw === 0 ? previewKey(plan) : ['sheet', plan.seed, draw]
  if (!byClass) return drawRows(plan, found, sheetCount(wanted, classes), key)
  const drawn = drawRows(plan, found, side, key)
  const given: Record<string, Float32Array<ArrayBuffer>> = {}
  for (const { value, size } of found.latents) {
    const rows = new Float32Array(classes * side * size)
    for (let row = 0; row < classes; row++) rows.set(drawn[value]!, row * side * size)
    given[value] = rows
  }
  for (const { value, size } of found.labels) {
    const chosen = Array.from({ length: classes * side }, (_, index) => Math.floor(index / side) % size)
    given[value] = oneHot(chosen, size)
  }
  return given
}
