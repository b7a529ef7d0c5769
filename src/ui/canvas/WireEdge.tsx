/**
 * @file A wire: as wide as what runs through it is large, around the nodes in its way, with the shape where there is room for it. It is
 * drawn from where it begins, so that a wire whose two ends are dragged alike is only put elsewhere.
 */
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, type EdgeTypes, useStore } from '@xyflow/react'
import { type CSSProperties, memo, useCallback, useState } from 'react'
import { useStore as useZustand } from 'zustand'
import type { CanvasEdge } from '../../editor/flow/flow'
import { LABEL_HEIGHT_PX } from '../../editor/wires/look'
import type { WireRoute } from '../../editor/wires/routes'
import type { Endpoint } from '../../graph/document'
import { wireRoutes } from './canvas-flow'
import { useLegibleLabels } from './detail'
import { InsertLight, WireInsert } from './WireInsert'
import { WIRE_STRIP_PX, wirePath } from './wire-path'
import styles from './wires.module.css'

/** Of the discs at the ends of a wire by which they are taken hold of. */
export const RECONNECT_RADIUS_PX = 6

/** Sums of places differ by less than that for nothing. */
const inThousandths = (px: number): number => Math.round(px * 1000) / 1000

const WireEdge = memo(function WireEdge(props: EdgeProps<CanvasEdge>) {
  const { id, data, selected, sourceX, sourceY, targetX, targetY } = props
  const route = useZustand(wireRoutes.store, (routes) => routes.get(id))
  const isLegible = useLegibleLabels()
  const [attach, isAskedFor] = useAttention()
  const isInHand = isAskedFor || selected === true
  const isLabelled = route?.label.fits && isLegible
  return (
    <g ref={attach} transform={`translate(${sourceX} ${sourceY})`}>
      <Wire
        id={id}
        data={data}
        route={route}
        isLabelled={isLabelled === true}
        isInHand={isInHand}
        acrossPx={inThousandths(targetX - sourceX)}
        downPx={inThousandths(targetY - sourceY)}
      />
      {route && !isLabelled && isInHand && (
        <RaisedLabel x={sourceX + route.label.x} y={sourceY + route.label.y} text={data?.shape ?? '?'} />
      )}
    </g>
  )
})

interface WireProps {
  id: Endpoint
  data: CanvasEdge['data']
  route: WireRoute | undefined
  isLabelled: boolean
  /** Pointed at, focused or selected. */
  isInHand: boolean
  /** From its beginning to its end. */
  acrossPx: number
  downPx: number
}

const Wire = memo(function Wire({ id, data, route, isLabelled, isInHand, acrossPx, downPx }: WireProps) {
  const path = wirePath(route ?? null, { x: 0, y: 0 }, { x: acrossPx, y: downPx })
  return (
    <g
      className={styles.wire}
      style={
        { '--width': `${data?.widthPx}px`, ...(data?.colour && { '--tone': `var(${data.colour})` }) } as CSSProperties
      }
      data-error={data?.error !== null}
      data-shape={data?.shape ?? undefined}
      data-tight={acrossPx < 4 * RECONNECT_RADIUS_PX || undefined}
      data-toned={data?.colour ? true : undefined}
    >
      <BaseEdge path={path} interactionWidth={WIRE_STRIP_PX} className={styles.path} />
      {route && isLabelled && (
        <g
          className={styles.label}
          data-may-grow={route.label.mayGrow || undefined}
          transform={`translate(${route.label.x} ${route.label.y})`}
        >
          <rect
            x={-route.label.widthPx / 2}
            y={-LABEL_HEIGHT_PX / 2}
            width={route.label.widthPx}
            height={LABEL_HEIGHT_PX}
            rx={4}
          />
          <text dominantBaseline="central" textAnchor="middle">
            {data?.shape ?? '?'}
          </text>
        </g>
      )}
      <InsertLight wire={id} path={path} />
      {route && isInHand && <WireInsert wire={id} x={route.label.x} y={route.label.y} />}
    </g>
  )
})

/** Whether the pointer or the focus is on the wire: on all of it, with the ends that React Flow draws beside what we draw. */
function useAttention() {
  const [isPointedAt, setPointedAt] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const attach = useCallback((drawn: SVGGElement | null) => {
    const wire = drawn?.closest('.react-flow__edge')
    if (!wire) return
    const listeners = {
      pointerenter: () => setPointedAt(true),
      pointerleave: () => setPointedAt(false),
      focusin: () => setFocused(true),
      focusout: () => setFocused(false),
    }
    for (const [type, listener] of Object.entries(listeners)) wire.addEventListener(type, listener)
    return () => {
      for (const [type, listener] of Object.entries(listeners)) wire.removeEventListener(type, listener)
    }
  }, [])
  return [attach, isPointedAt || isFocused] as const
}

/** The shape of the wire that somebody asks about, above all nodes and never smaller than can be read. */
function RaisedLabel({ x, y, text }: { x: number; y: number; text: string }) {
  const scale = useStore(({ transform: [, , zoom] }) => Math.max(1, 1 / zoom))
  return (
    <EdgeLabelRenderer>
      <div
        className={styles.raised}
        aria-hidden="true"
        style={{ transform: `translate(${x}px, ${y}px) scale(${scale}) translate(-50%, -50%)` }}
      >
        {text}
      </div>
    </EdgeLabelRenderer>
  )
}

/** React Flow compares this by identity: it must not be made anew. */
export const edgeTypes: EdgeTypes = { wire: WireEdge }
