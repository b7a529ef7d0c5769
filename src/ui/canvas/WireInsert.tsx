/** @file On a wire: the plus that asks what is to go into it, and the light on the wire that takes up a dragged node. */

import { useReactFlow } from '@xyflow/react'
import type { MouseEvent } from 'react'
import type { Endpoint } from '../../graph/document'
import { openInsertion, useIsInsertTarget } from './inserting'
import styles from './WireInsert.module.css'

interface WireInsertProps {
  wire: Endpoint
  /** Middle of the wire, where its label is. */
  x: number
  y: number
}

/** Below the label, and still on the strip that takes the pointer. */
const BELOW_LABEL_PX = 17

export function WireInsert({ wire, x, y }: WireInsertProps) {
  const { screenToFlowPosition } = useReactFlow()
  const onClick = (event: MouseEvent) => {
    event.stopPropagation()
    openInsertion(wire, screenToFlowPosition({ x: event.clientX, y: event.clientY }))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no HTML buttons; by keyboard Shift+A does the same for the selected wire
    <g
      role="button"
      aria-label={`Insert a node into the wire to ${wire}`}
      className={styles.plus}
      transform={`translate(${x} ${y + BELOW_LABEL_PX})`}
      onClick={onClick}
      onPointerDown={(event) => event.stopPropagation()}
    >
      <circle r={8.5} />
      <path d="M-4,0 H4 M0,-4 V4" />
    </g>
  )
}

/** The light on a wire that takes up what is dragged over it. */
export function InsertLight({ wire, path }: { wire: Endpoint; path: string }) {
  return useIsInsertTarget(wire) ? <path d={path} className={styles.target} /> : null
}
