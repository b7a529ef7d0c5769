/**
 * @file "What is this?": the pointer becomes a question mark, and whatever it rests on, or what has the focus, is explained; nothing is
 * pressed or moved until Escape leaves the mode. A press holds the explanation, so that one can reach for more. After the Shift+F1
 * of desktop programs.
 */
import { CircleQuestionMark, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { placeBeside } from '../components/place-beside'
import { editor } from '../editor'
import { type Explanation, explain } from './explain'
import styles from './WhatIsThis.module.css'
import { leaveWhatIsThis, whatIsThis } from './what-is-this'

/** Whatever begins an act. They end here, on their way down. */
const ACTS = [
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'dragstart',
  'touchstart',
  'touchend',
  'keydown',
  'keyup',
  'keypress',
  'beforeinput',
] as const

export function WhatIsThis() {
  const on = useStore(whatIsThis, (state) => state.on)
  return on ? <Explaining /> : null
}

function Explaining() {
  const [shown, setShown] = useState<Explanation | null>(null)
  const held = useRef(false)
  const root = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const { documentElement } = document
    documentElement.dataset.explaining = ''
    editor.announce('What is this? Move with Tab to hear what things are. Escape leaves.')
    const isOurs = (target: EventTarget | null) => target instanceof Node && root.current?.contains(target)
    const show = (target: EventTarget | null) => {
      if (!(target instanceof Element) || isOurs(target)) return
      const found = explain(target)
      setShown((before) => (found && before?.element === found.element ? before : found))
    }
    const onAct = (event: Event) => {
      if (event instanceof KeyboardEvent && event.type === 'keydown') {
        if (event.key === 'Escape' || (event.key === 'F1' && event.shiftKey)) {
          event.preventDefault()
          leaveWhatIsThis()
        }
        // Tab still moves the focus, and nothing else hears of it.
        if (event.key === 'Tab') {
          event.stopImmediatePropagation()
          return
        }
      }
      if (isOurs(event.target)) return
      if (event.type === 'pointerdown') {
        held.current = true
        show(event.target)
      }
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    const onMove = (event: PointerEvent) => {
      if (!held.current) show(event.target)
    }
    const onFocus = (event: FocusEvent) => {
      held.current = false
      show(event.target)
    }
    for (const type of ACTS) addEventListener(type, onAct, { capture: true, passive: false })
    addEventListener('pointermove', onMove, true)
    addEventListener('focusin', onFocus, true)
    return () => {
      delete documentElement.dataset.explaining
      for (const type of ACTS) removeEventListener(type, onAct, { capture: true })
      removeEventListener('pointermove', onMove, true)
      removeEventListener('focusin', onFocus, true)
    }
  }, [])

  return (
    <div ref={root}>
      <div className={styles.banner}>
        <CircleQuestionMark size={16} aria-hidden="true" />
        <span>
          <strong>What is this?</strong> Point at anything, or move with Tab. A click holds the answer.
        </span>
        <button type="button" onClick={leaveWhatIsThis} aria-label="Leave “What is this?”">
          <X size={14} aria-hidden="true" /> Esc
        </button>
      </div>
      {shown && <Card explanation={shown} />}
    </div>
  )
}

function Card({ explanation: { title, text, kind, element } }: { explanation: Explanation }) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const card = ref.current
    if (!card) return
    const { offsetWidth: width, offsetHeight: height } = card
    const { x, y } = placeBeside(
      element.getBoundingClientRect(),
      { width, height },
      { width: innerWidth, height: innerHeight },
    )
    card.style.translate = `${x}px ${y}px`
  })
  return (
    <div ref={ref} className={styles.card} role="status">
      {title !== '' && <strong>{title}</strong>}
      {text !== '' && <p>{text}</p>}
      {kind !== undefined && (
        <button
          type="button"
          onClick={() => {
            leaveWhatIsThis()
            editor.openDialog({ kind: 'about-kind', name: kind })
          }}
        >
          More …
        </button>
      )}
    </div>
  )
}
