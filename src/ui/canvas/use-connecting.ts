/** @file What React Flow says while a wire is drawn or an end of one is moved, and what that means. */
import { type Connection, type OnConnectEnd, type OnReconnect, useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import type { CanvasEdge } from '../../editor/flow/flow'
import { type Endpoint, type NodeId, parseEndpoint } from '../../graph/document'
import { editor } from '../editor'
import { closeMenu, openMenu } from './canvas-state'
import { beginConnecting, connecting, endConnecting, type PortEnd, refusalOf, sameSide } from './connecting'
import { createGivingUp } from './giving-up'
import { drawWire, ends, portUnder, removeWire, sentence } from './wiring'

/** A wire let go nearer than this to where it began was a click, px. */
const CLICK_PX = 12

/** The end of a wire that is let go over nothing nearer than this to where it was taken stays where it was, px. */
const REMOVE_BEYOND_PX = 5

/** Ends of a connection as endpoints. React Flow knows handles as what follows the dot. */
const endsOf = ({ source, sourceHandle, target, targetHandle }: Connection | CanvasEdge) => ({
  from: `${source}.${sourceHandle}`,
  to: `${target}.${targetHandle}`,
})

const nodeElement = (element: Element | null): NodeId | null =>
  element?.closest<HTMLElement>('.react-flow__node')?.dataset.id ?? null

/** The port under a finger or a pointer. */
function portElement(target: EventTarget | null): PortEnd | null {
  const port = target instanceof Element ? target.closest<HTMLElement>('[data-endpoint]') : null
  const { endpoint, side } = port?.dataset ?? {}
  return endpoint !== undefined && (side === 'input' || side === 'output') ? { endpoint, side } : null
}

/** Whether there is nothing at that place for a node's wires: the canvas, or the ground of the network in which the node lies. */
function isFreeFor(node: NodeId, element: Element | null): boolean {
  const over = nodeElement(element)
  return over === null ? !!element?.closest('.react-flow__pane') : over === editor.document().nodes[node]?.parent
}

/** Draws a wire, or brings the end of one, to whichever port of a node takes it, and says so when none does. */
function drawWireToNode(origin: PortEnd, node: NodeId, instead?: Endpoint): void {
  const port = portUnder(editor.document(), origin, node)
  if (port !== null) drawWire(ends(origin, port), instead)
  else
    editor.notify({
      tone: 'error',
      text: `No port of ${node} takes this wire. Drop it on a port to be told why.`,
    })
}

/**
 * Wires by two clicks or taps: a port, then a port or a node. React Flow has the clicks on ports; what is refused it lets go without a
 * word, so the words are here. Escape and a click elsewhere give the wire up.
 */
function useClickConnecting() {
  const flow = useStoreApi()
  const drawn = useRef(false)
  const handlers = useMemo(() => {
    const giveUp = () => {
      endConnecting()
      flow.setState({ connectionClickStartHandle: null })
    }
    const isOpen = () => flow.getState().connectionClickStartHandle !== null
    return {
      isOpen,
      giveUp,
      onClickConnectStart: (event: MouseEvent | TouchEvent) => {
        const port = portElement(event.target)
        if (!port) return
        drawn.current = false
        beginConnecting(editor.document(), port)
        editor.announce(`Wire from ${port.endpoint}: choose the port at its other end.`)
      },
      onClickConnectEnd: (event: MouseEvent | TouchEvent) => {
        const { origin } = connecting.getState()
        endConnecting()
        const port = portElement(event.target)
        if (!origin || !port || drawn.current || port.endpoint === origin.endpoint) return
        if (port.side !== origin.side) drawWire(ends(origin, port.endpoint))
        else editor.notify({ tone: 'error', text: sentence(sameSide(origin.side)) })
      },
      onNodeClick: (event: { target: EventTarget }, { id }: { id: NodeId }) => {
        const { origin } = connecting.getState()
        if (!isOpen() || !origin || portElement(event.target)) return
        giveUp()
        if (parseEndpoint(origin.endpoint)?.node !== id) drawWireToNode(origin, id)
      },
    }
  }, [flow])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !handlers.isOpen()) return
      event.preventDefault()
      event.stopPropagation()
      handlers.giveUp()
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [handlers])
  const { onClickConnectStart, onClickConnectEnd, onNodeClick } = handlers
  return { drawn, onClickConnectStart, onClickConnectEnd, onNodeClick }
}

