/** @file The lines along which what is dragged lies level with its neighbours. */
import { ViewportPortal } from '@xyflow/react'
import { useStore } from 'zustand'
import styles from './Canvas.module.css'
import { alignDrag } from './use-dragging'

export function AlignmentGuides() {
  const guides = useStore(alignDrag.guides)
  if (guides.length === 0) return null
  return (
    <ViewportPortal>
      <svg className={styles.heldWire} aria-hidden="true">
        {guides.map(({ axis, at, from, to }) => (
          <path
            key={`${axis} ${at}`}
            className={styles.guide}
            data-axis={axis}
            d={axis === 'x' ? `M${at},${from}V${to}` : `M${from},${at}H${to}`}
          />
        ))}
      </svg>
    </ViewportPortal>
  )
}
