/** @file Where the points that one plays with lie, over what the preview shows: numbered, pinned ones by letter, and the way between those. */
import { useEffect, useRef } from 'react'
import type { NodePreview } from '../../train/preview'
import { paintPreview } from '../preview/paint'
import { usePageTheme } from '../theme'
import styles from './Play.module.css'
import { paintMarks, squareOf } from './paint-samples'
import type { Pin } from './settings'

const SIDE_PX = 320

export const pointAt = (values: Float32Array, index: number) => [values[2 * index]!, values[2 * index + 1]!] as const

interface Plot {
  /** All that has to be seen. */
  points: Float32Array
  shown: NodePreview | undefined
  marks: Parameters<typeof paintMarks>[2]
  path: Float32Array | null
}

/** Marks over the points of the data, in the colours of the page. */
export function paintPlot(canvas: HTMLCanvasElement, sidePx: number, { points, shown, marks, path }: Plot): void {
  const { center, extent } = squareOf(points, shown?.preview)
  const real = shown?.preview.type === 'points' ? shown.preview.real : null
  const fake = new Float32Array()
  paintPreview(canvas, { type: 'points', fake, real, surface: null, center, extent }, sidePx, sidePx)
  paintMarks(canvas, { center, extent }, marks, path)
}

interface PointsPlotProps {
  points: Float32Array<ArrayBuffer>
  pins: readonly Pin[]
  /** Samples that stand as pins already. */
  isPinned(index: number): boolean
  path: Float32Array | null
  shown: NodePreview | undefined
}

export function PointsPlot({ points, pins, isPinned, path, shown }: PointsPlotProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  const theme = usePageTheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme repaints in other colours
  useEffect(() => {
    const canvas = ref.current
    if (!canvas) return
    const drawn = Array.from({ length: points.length / 2 }, (_, index) => index).filter((index) => !isPinned(index))
    const marks = [
      ...drawn.map((index) => ({ point: pointAt(points, index), text: String(index + 1), pinned: false })),
      ...pins.flatMap(({ name, sample }) =>
        sample.form === 'points' ? [{ point: pointAt(sample.points, 0), text: name, pinned: true }] : [],
      ),
    ]
    paintPlot(canvas, SIDE_PX, { points, shown, marks, path })
  }, [points, pins, isPinned, path, shown, theme])
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label="Plot of the samples"
      className={styles.plot}
      style={{ width: SIDE_PX, height: SIDE_PX }}
    />
  )
}
