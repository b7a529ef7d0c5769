/** @file The edge between two regions: dragged, moved with the arrow keys, closed with a double click. */
import type { KeyboardEvent, PointerEvent } from 'react'
import styles from './Divider.module.css'

interface DividerProps {
  label: string
  /** `vertical` stands between left and right. */
  orientation: 'vertical' | 'horizontal'
  /** Size of the region that it changes, px. */
  size: number
  minimum: number
  maximum: number
  /** The region lies before the edge (1: it grows rightwards, downwards) or behind it (−1). */
  direction: 1 | -1
  onResize(size: number): void
  onDoubleClick?(): void
}

const KEY_STEP_PX = 24

export function Divider({
  label,
  orientation,
  size,
  minimum,
  maximum,
  direction,
  onResize,
  onDoubleClick,
}: DividerProps) {
  const clamp = (wanted: number) => Math.round(Math.min(maximum, Math.max(minimum, wanted)))
  const place = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY)

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    const target = event.currentTarget
    const from = place(event)
    target.setPointerCapture(event.pointerId)
    const move = (moved: globalThis.PointerEvent) => {
      const to = orientation === 'vertical' ? moved.clientX : moved.clientY
      onResize(clamp(size + direction * (to - from)))
    }
    const stop = () => target.removeEventListener('pointermove', move)
    target.addEventListener('pointermove', move)
    target.addEventListener('lostpointercapture', stop, { once: true })
  }

  function onKeyDown(event: KeyboardEvent): void {
    const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    if (event.key !== less && event.key !== more) return
    event.preventDefault()
    onResize(clamp(size + direction * (event.key === more ? KEY_STEP_PX : -KEY_STEP_PX)))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, <hr> is none
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      className={styles[orientation]}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={onDoubleClick}
    />
  )
}
