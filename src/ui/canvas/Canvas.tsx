/** @file The canvas: React Flow, told what to draw by editor/flow.ts, and what the pointer and the keys mean on it. */
import '@xyflow/react/dist/base.css'
import {
  Background,
  BackgroundVariant,
  type Connection,
  type OnConnectEnd,
  type OnReconnect,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react'
import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import { type CanvasEdge, type CanvasNode, rectOf } from '../../editor/flow'
import { changedSelection, readEdgeChanges, readNodeChanges } from '../../editor/flow-changes'
import { centreOf, type Point } from '../../editor/flow-geometry'
import type { Endpoint, NodeId } from '../../graph/document'
import { findKind } from '../../graph/kinds'
import { editor, useEditor } from '../editor'
import { KIND_DRAG_TYPE } from '../palette/kind-drag'
import { addKind, insertionOf, insertKind, placeAt, refusePlace } from './adding'
import styles from './Canvas.module.css'
import { CanvasControls } from './CanvasControls'
import { CanvasMenus, focusNode } from './CanvasMenus'
import { ConnectionHint, ConnectionLine } from './ConnectionOverlay'
import { canvasFlow } from './canvas-flow'
import { canvasMenu, closeMenu, openMenu } from './canvas-state'
import { beginConnecting, connecting, endConnecting, refusalOf } from './connecting'
import { EmptyState } from './EmptyState'
import { nodeTypes } from './nodes'
import { Overview } from './Overview'
import { edgeTypes } from './WireEdge'
import { drawWire, ends, portUnder, removeWire } from './wiring'

/** Beyond this many nodes only those in view are drawn. Below it all of them can be reached by Tab. */
const CULL_ABOVE = 200
/** A wire let go nearer than this to where it began was a click, px. */
const CLICK_PX = 6
/** Leaves the buttons in the corner free. */
const FIT = { padding: { top: '14px', right: '14px', bottom: '14px', left: '54px' }, maxZoom: 1.1 } as const
const MULTI_SELECTION_KEYS = ['Shift', 'Meta', 'Control']
const PAN_BUTTONS = [1]

const durationMs = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 220)

export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasFlow />
    </ReactFlowProvider>
  )
}

/** Ends of a connection as endpoints. React Flow knows handles as what follows the dot. */
const endsOf = ({ source, sourceHandle, target, targetHandle }: Connection | CanvasEdge) => ({
  from: `${source}.${sourceHandle}`,
  to: `${target}.${targetHandle}`,
})

const nodeElement = (element: Element | null): NodeId | null =>
  element?.closest<HTMLElement>('.react-flow__node')?.dataset.id ?? null

