/** @file While nodes are dragged with Alt: outlines where the originals stay, because what moves is the copy. */
import { ViewportPortal } from '@xyflow/react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { duplicateDragged } from '../../editor/building/clipboard'
import { currentFlow } from '../../editor/building/pasting'
import { rectOf } from '../../editor/flow/flow'
import type { Rect } from '../../editor/flow/geometry'
import type { DragEffect } from '../../editor/placing/drag-effects'
import { editor } from '../editor'
import styles from './DragGhosts.module.css'

const ghosts = createStore<{ rects: readonly Rect[] }>(() => ({ rects: [] }))
const NONE: readonly Rect[] = []

/** Alt, held when the nodes are let go, leaves them where they were and puts copies where they are. After Excalidraw and ComfyUI. */
export const duplicateWithAlt: DragEffect = {
  move({ positions, keys }) {
    const { rects } = ghosts.getState()
    const ids = Object.keys(positions)
    if (!keys.alt) {
      if (rects.length > 0) ghosts.setState({ rects: NONE })
    } else if (rects.length !== ids.length) {
      const flow = currentFlow(editor)
      ghosts.setState({ rects: ids.flatMap((id) => rectOf(flow, id) ?? []) })
    }
    return positions
  },
  drop({ positions, keys }) {
    return keys.alt && duplicateDragged(editor, positions)
  },
  end() {
    ghosts.setState({ rects: NONE })
  },
}

export function DragGhosts() {
  const { rects } = useStore(ghosts)
  if (rects.length === 0) return null
  return (
    <ViewportPortal>
      {rects.map(({ x, y, width, height }) => (
        <div
          key={`${x} ${y}`}
          className={styles.ghost}
          style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
        />
      ))}
    </ViewportPortal>
  )
}
