/** @file Keys that mean something only on the canvas. Everything else that keys do is in editor/commands. */
import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import type { Point } from '../../editor/flow-geometry'
import { editor } from '../editor'
import { canvasMenu, openMenu } from './canvas-state'

/** Whether Space went down on what has the focus, and the pointer was not pressed since: Space and a drag move the canvas. */
let spaceSelects = false
window.addEventListener(
  'pointerdown',
  () => {
    spaceSelects = false
  },
  true,
)

/** Selects what has the focus, a node or a wire; with Shift in addition to what is selected. */
function selectFocused({ target, shiftKey }: KeyboardEvent): void {
  const element = target as HTMLElement
  const id = element.dataset.id
  if (id === undefined) return
  const { selection } = editor.getState()
  const isNode = element.classList.contains('react-flow__node')
  editor.select({
    nodes: [...(shiftKey ? selection.nodes : []), ...(isNode ? [id] : [])],
    wires: [...(shiftKey ? selection.wires : []), ...(isNode ? [] : [id])],
  })
}

/** Space selects when it comes up. */
export function onNodeKeyUp(event: KeyboardEvent): void {
  if (event.key !== ' ') return
  if (spaceSelects) selectFocused(event)
  spaceSelects = false
}

/** Enter and Space select what has the focus; W wires it. */
export function onNodeKeys(event: KeyboardEvent): void {
  const target = event.target as HTMLElement
  const node = target.classList.contains('react-flow__node') ? (target.dataset.id ?? null) : null
  const wire = target.classList.contains('react-flow__edge') ? (target.dataset.id ?? null) : null
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  const { selection } = editor.getState()
  if ((event.key === 'Enter' || event.key === ' ') && plain && (node !== null || wire !== null)) {
    event.preventDefault()
    if (event.key === 'Enter') selectFocused(event)
    else spaceSelects = !event.repeat || spaceSelects
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
