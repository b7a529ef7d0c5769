/** @file How near the canvas is looked at, in steps that style sheets read: from afar, titles grow and small print goes. */
import { useStore } from '@xyflow/react'
import { useEffect } from 'react'

/** Below this zoom the small print of a card is too small to be read. */
const FAR_BELOW = 0.6

export function ZoomStep() {
  const far = useStore(({ transform: [, , zoom] }) => zoom < FAR_BELOW)
  const canvas = useStore(({ domNode }) => domNode)
  useEffect(() => {
    if (canvas) canvas.dataset.zoom = far ? 'far' : 'near'
  }, [canvas, far])
  return null
}
