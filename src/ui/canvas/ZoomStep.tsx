/** @file How near the canvas is looked at, in steps that style sheets read: from afar, titles grow and small print goes. */
import { useStore } from '@xyflow/react'
import { useEffect } from 'react'

/** Below this zoom the small print of a card is too small to be read: the most telling of it is drawn larger, the rest goes. */
const FAR_BELOW = 0.65
/** Below this one only titles and bars are left. */
const FARTHEST_BELOW = 0.42

export function ZoomStep() {
  const far = useStore(({ transform: [, , zoom] }) => zoom < FAR_BELOW)
  const farthest = useStore(({ transform: [, , zoom] }) => zoom < FARTHEST_BELOW)
  const canvas = useStore(({ domNode }) => domNode)
  useEffect(() => {
    if (!canvas) return
    canvas.dataset.zoom = far ? 'far' : 'near'
    canvas.toggleAttribute('data-farthest', farthest)
  }, [canvas, far, farthest])
  return null
}
