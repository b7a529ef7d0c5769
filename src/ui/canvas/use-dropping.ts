/** @file What is dragged over the canvas from the palette, and where it lands: on a wire, in a frame, or beside them. */
import { useReactFlow } from '@xyflow/react'
import { type DragEvent, useMemo } from 'react'
import { addBlockAt, insertBlock } from '../../editor/building/block-insertion'
import { findKind } from '../../graph/kinds'
import { BLOCK_DRAG_TYPE, blocks } from '../blocks'
import { editor } from '../editor'
import { KIND_DRAG_TYPE } from '../palette/kind-drag'
import { addKind, insertKind, placeAtDrop, refusePlace } from './adding'
import { focusNode } from './CanvasMenus'
import { canvasFlow } from './canvas-flow'
import { wireAt } from './inserting'

export function useDropping() {
  const { screenToFlowPosition } = useReactFlow()
  return useMemo(
    () => ({
      onDragOver(event: DragEvent) {
        if (![KIND_DRAG_TYPE, BLOCK_DRAG_TYPE].some((type) => event.dataTransfer.types.includes(type))) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      },
      onDrop(event: DragEvent) {
        const block = blocks.find(event.dataTransfer.getData(BLOCK_DRAG_TYPE))
        const kind = findKind(event.dataTransfer.getData(KIND_DRAG_TYPE))
        if (!kind && !block) return
        event.preventDefault()
        event.stopPropagation()
        const point = screenToFlowPosition({ x: event.clientX, y: event.clientY })
        const wire = wireAt(point)
        if (block) {
          const flow = canvasFlow.flow()
          const into = wire === null ? [] : insertBlock(editor, flow, block, wire)
          const [first] = into.length > 0 ? into : addBlockAt(editor, flow, block, point)
          if (first !== undefined) focusNode(first)
        }
        if (!kind) return
        const inserted = wire === null ? null : insertKind(canvasFlow.flow(), kind, wire)
        if (inserted !== null) {
          focusNode(inserted)
          return
        }
        const place = placeAtDrop(canvasFlow.flow(), kind, point)
        if (place) focusNode(addKind(kind, place))
        else refusePlace(kind)
      },
    }),
    [screenToFlowPosition],
  )
}
