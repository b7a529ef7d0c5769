/** @file A wire with the shape that runs through it. */
import {
  BaseEdge,
  type EdgeProps,
  type EdgeTypes,
  getBezierPath,
  getSmoothStepPath,
  type InternalNode,
  useStore,
} from '@xyflow/react'
import { memo } from 'react'
import type { CanvasEdge } from '../../editor/flow'
import { laneBetween, type Rect } from '../../editor/flow-geometry'
import styles from './wires.module.css'

/** Width of a sign of the label, px; with it the label's own width needs no measuring. */
const SIGN_PX = 5.6

const rectOf = ({ internals, measured }: InternalNode): Rect => ({
  ...internals.positionAbsolute,
  width: measured.width ?? 0,
  height: measured.height ?? 0,
})

/** A bow to the right; where a wire has to go back, a way around the two nodes, between them. */
function usePath({ source, target, ...ends }: EdgeProps<CanvasEdge>) {
  const lane = useStore(({ nodeLookup }) => {
    const [start, end] = [nodeLookup.get(source), nodeLookup.get(target)]
    return start && end ? laneBetween(rectOf(start), rectOf(end)) : null
  })
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = ends
  const points = { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition }
  return lane === null
    ? getBezierPath(points)
    : getSmoothStepPath({ ...points, centerY: lane, offset: 26, borderRadius: 18 })
}

const WireEdge = memo(function WireEdge(props: EdgeProps<CanvasEdge>) {
  const { sourceX, sourceY, targetX, targetY, data } = props
  const [path, labelX, labelY] = usePath(props)
  const label = data?.shape ?? '?'
  const width = label.length * SIGN_PX + 8
  // Between near neighbours there is no room; there the shape stands at the port where the wire begins.
  const roomy = targetX - sourceX > width + 24 || Math.abs(targetY - sourceY) > 60
  return (
    <g className={styles.wire} data-error={data?.error !== null} data-shape={data?.shape ?? undefined}>
      <BaseEdge path={path} interactionWidth={18} className={styles.path} />
      <g className={styles.label} data-roomy={roomy} transform={`translate(${labelX} ${labelY})`}>
        <rect x={-width / 2} y={-8} width={width} height={16} rx={4} />
        <text dominantBaseline="central" textAnchor="middle">
          {label}
        </text>
      </g>
    </g>
  )
})

/** React Flow compares this by identity: it must not be made anew. */
export const edgeTypes: EdgeTypes = { wire: WireEdge }
