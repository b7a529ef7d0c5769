/** @file Keys that mean something only on the canvas. Everything else that keys do is in editor/commands. */
import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import type { Point } from '../../editor/flow-geometry'
import { editor } from '../editor'
import { canvasMenu, openMenu } from './canvas-state'

/** Enter and Space select what has the focus; W wires it. */
export function onNodeKeys(event: KeyboardEvent): void {
  const target = event.target as HTMLElement
  const node = target.classList.contains('react-flow__node') ? (target.dataset.id ?? null) : null
  const wire = target.classList.contains('react-flow__edge') ? (target.dataset.id ?? null) : null
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  const { selection } = editor.getState()
  if ((event.key === 'Enter' || event.key === ' ') && plain && (node !== null || wire !== null)) {
    event.preventDefault()
    const more = event.shiftKey
    editor.select({
      nodes: [...(more ? selection.nodes : []), ...(node === null ? [] : [node])],
      wires: [...(more ? selection.wires : []), ...(wire === null ? [] : [wire])],
    })
  } else if (event.key.toLowerCase() === 'w' && plain && !(target instanceof HTMLInputElement)) {
    const chosen = node ?? (selection.nodes.size === 1 ? [...selection.nodes][0]! : null)
    if (chosen === null) return
    event.preventDefault()
    openMenu({ type: 'wire', node: chosen })
  }
}

/** Shift+A wherever nobody types; Tab only while the pointer is over the canvas and the focus is nowhere, where it would do little else. */
export function useQuickAddKeys(open: () => void, pointer: RefObject<Point | null>): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (canvasMenu.getState().menu || editor.getState().dialog || event.ctrlKey || event.metaKey || event.altKey)
        return
      if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return
      const nowhere = document.activeElement === document.body || document.activeElement === null
      const wanted =
        (event.shiftKey && event.key.toLowerCase() === 'a') ||
        (event.key === 'Tab' && !event.shiftKey && nowhere && pointer.current !== null)
      if (!wanted) return
      event.preventDefault()
      open()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [open, pointer])
}
