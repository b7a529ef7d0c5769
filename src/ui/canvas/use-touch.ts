/**
 * @file Fingers on the canvas, beyond what React Flow does: two fingers zoom and move it even where they lie on nodes, which React Flow
 * keeps for dragging; a long press asks for the menu, which not every browser does, and which d3 hides from the menu's own listener.
 */
import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'

export const LEAST_ZOOM = 0.05
export const MOST_ZOOM = 2.5

/** Middle of two fingers and how far they are apart, px on the screen. */
interface Span {
  x: number
  y: number
  distance: number
}

function spanOf([a, b]: readonly Touch[]): Span {
  const [first, second] = [a!, b!]
  return {
    x: (first.clientX + second.clientX) / 2,
    y: (first.clientY + second.clientY) / 2,
    distance: Math.max(1, Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY)),
  }
}

export function usePinchOnNodes(section: RefObject<HTMLElement | null>): void {
  const { getViewport, setViewport } = useReactFlow()
  useEffect(() => {
    const element = section.current
    if (!element) return
    let before: Span | null = null
    const onNode = ({ target }: Touch) => target instanceof Element && target.closest('.react-flow__node') !== null
    const start = (event: TouchEvent) => {
      const touches = [...event.touches]
      before = touches.length === 2 && touches.some(onNode) ? spanOf(touches) : null
      if (before) event.stopPropagation()
    }
    const move = (event: TouchEvent) => {
      if (!before || event.touches.length !== 2) return
      // What began as the drag of a node would go on with one of the fingers.
      event.preventDefault()
      event.stopPropagation()
      const now = spanOf([...event.touches])
      const { left, top } = element.getBoundingClientRect()
      const { x, y, zoom } = getViewport()
      const next = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, (zoom * now.distance) / before.distance))
      const scale = next / zoom
      void setViewport({
        x: now.x - left - (before.x - left - x) * scale,
        y: now.y - top - (before.y - top - y) * scale,
        zoom: next,
      })
      before = now
    }
    const end = (event: TouchEvent) => {
      if (event.touches.length < 2) before = null
    }
    element.addEventListener('touchstart', start, { capture: true, passive: true })
    element.addEventListener('touchmove', move, { capture: true, passive: false })
    element.addEventListener('touchend', end, { capture: true, passive: true })
    element.addEventListener('touchcancel', end, { capture: true, passive: true })
    return () => {
      element.removeEventListener('touchstart', start, true)
      element.removeEventListener('touchmove', move, true)
      element.removeEventListener('touchend', end, true)
      element.removeEventListener('touchcancel', end, true)
    }
  }, [section, getViewport, setViewport])
}

const LONG_PRESS_MS = 500
/** A finger that goes further than this drags. */
const STILL_PX = 10

export function useLongPress(section: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = section.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let from: Touch | null = null
    let opened = false
    const forget = () => {
      clearTimeout(timer)
      from = null
    }
    const start = (event: TouchEvent) => {
      forget()
      opened = false
      const [touch] = event.touches
      const { target } = event
      if (event.touches.length !== 1 || !touch || !(target instanceof Element)) return
      if (!target.closest('.react-flow__renderer')) return
      from = touch
      timer = setTimeout(() => {
        const { clientX, clientY } = touch
        forget()
        opened = true
        target.dispatchEvent(
          new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, clientX, clientY }),
        )
      }, LONG_PRESS_MS)
    }
    const move = (event: TouchEvent) => {
      // What the finger lies on stays where it is while the menu is open.
      if (opened) event.stopPropagation()
      const [touch] = event.touches
      const far = !from || !touch || Math.hypot(touch.clientX - from.clientX, touch.clientY - from.clientY) > STILL_PX
      if (far) forget()
    }
    const end = (event: TouchEvent) => {
      // Else a click would follow, beside the menu, and close it.
      if (opened && event.cancelable) event.preventDefault()
      opened = false
      forget()
    }
    // Where the browser has a long press of its own, its event is the one.
    const own = (event: Event) => event.isTrusted && forget()
    element.addEventListener('touchstart', start, { capture: true, passive: true })
    element.addEventListener('touchmove', move, { capture: true, passive: true })
    element.addEventListener('touchend', end, { capture: true, passive: false })
    element.addEventListener('touchcancel', forget, { capture: true, passive: true })
    element.addEventListener('contextmenu', own, true)
    return () => {
      forget()
      element.removeEventListener('touchstart', start, true)
      element.removeEventListener('touchmove', move, true)
      element.removeEventListener('touchend', end, true)
      element.removeEventListener('touchcancel', forget, true)
      element.removeEventListener('contextmenu', own, true)
    }
  }, [section])
}
