/** @file A point on its way from pin to pin, where it lies among the points of the data. */
import { useEffect, useRef } from 'react'
import type { NodePreview } from '../../train/preview'
import { usePageTheme } from '../theme'
import styles from './Play.module.css'
import { paintPlot, pointAt } from './PointsPlot'

const SIDE_PX = 120

interface MovingPointProps {
  /** x, y pairs of the whole way. */
  points: Float32Array
  index: number
  shown: NodePreview | undefined
  label: string
}

export function MovingPoint({ points, index, shown, label }: MovingPointProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  const theme = usePageTheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme repaints in other colours
  useEffect(() => {
    if (!ref.current) return
    const marks = [{ point: pointAt(points, index), text: '', pinned: true }]
    paintPlot(ref.current, SIDE_PX, { points, shown, marks, path: points })
  }, [points, index, shown, theme])
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={label}
      className={styles.plot}
      style={{ width: SIDE_PX, height: SIDE_PX }}
    />
  )
}