function CanvasFlow() {
  const nodes = useStore(canvasFlow.store, (flow) => flow.nodes)
  const edges = useStore(canvasFlow.store, (flow) => flow.edges)
  const isConnecting = useStore(connecting, (state) => state.origin !== null)
  const training = useEditor((state) => state.run.status === 'running')
  const pointer = useRef<Point | null>(null)
  const reconnected = useRef(false)
  const sectionRef = useRef<HTMLDivElement>(null)
  // As `fitAll`: with nothing to show it would wait. React Flow reads this once.
  const [fitsAtFirst] = useState(() => nodes.length > 0)
  const { screenToFlowPosition, fitView, setCenter, getZoom } = useReactFlow<CanvasNode, CanvasEdge>()

  const centre = useCallback((): Point => {
    const { left, top, width, height } = sectionRef.current!.getBoundingClientRect()
    return screenToFlowPosition({ x: left + width / 2, y: top + height / 2 })
  }, [screenToFlowPosition])

  useAttachedCanvas(pointer, centre)
  useReveal(
    useCallback(
      (node: NodeId) => {
        const rect = rectOf(canvasFlow.flow(), node)
        if (!rect) return
        const { x, y } = centreOf(rect)
        void setCenter(x, y, { zoom: Math.max(getZoom(), 0.8), duration: durationMs() })
        focusNode(node, { bringIntoView: false })
      },
      [setCenter, getZoom],
    ),
  )

  const openQuickAdd = useCallback(() => {
    const at = pointer.current ? screenToFlowPosition(pointer.current) : centre()
    openMenu({ type: 'quick-add', at, wire: null })
  }, [screenToFlowPosition, centre])
  useQuickAddKeys(openQuickAdd, pointer)

  const handlers = useMemo(() => {
    const onConnectEnd: OnConnectEnd = (event, { fromHandle, toHandle, isValid }) => {
      const { origin } = connecting.getState()
      endConnecting()
      if (!origin || !fromHandle || isValid || reconnected.current) return
      const { clientX: x, clientY: y } = 'changedTouches' in event ? event.changedTouches[0]! : event
      if (toHandle) {
        const other = `${toHandle.nodeId}.${toHandle.id}`
        const opposite = toHandle.type !== fromHandle.type
        if (opposite) drawWire(ends(origin, other))
        return
      }
      const element = document.elementFromPoint(x, y)
      const node = nodeElement(element)
      if (node !== null && node !== fromHandle.nodeId) {
        const port = portUnder(editor.document(), origin, node)
        if (port !== null) drawWire(ends(origin, port))
        else
          editor.notify({
            tone: 'error',
            text: `No port of ${node} takes this wire. Drop it on a port to be told why.`,
          })
        return
      }
      const start = document
        .querySelector(`[data-endpoint="${origin.endpoint}"][data-side="${origin.side}"]`)
        ?.getBoundingClientRect()
      const farEnough =
        !start || Math.hypot(x - start.x - start.width / 2, y - start.y - start.height / 2) > CLICK_PX * 2
      if (element?.closest('.react-flow__pane') && farEnough)
        openMenu({ type: 'quick-add', at: screenToFlowPosition({ x, y }), wire: origin })
    }
    const onReconnect: OnReconnect<CanvasEdge> = (edge, connection) => {
      reconnected.current = true
      drawWire(endsOf(connection), edge.id)
    }
    return {
      onNodesChange: (changes: Parameters<typeof readNodeChanges>[0]) => {
        const { dragged, moved, selected } = readNodeChanges(changes, canvasFlow.flow())
        if (Object.keys(dragged).length > 0) canvasFlow.drag(dragged)
        if (Object.keys(moved).length > 0) canvasFlow.drop(moved)
        if (selected.size > 0) {
          const { selection } = editor.getState()
          editor.select({ nodes: changedSelection(selection.nodes, selected), wires: selection.wires })
        }
      },
      onEdgesChange: (changes: Parameters<typeof readEdgeChanges>[0]) => {
        const selected = readEdgeChanges(changes)
        if (selected.size === 0) return
        const { selection } = editor.getState()
        editor.select({ nodes: selection.nodes, wires: changedSelection(selection.wires, selected) })
      },
      isValidConnection: (connection: Connection | CanvasEdge) => {
        const { from, to } = endsOf(connection)
        const { origin, fitting } = connecting.getState()
        if (origin && fitting.has(origin.side === 'output' ? to : from)) return true
        return refusalOf(editor.document(), { endpoint: from, side: 'output' }, to) === null
      },
      onConnect: (connection: Connection) => void drawWire(endsOf(connection)),
      onConnectStart: (
        _event: unknown,
        { nodeId, handleId, handleType }: { nodeId: string | null; handleId: string | null; handleType: string | null },
      ) => {
        closeMenu()
        reconnected.current = false
        if (nodeId === null || handleId === null) return
        beginConnecting(editor.document(), {
          endpoint: `${nodeId}.${handleId}`,
          side: handleType === 'source' ? 'output' : 'input',
        })
      },
      onConnectEnd,
      onReconnect,
      onReconnectEnd: (event: globalThis.MouseEvent | TouchEvent, edge: CanvasEdge) => {
        const point = 'changedTouches' in event ? event.changedTouches[0]! : event
        const over = document.elementFromPoint(point.clientX, point.clientY)
        if (!reconnected.current && over?.closest('.react-flow__pane')) removeWire(edge.id)
        reconnected.current = false
        closeMenu()
      },
    }
  }, [screenToFlowPosition])

  const onDoubleClick = (event: MouseEvent) => {
    if (!(event.target as Element).classList.contains('react-flow__pane')) return
    openMenu({ type: 'quick-add', at: screenToFlowPosition({ x: event.clientX, y: event.clientY }), wire: null })
  }
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(KIND_DRAG_TYPE)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  }
  const onDrop = (event: DragEvent) => {
    const kind = findKind(event.dataTransfer.getData(KIND_DRAG_TYPE))
    if (!kind) return
    event.preventDefault()
    event.stopPropagation()
    const point = screenToFlowPosition({ x: event.clientX, y: event.clientY })
    const wire = wireElement(document.elementFromPoint(event.clientX, event.clientY))
    const insertion = wire === null ? null : insertionOf(editor.document(), kind, wire)
    if (wire !== null && insertion) {
      focusNode(insertKind(canvasFlow.flow(), kind, wire, insertion))
      return
    }
    const place = placeAt(canvasFlow.flow(), kind, point)
    if (place) focusNode(addKind(kind, place))
    else refusePlace(kind)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is done here begins at the nodes and the pane inside
    <div
      ref={sectionRef}
      className={styles.canvas}
      data-training={training}
      data-connecting={isConnecting}
      onPointerMove={(event) => {
        pointer.current = { x: event.clientX, y: event.clientY }
      }}
      onPointerLeave={() => {
        pointer.current = null
      }}
      onDoubleClick={onDoubleClick}
      onKeyDown={onNodeKeys}
      onDragOver={onDragOver}
      onDrop={onDrop}
    >
      <ReactFlow<CanvasNode, CanvasEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...handlers}
        connectionLineComponent={ConnectionLine}
        connectionRadius={26}
        reconnectRadius={12}
        fitView={fitsAtFirst}
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2.5}
        selectionOnDrag
        selectionMode={SelectionMode.Full}
        panOnDrag={PAN_BUTTONS}
        panOnScroll
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={MULTI_SELECTION_KEYS}
        disableKeyboardA11y
        elevateNodesOnSelect={false}
        onlyRenderVisibleElements={nodes.length > CULL_ABOVE}
        attributionPosition="top-right"
        onError={onError}
        aria-label="Graph"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} color="var(--canvas-dots)" />
        <CanvasControls onAdd={openQuickAdd} onFit={() => fitAll(fitView, durationMs())} />
        <Overview />
      </ReactFlow>
      <CanvasMenus />
      <ConnectionHint />
      {nodes.length === 0 && <EmptyState />}
    </div>
  )
}

