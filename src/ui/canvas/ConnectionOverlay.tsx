/** @file While a wire is drawn: the line to the pointer, and over a port that refuses it the sentence that says why. */
import { type ConnectionLineComponentProps, getBezierPath, useConnection } from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import type { CanvasNode } from '../../editor/flow/flow'
import { editor } from '../editor'
import styles from './Canvas.module.css'
import { refusalOf, sameSide } from './connecting'
import { adapterFor, ends } from './wiring'

export function ConnectionLine(props: ConnectionLineComponentProps<CanvasNode>) {
  const [path] = getBezierPath({
    sourceX: props.fromX,
    sourceY: props.fromY,
    sourcePosition: props.fromPosition,
    targetX: props.toX,
    targetY: props.toY,
    targetPosition: props.toPosition,
  })
  return <path d={path} className={styles.drawnWire} data-status={props.connectionStatus ?? 'open'} />
}

/** The port under the pointer, if it refuses the wire: `output D.score@fake|input loss.real`. */
const useRefusedPort = (): string | null =>
  useConnection((connection) => {
    if (!connection.inProgress || connection.isValid !== false || !connection.toHandle || !connection.fromHandle)
      return null
    const { fromHandle, toHandle } = connection
    const side = fromHandle.type === 'source' ? 'output' : 'input'
    return `${side} ${fromHandle.nodeId}.${fromHandle.id} ${toHandle.type} ${toHandle.nodeId}.${toHandle.id}`
  })

export function ConnectionHint() {
  const refused = useRefusedPort()
  const ref = useRef<HTMLDivElement>(null)
  const refusal = useMemo(() => {
    if (refused === null) return null
    const [side, from, toType, to] = refused.split(' ') as [string, string, string, string]
    const origin = { endpoint: from, side: side === 'output' ? ('output' as const) : ('input' as const) }
    if (toType === (origin.side === 'output' ? 'source' : 'target')) {
      return from === to ? null : { ...sameSide(origin.side), adapter: undefined }
    }
    const found = refusalOf(editor.document(), origin, to)
    return found && { ...found, adapter: adapterFor(editor.document(), ends(origin, to))?.label }
  }, [refused])
  useEffect(() => {
    const follow = ({ clientX, clientY }: PointerEvent) => {
      const element = ref.current
      if (!element) return
      const right = Math.min(clientX + 18, window.innerWidth - 300)
      element.style.transform = `translate(${right}px, ${clientY + 18}px)`
    }
    window.addEventListener('pointermove', follow, true)
    return () => window.removeEventListener('pointermove', follow, true)
  }, [])
  return (
    <div ref={ref} role="tooltip" className={styles.hint} hidden={refusal === null}>
      <strong>{refusal?.message}</strong>
      <span>{refusal?.fix}</span>
      {refusal?.adapter && <span>Let go to be offered: {refusal.adapter}.</span>}
    </div>
  )
}
