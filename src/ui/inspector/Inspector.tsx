/** @file What is selected, in detail; the document when nothing is. */
import { useEffect, useRef, useState } from 'react'
import { nodeOf } from '../../graph/queries'
import { useEditor } from '../editor'
import { DocumentInspector } from './DocumentInspector'
import styles from './Inspector.module.css'
import { NodeInspector } from './NodeInspector'
import { SelectionInspector } from './SelectionInspector'

/** Of the content, at both sides together. */
const PADDING_PX = 28

export function Inspector() {
  const selection = useEditor((state) => state.selection)
  const [only] = selection.nodes
  const node = useEditor((state) =>
    only !== undefined && selection.nodes.size === 1 && selection.wires.size === 0
      ? nodeOf(state.history.document, only)
      : null,
  )
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(260)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(160, Math.min(420, Math.round(entry.contentRect.width) - PADDING_PX)))
    })
    if (ref.current) observer.observe(ref.current)
    return () => observer.disconnect()
  }, [])
  // Another kind of thing is read from its beginning; between nodes of one kind the same place stays in sight, to compare them.
  const shown = node ? node.kind : selection.nodes.size + selection.wires.size > 0 ? 'selection' : 'document'
  // biome-ignore lint/correctness/useExhaustiveDependencies: for what is shown, and only for that
  useEffect(() => {
    if (ref.current?.parentElement) ref.current.parentElement.scrollTop = 0
  }, [shown])
  return (
    <div ref={ref} className={styles.scroll}>
      {node && only !== undefined ? (
        <NodeInspector key={only} id={only} node={node} width={width} />
      ) : selection.nodes.size + selection.wires.size > 0 ? (
        <SelectionInspector />
      ) : (
        <DocumentInspector />
      )}
    </div>
  )
}
