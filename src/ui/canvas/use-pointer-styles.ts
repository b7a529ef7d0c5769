/**
 * @file What the buttons of a mouse and the wheel do on the canvas, by the preferences. The conventions are those of drawing tools:
 * Space and a drag or the middle button always move the canvas, Ctrl and the wheel and a pinch always zoom.
 */
import { type ReactFlowProps, useKeyPress } from '@xyflow/react'
import { type RefObject, useMemo, useRef } from 'react'
import type { NodeId } from '../../graph/document'
import { editor, useEditor } from '../editor'

type Styles = Pick<ReactFlowProps, 'selectionOnDrag' | 'panOnDrag' | 'panOnScroll' | 'zoomOnScroll'>

const MIDDLE = [1]
const LEFT_AND_MIDDLE = [0, 1]

/** `panning`: Space is held, so that the canvas and nothing on it takes the pointer. */
export function usePointerStyles(): { styles: Styles; panning: boolean } {
  const { dragStyle, wheelStyle } = useEditor((state) => state.preferences)
  const panning = useKeyPress('Space')
  const shift = useKeyPress('Shift')
  const boxes = dragStyle === 'select' || shift
  const styles = useMemo(
    () => ({
      selectionOnDrag: boxes,
      // Fingers are not asked which button they are: one of them always moves the canvas.
      panOnDrag: boxes ? MIDDLE : LEFT_AND_MIDDLE,
      panOnScroll: wheelStyle === 'pan',
      zoomOnScroll: wheelStyle === 'zoom',
    }),
    [boxes, wheelStyle],
  )
  return { styles, panning }
}

/** What a box that is being drawn adds to; `null` while none is. */
export type BoxBase = RefObject<ReadonlySet<NodeId> | null>

/**
 * A box with Shift or Ctrl adds to what was selected. React Flow clears the selection when a box begins, so what it adds to is noted
 * when the pointer goes down.
 */
export function useBoxSelection() {
  const before = useRef<ReadonlySet<NodeId>>(new Set())
  const base: BoxBase = useRef(null)
  const handlers = useMemo(
    () => ({
      onSelectionStart: () => {
        base.current = before.current
        if (before.current.size > 0) editor.select({ nodes: before.current })
      },
      onSelectionEnd: () => {
        base.current = null
      },
    }),
    [],
  )
  const onPointerDownCapture = (event: React.PointerEvent) => {
    const adds = event.shiftKey || event.ctrlKey || event.metaKey
    before.current = adds ? editor.getState().selection.nodes : new Set()
  }
  return { base, handlers, onPointerDownCapture }
}
