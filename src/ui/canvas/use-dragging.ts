/** @file Nodes that are dragged and what is selected, as React Flow tells it. What else a drag does is a list of effects. */
import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { changedSelection, readEdgeChanges, readNodeChanges } from '../../editor/flow/changes'
import type { DraggedPositions } from '../../editor/flow/flow'
import type { Point } from '../../editor/flow/geometry'
import type { Drag, DragEffect } from '../../editor/placing/drag-effects'
import { createAlignDrag } from '../../editor/placing/snapping-drag'
import { editor } from '../editor'
import { canvasFlow } from './canvas-flow'
import { duplicateWithAlt } from './DragGhosts'
import { noteDragging } from './detail'
import { createGivingUp } from './giving-up'
import { insertOnWire } from './inserting'
import type { BoxBase } from './use-pointer-styles'

export const alignDrag = createAlignDrag(() => editor.getState().preferences)

/** In the order in which they are asked. */
const EFFECTS: readonly DragEffect[] = [alignDrag.effect, duplicateWithAlt, insertOnWire]

/** Keys that are held now. React Flow tells of a move before it tells of the event that made it. */
function useHeldKeys(): RefObject<Drag['keys']> {
  const keys = useRef({ alt: false, shift: false, mod: false })
  useEffect(() => {
    const note = (event: PointerEvent | KeyboardEvent) => {
      keys.current = { alt: event.altKey, shift: event.shiftKey, mod: event.ctrlKey || event.metaKey }
    }
    const types = ['pointerdown', 'pointermove', 'pointerup', 'keydown', 'keyup'] as const
    for (const type of types) window.addEventListener(type, note, true)
    return () => {
      for (const type of types) window.removeEventListener(type, note, true)
    }
  }, [])
  return keys
}

/**
 * While nodes are dragged nothing of the canvas shows that the pointer is over it: they run after the pointer, so each frame it would leave
 * and enter one of them again. Whatever ends the drag takes the shield away.
 */
function shielding(section: RefObject<HTMLElement | null>) {
  const ends = ['pointerup', 'pointercancel'] as const
  const lower = () => {
    section.current?.removeAttribute('data-dragging')
    noteDragging(false)
    for (const end of ends) window.removeEventListener(end, lower, true)
  }
  const raise = () => {
    section.current?.setAttribute('data-dragging', '')
    noteDragging(true)
    for (const end of ends) window.addEventListener(end, lower, true)
  }
  return { raise, lower }
}

export function useDragging(pointer: RefObject<Point | null>, box: BoxBase, section: RefObject<HTMLElement | null>) {
  const { screenToFlowPosition, getZoom } = useReactFlow()
  const keys = useHeldKeys()
  return useMemo(() => {
    const shield = shielding(section)
    const givingUp = createGivingUp('The drag was given up.')
    const momentOf = (positions: DraggedPositions): Drag => ({
      flow: canvasFlow.flow(),
      positions,
      keys: keys.current,
      pointer: pointer.current && screenToFlowPosition(pointer.current),
      zoom: getZoom(),
    })
    const settle = (positions: DraggedPositions): DraggedPositions => {
      const moment = momentOf(positions)
      return EFFECTS.reduce((wanted, effect) => effect.move?.({ ...moment, positions: wanted }) ?? wanted, positions)
    }
    return {
      onNodesChange: (changes: Parameters<typeof readNodeChanges>[0]) => {
        const { dragged, moved, selected } = readNodeChanges(changes, canvasFlow.flow())
        const givenUp = givingUp.givenUp()
        if (givenUp) canvasFlow.release()
        if (!givenUp && Object.keys(dragged).length > 0) canvasFlow.drag(settle(dragged))
        if (!givenUp && Object.keys(moved).length > 0) {
          const positions = settle(moved)
          const done = EFFECTS.some((effect) => effect.drop?.(momentOf(positions)))
          if (done) canvasFlow.release()
          else canvasFlow.drop(positions)
        }
        if (selected.size > 0) {
          const { selection } = editor.getState()
          const nodes = changedSelection(selection.nodes, selected)
          editor.select({ nodes: [...(box.current ?? []), ...nodes], wires: selection.wires })
        }
      },
      onEdgesChange: (changes: Parameters<typeof readEdgeChanges>[0]) => {
        const selected = readEdgeChanges(changes)
        if (selected.size === 0) return
        const { selection } = editor.getState()
        editor.select({ nodes: selection.nodes, wires: changedSelection(selection.wires, selected) })
      },
      onNodeDragStart: () => {
        shield.raise()
        givingUp.begin()
        for (const effect of EFFECTS) effect.begin?.(momentOf({}))
      },
      onNodeDragStop: () => {
        shield.lower()
        givingUp.end()
        for (const effect of EFFECTS) effect.end?.()
      },
    }
  }, [pointer, box, section, keys, screenToFlowPosition, getZoom])
}
