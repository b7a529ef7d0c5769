/** @file What of the canvas is seen: bringing everything or one node into view, and what commands ask of the view. */
import { useReactFlow } from '@xyflow/react'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { type CanvasEdge, type CanvasNode, rectOf } from '../../editor/flow/flow'
import { centreOf, type Point } from '../../editor/flow/geometry'
import type { NodeId } from '../../graph/document'
import { editor, useEditor, whereabouts } from '../editor'
import { focusNode } from './CanvasMenus'
import { canvasFlow } from './canvas-flow'
import { openMenu } from './canvas-state'

/** Leaves the buttons in the corner free. */
export const FIT = { padding: { top: '14px', right: '14px', bottom: '14px', left: '54px' }, maxZoom: 1.1 } as const

/** Of a view that moves by itself. */
const durationMs = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 220)

/** Brings everything into view. With nothing to show React Flow would wait for the first node, and then jump to it. */
function fitAll(fitView: (options: typeof FIT & { duration: number }) => unknown, duration: number): void {
  if (canvasFlow.flow().nodes.length > 0) fitView({ ...FIT, duration })
}

/** Middle of what is seen, in px of the document. */
export function useCentre(section: RefObject<HTMLElement | null>): () => Point {
  const { screenToFlowPosition } = useReactFlow()
  return useCallback(() => {
    const { left, top, width, height } = section.current!.getBoundingClientRect()
    return screenToFlowPosition({ x: left + width / 2, y: top + height / 2 })
  }, [section, screenToFlowPosition])
}

/** Whether the canvas is much larger or smaller than when one saw last what one goes back to. */
function hasOtherSize({ clientWidth, clientHeight }: HTMLElement): boolean {
  const before = whereabouts.view?.canvas
  if (!before) return false
  const ratios = [clientWidth / before.widthPx, clientHeight / before.heightPx]
  return ratios.some((ratio) => ratio > 1.3 || ratio < 1 / 1.3)
}

/** Lets commands ask where the pointer is, and move the view. */
export function useAttachedCanvas(
  pointer: RefObject<Point | null>,
  centre: () => Point,
  section: RefObject<HTMLElement | null>,
): void {
  const { screenToFlowPosition, fitView, getViewport, setViewport, getZoom, zoomTo } = useReactFlow()
  useEffect(
    () =>
      editor.attachCanvas({
        pointer: () => (pointer.current ? screenToFlowPosition(pointer.current) : null),
        centre,
        fitView: () => fitAll(fitView, durationMs()),
        fitNodes: (ids) => {
          const nodes = [...ids].map((id) => ({ id }))
          if (nodes.length > 0) void fitView({ ...FIT, nodes, duration: durationMs() })
        },
        zoomTo: (zoom) => void zoomTo(zoom),
        zoom: getZoom,
        openFind: () => openMenu({ type: 'find' }),
        panBy: (offset) => {
          const { x, y, zoom } = getViewport()
          void setViewport({ x: x + offset.x, y: y + offset.y, zoom }, { duration: durationMs() })
        },
        focus: (node) => focusNode(node),
        glideFrom: (before) => canvasFlow.glideFrom(before, durationMs()),
      }),
    [pointer, centre, screenToFlowPosition, fitView, getViewport, setViewport, getZoom, zoomTo],
  )
  // Another document, not another edit of this one: everything comes into view.
  const origin = useEditor((state) => state.origin)
  const goesBack = useRef(whereabouts.view !== null)
  useEffect(() => {
    if (goesBack.current) {
      goesBack.current = false
      if (!hasOtherSize(section.current!)) return
    }
    const { done, undone } = editor.getState().history
    if (origin && done.length + undone.length === 0) fitAll(fitView, 0)
  }, [origin, fitView, section])
}

/** Follows what the editor asks to reveal. */
export function useReveal(): void {
  const { setCenter, getZoom } = useReactFlow<CanvasNode, CanvasEdge>()
  const reveal = useCallback(
    (node: NodeId) => {
      const rect = rectOf(canvasFlow.flow(), node)
      if (!rect) return
      const { x, y } = centreOf(rect)
      void setCenter(x, y, { zoom: Math.max(getZoom(), 0.8), duration: durationMs() })
      focusNode(node, { bringIntoView: false })
    },
    [setCenter, getZoom],
  )
  const request = useEditor((state) => state.revealRequest)
  useEffect(() => {
    if (request) reveal(request.node)
  }, [request, reveal])
}