/** Nodes and wires reach React Flow one after the other, so a wire may miss its port for a moment (error 008). */
function onError(code: string, message: string): void {
  // biome-ignore lint/suspicious/noConsole: what else React Flow complains of is a mistake of ours, for whoever develops
  if (code !== '008') console.warn(message)
}

const wireElement = (element: Element | null): Endpoint | null =>
  element?.closest<SVGElement>('.react-flow__edge')?.dataset.id ?? null

/** Enter and Space select what has the focus; W wires it. Everything else that keys do is in editor/commands.ts. */
function onNodeKeys(event: KeyboardEvent): void {
  const target = event.target as HTMLElement
  const node = target.classList.contains('react-flow__node') ? (target.dataset.id ?? null) : null
  const wire = target.classList.contains('react-flow__edge') ? (target.dataset.id ?? null) : null
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  const { selection } = editor.getState()
  if ((event.key === 'Enter' || event.key === ' ') && plain && (node !== null || wire !== null)) {
    event.preventDefault()
    const more = event.shiftKey
    editor.select({
      nodes: [...(more ? selection.nodes : []), ...(node === null ? [] : [node])],
      wires: [...(more ? selection.wires : []), ...(wire === null ? [] : [wire])],
    })
  } else if (event.key.toLowerCase() === 'w' && plain && !(target instanceof HTMLInputElement)) {
    const chosen = node ?? (selection.nodes.size === 1 ? [...selection.nodes][0]! : null)
    if (chosen === null) return
    event.preventDefault()
    openMenu({ type: 'wire', node: chosen })
  }
}

/** Brings everything into view. With nothing to show React Flow would wait for the first node, and then jump to it. */
function fitAll(fitView: (options: typeof FIT & { duration: number }) => unknown, duration: number): void {
  if (canvasFlow.flow().nodes.length > 0) fitView({ ...FIT, duration })
}

/** Lets commands ask where the pointer is, and move the view. */
function useAttachedCanvas(pointer: React.RefObject<Point | null>, centre: () => Point): void {
  const { screenToFlowPosition, fitView, getViewport, setViewport } = useReactFlow()
  useEffect(
    () =>
      editor.attachCanvas({
        pointer: () => (pointer.current ? screenToFlowPosition(pointer.current) : null),
        centre,
        fitView: () => fitAll(fitView, durationMs()),
        panBy: (offset) => {
          const { x, y, zoom } = getViewport()
          void setViewport({ x: x + offset.x, y: y + offset.y, zoom }, { duration: durationMs() })
        },
      }),
    [pointer, centre, screenToFlowPosition, fitView, getViewport, setViewport],
  )
  // Another document, not another edit of this one: everything comes into view.
  const origin = useEditor((state) => state.origin)
  useEffect(() => {
    const { done, undone } = editor.getState().history
    if (origin && done.length + undone.length === 0) fitAll(fitView, 0)
  }, [origin, fitView])
}

function useReveal(reveal: (node: NodeId) => void): void {
  const request = useEditor((state) => state.revealRequest)
  useEffect(() => {
    if (request) reveal(request.node)
  }, [request, reveal])
}

/** Shift+A wherever nobody types; Tab only while the pointer is over the canvas and the focus is nowhere, where it would do little else. */
function useQuickAddKeys(open: () => void, pointer: React.RefObject<Point | null>): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (canvasMenu.getState().menu || editor.getState().dialog || event.ctrlKey || event.metaKey || event.altKey)
        return
      if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return
      const nowhere = document.activeElement === document.body || document.activeElement === null
      const wanted =
        (event.shiftKey && event.key.toLowerCase() === 'a') ||
        (event.key === 'Tab' && !event.shiftKey && nowhere && pointer.current !== null)
      if (!wanted) return
      event.preventDefault()
      open()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [open, pointer])
}
