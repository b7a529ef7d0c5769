/** @file Where the points that one plays with lie, over what the preview shows: numbered, pinned ones by letter, and the way between those. */
import { useEffect, useRef } from 'react'
import type { NodePreview } from '../../train/preview'
import { paintPreview } from '../preview/paint'
import { usePageTheme } from '../theme'
import styles from './Play.module.css'
import { paintMarks, squareOf } from './paint-samples'
import type { Pin } from './settings'

const SIDE_PX = 320

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
    const square = squareOf(points, shown?.preview)
    const real = shown?.preview.type === 'points' ? shown.preview.real : null
    const none = new Float32Array()
    const under = { type: 'points', fake: none, real, surface: null, ...square } as const
    paintPreview(canvas, { ...under, center: square.center, extent: square.extent }, SIDE_PX, SIDE_PX)
    const place = (values: Float32Array, index: number) => [values[2 * index]!, values[2 * index + 1]!] as const
    const drawn = Array.from({ length: points.length / 2 }, (_, index) => index).filter((index) => !isPinned(index))
    paintMarks(
      canvas,
      square,
      [
        ...drawn.map((index) => ({ point: place(points, index), text: String(index + 1), pinned: false })),
        ...pins.flatMap(({ name, sample }) =>
          sample.form === 'points' ? [{ point: place(sample.points, 0), text: name, pinned: true }] : [],
        ),
      ],
      path,
    )
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
