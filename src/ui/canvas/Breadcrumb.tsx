/** @file Where one is while the inside of a network fills the canvas, and the way back. What was seen outside is seen again on leaving. */
import { Panel, useReactFlow, type Viewport } from '@xyflow/react'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { leaveNetwork } from '../../editor/building/networks'
import { titleOf } from '../../editor/flow/view'
import type { NodeId } from '../../graph/document'
import { childrenOf } from '../../graph/queries'
import { editor, useEditor, whereabouts } from '../editor'
import styles from './Breadcrumb.module.css'
import { focusNode } from './CanvasMenus'
import { FIT } from './use-view'

/** As for all of the graph, and clear of the breadcrumb. */
const FIT_INSIDE = { ...FIT, padding: { ...FIT.padding, top: '58px', right: '40px' } } as const

/** Fits the inside of a network that is entered; goes back to what was seen before when it is left. */
function useViewOfInside(entered: NodeId | null): void {
  const { getViewport, setViewport, fitView } = useReactFlow()
  const outside = useRef<Viewport | null>(null)
  /** `undefined` until the page is drawn for the first time: after a reload inside nothing was seen outside. */
  const before = useRef<NodeId | null | undefined>(undefined)
  useEffect(() => {
    const left = before.current
    before.current = entered
    if (entered === left || (entered === null && left === undefined)) return
    if (entered === null) {
      if (outside.current) void setViewport(outside.current)
      else requestAnimationFrame(() => void fitView(FIT))
      outside.current = null
      if (left) focusNode(left, { bringIntoView: false })
      return
    }
    if (left === null) outside.current = getViewport()
    // After a reload one sees what one saw.
    else if (left === undefined && whereabouts.view) return
    const frame = requestAnimationFrame(() => {
      void fitView(FIT_INSIDE)
      const [first] = childrenOf(editor.document(), entered)
      if (first !== undefined) focusNode(first, { bringIntoView: false })
    })
    return () => cancelAnimationFrame(frame)
  }, [entered, getViewport, setViewport, fitView])
}

export function Breadcrumb() {
  const entered = useEditor((state) => state.entered)
  const title = useEditor(({ history: { document } }) => {
    const node = entered === null ? undefined : document.nodes[entered]
    return node ? titleOf(node) : null
  })
  useViewOfInside(entered)
  if (title === null) return null
  return (
    <Panel position="top-left" className={styles.panel}>
      <nav aria-label="Where you are" className={styles.trail}>
        <button type="button" title="Leave the network (Escape)" onClick={() => leaveNetwork(editor)}>
          Graph
        </button>
        <ChevronRight size={14} aria-hidden="true" />
        <span aria-current="location">{title}</span>
      </nav>
    </Panel>
  )
}
