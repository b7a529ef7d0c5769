/** @file A small map of the whole graph in the corner. It is there while some of the graph is out of view, and out of the way otherwise. */
import { MiniMap, useStore } from '@xyflow/react'
import { type CanvasNode, colourOf } from '../../editor/flow/flow'
import type { FrameView } from '../../editor/flow/view'
import { useEditor } from '../editor'
import styles from './Canvas.module.css'

const colour = (frame: FrameView): string => `var(${colourOf(frame)})`

const fill = ({ data }: CanvasNode): string => {
  if (!data.frame) return `var(--family-${data.family})`
  return data.look === 'box' ? colour(data.frame) : 'transparent'
}
const stroke = ({ data, selected }: CanvasNode): string =>
  selected ? 'var(--selection)' : data.frame ? colour(data.frame) : 'transparent'

/** Whether a node lies outside what is seen, by a few px or more. */
const useSomethingHidden = (): boolean =>
  useStore(({ nodeLookup, transform: [left, top, zoom], width, height }) => {
    for (const { internals, measured } of nodeLookup.values()) {
      const x = internals.positionAbsolute.x * zoom + left
      const y = internals.positionAbsolute.y * zoom + top
      if (x < -8 || y < -8) return true
      if (x + (measured.width ?? 0) * zoom > width + 8 || y + (measured.height ?? 0) * zoom > height + 8) return true
    }
    return false
  })

export function Overview() {
  const wanted = useEditor((state) => state.preferences.minimap)
  return wanted ? <ShownMap /> : null
}

function ShownMap() {
  if (!useSomethingHidden()) return null
  return (
    <MiniMap<CanvasNode>
      pannable
      zoomable
      ariaLabel="Minimap: drag in it to move the view, turn the wheel to zoom"
      className={styles.minimap}
      nodeColor={fill}
      nodeStrokeColor={stroke}
      nodeStrokeWidth={6}
      nodeBorderRadius={12}
    />
  )
}
