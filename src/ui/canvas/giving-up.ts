/**
 * @file Escape gives up what is being dragged, as in drawing tools: nodes go back to where they lay, a wire is not drawn. React Flow has no
 * word for it, so it is told that the button came up, and what it makes of that is left undone.
 */
import { editor } from '../editor'

/** One kind of drag. While `givenUp` is true nothing of it may be applied. */
export interface GivingUp {
  begin(): void
  /** Also of a drag that was given up. */
  end(): void
  givenUp(): boolean
}

/** `said`: to whoever listens, once it was given up. */
export function createGivingUp(said: string): GivingUp {
  let givenUp = false
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // Else the selection would go as well.
    event.preventDefault()
    event.stopImmediatePropagation()
    givenUp = true
    document.dispatchEvent(new MouseEvent('mouseup', { bubbles: true, cancelable: true, view: window }))
    editor.announce(said)
  }
  // Not only at the end that React Flow tells of: it tells of none when what is dragged has been removed meanwhile.
  const ends = ['pointerup', 'pointercancel'] as const
  const deafen = () => {
    window.removeEventListener('keydown', onKeyDown, true)
    for (const end of ends) window.removeEventListener(end, deafen, true)
  }
  return {
    begin() {
      givenUp = false
      window.addEventListener('keydown', onKeyDown, true)
      for (const end of ends) window.addEventListener(end, deafen, true)
    },
    end() {
      givenUp = false
      deafen()
    },
    givenUp: () => givenUp,
  }
}
