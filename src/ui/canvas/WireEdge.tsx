/** @file A wire with the shape that runs through it. */
import { BaseEdge, type EdgeProps, type EdgeTypes, getBezierPath } from '@xyflow/react'
import { memo } from 'react'
import type { CanvasEdge } from '../../editor/flow'
import styles from './wires.module.css'

/** Width of a sign of the label, px; with it the label's own width needs no measuring. */
const SIGN_PX = 5.6

const WireEdge = memo(function WireEdge(props: EdgeProps<CanvasEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data } = props
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition })
  const label = data?.shape ?? '?'
  const width = label.length * SIGN_PX + 8
  // Between near neighbours there is no room; there the shape stands at the port where the wire begins.
  const roomy = targetX - sourceX > width + 24 || Math.abs(targetY - sourceY) > 60
  return (
    <g className={styles.wire} data-error={data?.error !== null} data-shape={data?.shape ?? undefined}>
      <BaseEdge path={path} interactionWidth={18} className={styles.path} />
      <path d={path} className={styles.pulse} />
      <text
        x={labelX}
        y={labelY}
        className={styles.label}
        data-roomy={roomy}
        dominantBaseline="central"
        textAnchor="middle"
      >
        {label}
      </text>
    </g>
  )
})

/** React Flow compares this by identity: it must not be made anew. */
export const edgeTypes: EdgeTypes = { wire: WireEdge }
