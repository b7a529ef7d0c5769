/**
 * @file The tour: a light on the thing, a card beside it. The page can be used all along, for that is how most steps are done; the card
 * is a region that can be reached by Tab and left by Escape.
 */
import { ArrowLeft, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { Button } from '../components/Button'
import { type Area, placeBeside } from '../components/place-beside'
import { editor, useEditor } from '../editor'
import { tourSteps } from './steps'
import styles from './Tour.module.css'
import { leaveTour, nextStep, previousStep, tour } from './tour'

export function Tour() {
  const step = useStore(tour, (state) => state.step)
  return step === null ? null : <Step key={step} index={step} />
}

/** Around the thing, px. */
const HALO_PX = 6

function Step({ index }: { index: number }) {
  const step = tourSteps[index]!
  const card = useRef<HTMLDivElement>(null)
  const light = useRef<HTMLDivElement>(null)
  const selector = useEditor(step.target)
  const done = useEditor((state) => {
    const { begun } = tour.getState()
    return begun !== null && step.act?.done(state, begun) === true
  })
  const inTheWay = useEditor((state) => state.dialog !== null)
  const last = index === tourSteps.length - 1
  useFollow(selector, card, light)
  useEscape()

  useEffect(() => {
    card.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    if (done) nextStep()
  }, [done])

  return (
    <div className={styles.tour} hidden={inTheWay}>
      <div ref={light} className={styles.light} aria-hidden="true" />
      <section
        ref={card}
        className={styles.card}
        aria-label={`Tour, step ${index + 1} of ${tourSteps.length}`}
        tabIndex={-1}
      >
        <header className={styles.header}>
          <h2>{step.title}</h2>
          <button type="button" className={styles.close} aria-label="Leave the tour" onClick={leaveTour}>
            <X size={15} aria-hidden="true" />
          </button>
        </header>
        <p>{step.text}</p>
        {step.act && <p className={styles.act}>{step.act.words}</p>}
        <footer className={styles.footer}>
          <span className={styles.count} aria-hidden="true">
            {index + 1} / {tourSteps.length}
          </span>
          {index > 0 && (
            <Button
              label="Back"
              text="never"
              icon={<ArrowLeft size={15} aria-hidden="true" />}
              onClick={previousStep}
            />
          )}
          <Button
            label={last ? 'Finish' : step.act ? 'Skip' : 'Next'}
            look={step.act ? 'outlined' : 'primary'}
            onClick={nextStep}
          />
        </footer>
      </section>
    </div>
  )
}

/** Keeps light and card with the thing, wherever the canvas moves it. What is not on the page leaves the card in the middle. */
function useFollow(
  selector: string | null,
  card: React.RefObject<HTMLElement | null>,
  light: React.RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    let frame = 0
    let drawn = ''
    const follow = () => {
      frame = requestAnimationFrame(follow)
      if (!card.current || !light.current) return
      const page = { width: innerWidth, height: innerHeight }
      const element = selector === null ? null : document.querySelector(selector)
      const area = element ? visiblePart(element.getBoundingClientRect(), page) : null
      const size = { width: card.current.offsetWidth, height: card.current.offsetHeight }
      const thing = area ?? { x: page.width / 2, y: page.height / 2, width: 0, height: 0 }
      const { x, y } = placeBeside(thing, size, page)
      const now = [x, y, thing.x, thing.y, thing.width, thing.height].map(Math.round).join()
      if (now === drawn) return
      drawn = now
      card.current.style.translate = `${Math.round(x)}px ${Math.round(y)}px`
      card.current.style.visibility = 'visible'
      Object.assign(light.current.style, {
        translate: `${thing.x - HALO_PX}px ${thing.y - HALO_PX}px`,
        width: `${thing.width + 2 * HALO_PX}px`,
        height: `${thing.height + 2 * HALO_PX}px`,
        opacity: area ? '1' : '0',
      })
    }
    follow()
    return () => cancelAnimationFrame(frame)
  }, [selector, card, light])
}

function visiblePart({ x, y, right, bottom }: DOMRect, page: { width: number; height: number }): Area | null {
  const [left, top] = [Math.max(0, x), Math.max(0, y)]
  const [width, height] = [Math.min(page.width, right) - left, Math.min(page.height, bottom) - top]
  return width > 0 && height > 0 ? { x: left, y: top, width, height } : null
}

/** Escape leaves, unless it means something to a field, a list or a dialog. */
function useEscape(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (event.key !== 'Escape' || event.defaultPrevented || editor.getState().dialog) return
      if (target?.closest('input, textarea, [role="dialog"], [role="menu"], [role="listbox"]')) return
      event.preventDefault()
      leaveTour()
    }
    addEventListener('keydown', onKeyDown, true)
    return () => removeEventListener('keydown', onKeyDown, true)
  }, [])
}
