/** @file The canvas: React Flow, told what to draw by editor/flow.ts. What the pointer and the keys mean on it is in the hooks beside this file. */
import '@xyflow/react/dist/base.css'
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react'
import { type MouseEvent, useCallback, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { CanvasEdge, CanvasNode } from '../../editor/flow/flow'
import type { Point } from '../../editor/flow/geometry'
import type { View } from '../../editor/keeping/whereabouts'
import { editor, useEditor, whereabouts } from '../editor'
import { AlignmentGuides } from './AlignmentGuides'
import { Breadcrumb } from './Breadcrumb'
import styles from './Canvas.module.css'
import { CanvasControls } from './CanvasControls'
import { CanvasMenus } from './CanvasMenus'
import { ConnectionHint, ConnectionLine } from './ConnectionOverlay'
import { ContextMenu } from './ContextMenu'
import { canvasFlow } from './canvas-flow'
import { onNodeKeys, onNodeKeyUp, useQuickAddKeys } from './canvas-keys'
import { openMenu } from './canvas-state'
import { connecting } from './connecting'
import { DragGhosts } from './DragGhosts'
import { useDetail, useLooseEnds } from './detail'
import { EmptyState } from './EmptyState'
import { openInsertion } from './inserting'
import { nodeTypes } from './nodes'
import { Overview } from './Overview'
import { Spotlight } from './Spotlight'
import { useConnecting } from './use-connecting'
import { useDragging } from './use-dragging'
import { useDropping } from './use-dropping'
import { useBoxSelection, usePointerStyles } from './use-pointer-styles'
import { LEAST_ZOOM, MOST_ZOOM, useLongPress, usePinchOnNodes } from './use-touch'
import { FIT, useAttachedCanvas, useCentre, useReveal } from './use-view'
import { edgeTypes, RECONNECT_RADIUS_PX } from './WireEdge'
import { ZoomStep } from './ZoomStep'

/** Beyond this many nodes only those in view are drawn. Below it all of them can be reached by Tab. */
const CULL_ABOVE = 200
const MULTI_SELECTION_KEYS = ['Shift', 'Meta', 'Control']

export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasFlow />
    </ReactFlowProvider>
  )
}

type GraphProps = Omit<ReactFlowProps<CanvasNode, CanvasEdge>, 'nodes' | 'edges'>

/** Only this is woken by each step of a drag. What is handed in as children stays as it is, and so is not drawn again. */
function Graph(props: GraphProps) {
  const nodes = useStore(canvasFlow.store, (flow) => flow.nodes)
  const edges = useStore(canvasFlow.store, (flow) => flow.edges)
  const hasLooseEnds = useLooseEnds()
  return <ReactFlow<CanvasNode, CanvasEdge> nodes={nodes} edges={edges} edgesReconnectable={hasLooseEnds} {...props} />
}

function CanvasFlow() {
  const isEmpty = useStore(canvasFlow.store, (flow) => flow.nodes.length === 0)
  const isLarge = useStore(canvasFlow.store, (flow) => flow.nodes.length > CULL_ABOVE)
  const isConnecting = useStore(connecting, (state) => state.origin !== null)
  const training = useEditor((state) => state.run.status === 'running')
  const pointer = useRef<Point | null>(null)
  const sectionRef = useRef<HTMLDivElement>(null)
  // With nothing to show it would wait for the first node, and then jump to it. React Flow reads this once.
  const [fitsAtFirst] = useState(() => !isEmpty && !whereabouts.view)
  const { screenToFlowPosition } = useReactFlow<CanvasNode, CanvasEdge>()
  const connectHandlers = useConnecting()
  const { base, handlers: boxHandlers, onPointerDownCapture } = useBoxSelection()
  const dragHandlers = useDragging(pointer, base, sectionRef)
  const { styles: pointerStyles, panning } = usePointerStyles()
  const dropHandlers = useDropping()

  const centre = useCentre(sectionRef)
  useAttachedCanvas(pointer, centre, sectionRef)
  useReveal()
  usePinchOnNodes(sectionRef)
  useLongPress(sectionRef)
  useDetail(sectionRef, isLarge)

  const openQuickAdd = useCallback(() => {
    const { nodes: chosen, wires } = editor.getState().selection
    const [into] = wires
    if (into !== undefined && wires.size === 1 && chosen.size === 0) {
      openInsertion(into)
      return
    }
    const at = pointer.current ? screenToFlowPosition(pointer.current) : centre()
    openMenu({ type: 'quick-add', at, wire: null, ...(!pointer.current && { behindSelection: true }) })
  }, [screenToFlowPosition, centre])
  useQuickAddKeys(openQuickAdd, pointer)

  const noteView = useCallback((_event: unknown, view: View) => {
    const section = sectionRef.current
    if (!section) return
    section.style.setProperty('--zoom', String(view.zoom))
    whereabouts.see({ ...view, canvas: { widthPx: section.clientWidth, heightPx: section.clientHeight } })
  }, [])

  const onDoubleClick = (event: MouseEvent) => {
    if (!(event.target as Element).classList.contains('react-flow__pane')) return
    openMenu({ type: 'quick-add', at: screenToFlowPosition({ x: event.clientX, y: event.clientY }), wire: null })
  }

  return (
    <ContextMenu>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is done here begins at the nodes and the pane inside */}
      <div
        ref={sectionRef}
        className={styles.canvas}
        data-training={training}
        data-connecting={isConnecting}
        data-panning={panning}
        onPointerDownCapture={onPointerDownCapture}
        onPointerMove={(event) => {
          pointer.current = { x: event.clientX, y: event.clientY }
        }}
        onPointerLeave={() => {
          pointer.current = null
        }}
        onDoubleClick={onDoubleClick}
        onKeyDown={onNodeKeys}
        onKeyUp={onNodeKeyUp}
        {...dropHandlers}
      >
        <Graph
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          {...connectHandlers}
          {...dragHandlers}
          connectionLineComponent={ConnectionLine}
          connectionRadius={26}
          reconnectRadius={RECONNECT_RADIUS_PX}
          elevateEdgesOnSelect
          fitView={fitsAtFirst}
          {...(whereabouts.view && { defaultViewport: whereabouts.view })}
          fitViewOptions={FIT}
          minZoom={LEAST_ZOOM}
          maxZoom={MOST_ZOOM}
          onMoveEnd={noteView}
          {...boxHandlers}
          {...pointerStyles}
          selectionMode={SelectionMode.Full}
          paneClickDistance={3}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={MULTI_SELECTION_KEYS}
          disableKeyboardA11y
          elevateNodesOnSelect={false}
          onlyRenderVisibleElements={isLarge}
          attributionPosition="top-right"
          onError={onError}
          aria-label="Graph"
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} color="var(--canvas-dots)" />
          <CanvasControls onAdd={openQuickAdd} />
          <AlignmentGuides />
          <Overview />
          <Breadcrumb />
          <Spotlight />
          <ZoomStep />
          <DragGhosts />
        </Graph>
        <div className={styles.shield} />
        <CanvasMenus />
        <ConnectionHint />
        {isEmpty && <EmptyState />}
      </div>
    </ContextMenu>
  )
}

/** Nodes and wires reach React Flow one after the other, so a wire may miss its port for a moment (error 008). */
function onError(code: string, message: string): void {
  // biome-ignore lint/suspicious/noConsole: what else React Flow complains of is a mistake of ours, for whoever develops
  if (code !== '008') console.warn(message)
}
