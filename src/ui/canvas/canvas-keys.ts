/** @file Keys that mean something only on the canvas. Everything else that keys do is in editor/commands. */
import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import { type KeyPress, letterOf } from '../../editor/commands/keys'
import { rectOf } from '../../editor/flow/flow'
import type { Point } from '../../editor/flow/geometry'
import { formatEndpoint, type NodeId } from '../../graph/document'
import { portsOf } from '../../graph/queries'
import { editor } from '../editor'
import { canvasFlow } from './canvas-flow'
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

/** Enter and Space select what has the focus; W wires it; A adds what follows it. */
export function onNodeKeys(event: KeyboardEvent): void {
  const target = event.target as HTMLElement
  const node = target.classList.contains('react-flow__node') ? (target.dataset.id ?? null) : null
  const wire = target.classList.contains('react-flow__edge') ? (target.dataset.id ?? null) : null
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  if ((event.key === 'Enter' || event.key === ' ') && plain && (node !== null || wire !== null)) {
    event.preventDefault()
    if (event.key === 'Enter') selectFocused(event)
    else spaceSelects = !event.repeat || spaceSelects
  } else if (plain && !event.shiftKey && !(target instanceof HTMLInputElement)) onLetter(event, node)
}

/** W wires a node, A adds what follows it: the one with the focus, else the one that is selected. */
function onLetter(event: KeyPress & { preventDefault(): void }, focused: NodeId | null): void {
  const letter = letterOf(event)
  if (letter !== 'W' && letter !== 'A') return
  const { selection } = editor.getState()
  const chosen = focused ?? (selection.nodes.size === 1 ? [...selection.nodes][0]! : null)
  if (chosen === null) return
  event.preventDefault()
  if (letter === 'W') openMenu({ type: 'wire', node: chosen })
  else addAfter(chosen)
}

/** Between the right edge of a node and what is added after it, px. */
const GAP_PX = 24

/** Opens quick-add for what takes a node's first output that nothing reads yet, else its first: chains are built by this key and Enter. */
function addAfter(id: NodeId): void {
  const graph = editor.document()
  const rect = rectOf(canvasFlow.flow(), id)
  if (!graph.nodes[id] || !rect) return
  const { outputs, calls } = portsOf(graph, id)
  const read = new Set(Object.values(graph.wires))
  const endpoints = calls.flatMap((call) => outputs.map(({ name }) => formatEndpoint(id, name, call)))
  const endpoint = endpoints.find((candidate) => !read.has(candidate)) ?? endpoints[0]
  if (endpoint === undefined) {
    editor.announce('Nothing can follow: it has no output.')
    return
  }
  const port = canvasFlow
    .flow()
    .layout.views.get(id)
    ?.outputs.find((view) => `${id}.${view.handle}` === endpoint)
  const at = { x: rect.x + rect.width + GAP_PX, y: rect.y + (port?.y ?? 45) }
  openMenu({ type: 'quick-add', at, wire: { endpoint, side: 'output' } })
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
      if (nowhere && !event.shiftKey) onLetter(event, null)
      if (event.defaultPrevented) return
      const wanted =
        (event.shiftKey && letterOf(event) === 'A') ||
        (event.key === 'Tab' && !event.shiftKey && nowhere && pointer.current !== null)
      if (!wanted) return
      event.preventDefault()
      open()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [open, pointer])
}
