/** @file What is dragged over the canvas from the palette, and where it lands: on a wire, in a frame, or beside them. */
import { useReactFlow } from '@xyflow/react'
import { type DragEvent, useMemo } from 'react'
import type { Endpoint } from '../../graph/document'
import { findKind } from '../../graph/kinds'
import { KIND_DRAG_TYPE } from '../palette/kind-drag'
import { addKind, insertKind, placeAt, refusePlace } from './adding'
import { focusNode } from './CanvasMenus'
import { canvasFlow } from './canvas-flow'

const wireElement = (element: Element | null): Endpoint | null =>
  element?.closest<SVGElement>('.react-flow__edge')?.dataset.id ?? null

export function useDropping() {
  const { screenToFlowPosition } = useReactFlow()
  return useMemo(
    () => ({
      onDragOver(event: DragEvent) {
        if (!event.dataTransfer.types.includes(KIND_DRAG_TYPE)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      },
      onDrop(event: DragEvent) {
        const kind = findKind(event.dataTransfer.getData(KIND_DRAG_TYPE))
        if (!kind) return
        event.preventDefault()
        event.stopPropagation()
        const point = screenToFlowPosition({ x: event.clientX, y: event.clientY })
        const wire = wireElement(document.elementFromPoint(event.clientX, event.clientY))
        const inserted = wire === null ? null : insertKind(canvasFlow.flow(), kind, wire)
        if (inserted !== null) {
          focusNode(inserted)
          return
        }
        const place = placeAt(canvasFlow.flow(), kind, point)
        if (place) focusNode(addKind(kind, place))
        else refusePlace(kind)
      },
    }),
    [screenToFlowPosition],
  )
}