export function useConnecting() {
  const { screenToFlowPosition } = useReactFlow()
  const reconnected = useRef(false)
  /** The wire whose end is being moved; left out while a new one is drawn. */
  const moved = useRef<Endpoint | undefined>(undefined)
  const start = useRef({ x: 0, y: 0 })
  const { drawn, ...clickHandlers } = useClickConnecting()
  const dragHandlers = useMemo(() => {
    const givingUp = createGivingUp('The wire was given up.')
    const onConnectEnd: OnConnectEnd = (event, { fromHandle, toHandle, isValid }) => {
      const { origin } = connecting.getState()
      const givenUp = givingUp.givenUp()
      endConnecting()
      // A moved end tells of its own end after this.
      if (moved.current === undefined) givingUp.end()
      if (givenUp || !origin || !fromHandle || isValid || reconnected.current) return
      const { clientX: x, clientY: y } = 'changedTouches' in event ? event.changedTouches[0]! : event
      if (toHandle) {
        const other = `${toHandle.nodeId}.${toHandle.id}`
        const opposite = toHandle.type !== fromHandle.type
        if (opposite) drawWire(ends(origin, other), moved.current)
        return
      }
      const element = document.elementFromPoint(x, y)
      const node = nodeElement(element)
      const free = isFreeFor(fromHandle.nodeId, element)
      if (!free && node !== null && node !== fromHandle.nodeId) {
        drawWireToNode(origin, node, moved.current)
        return
      }
      if (moved.current !== undefined) return
      const start = document
        .querySelector(`[data-endpoint="${origin.endpoint}"][data-side="${origin.side}"]`)
        ?.getBoundingClientRect()
      const farEnough = !start || Math.hypot(x - start.x - start.width / 2, y - start.y - start.height / 2) > CLICK_PX
      if (free && farEnough) openMenu({ type: 'quick-add', at: screenToFlowPosition({ x, y }), wire: origin })
    }
    const onReconnect: OnReconnect<CanvasEdge> = (edge, connection) => {
      reconnected.current = true
      if (!givingUp.givenUp()) drawWire(endsOf(connection), edge.id)
    }
    return {
      isValidConnection: (connection: Connection | CanvasEdge) => {
        const { from, to } = endsOf(connection)
        const { origin, fitting } = connecting.getState()
        if (origin && fitting.has(origin.side === 'output' ? to : from)) return true
        return refusalOf(editor.document(), { endpoint: from, side: 'output' }, to) === null
      },
      onConnect: (connection: Connection) => {
        drawn.current = true
        if (!givingUp.givenUp()) drawWire(endsOf(connection))
      },
      onConnectStart: (
        _event: unknown,
        { nodeId, handleId, handleType }: { nodeId: string | null; handleId: string | null; handleType: string | null },
      ) => {
        closeMenu()
        reconnected.current = false
        if (nodeId === null || handleId === null) return
        givingUp.begin()
        beginConnecting(editor.document(), {
          endpoint: `${nodeId}.${handleId}`,
          side: handleType === 'source' ? 'output' : 'input',
        })
      },
      onConnectEnd,
      onReconnect,
      onReconnectStart: ({ clientX, clientY }: { clientX: number; clientY: number }, { id }: CanvasEdge) => {
        start.current = { x: clientX, y: clientY }
        moved.current = id
      },
      onReconnectEnd: (event: MouseEvent | TouchEvent, edge: CanvasEdge) => {
        const point = 'changedTouches' in event ? event.changedTouches[0]! : event
        const over = document.elementFromPoint(point.clientX, point.clientY)
        const distance = Math.hypot(point.clientX - start.current.x, point.clientY - start.current.y)
        const letGo = !givingUp.givenUp() && !reconnected.current && distance > REMOVE_BEYOND_PX
        if (letGo && isFreeFor(edge.target, over)) removeWire(edge.id)
        givingUp.end()
        reconnected.current = false
        moved.current = undefined
      },
    }
  }, [drawn, screenToFlowPosition])
  return { ...dragHandlers, ...clickHandlers }
}
