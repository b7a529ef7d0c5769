/**
 * @file How much of a node is drawn. A large graph that is seen from far away shows layers as plain boxes: nothing on them could be read,
 * and hundreds of letters, ports and clips a frame are what makes dragging slow. (Level of detail, as maps have it.)
 */
import { useStoreApi } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Below this zoom the letters of a card are 4 px high. */
const FAR_ZOOM = 0.35

const far = createStore<boolean>(() => false)

export const useFar = (): boolean => useStore(far)

/** Decides by the zoom; only for graphs that are large enough to need it. The style sheets read `data-far` of the canvas. */
export function useDetail(section: RefObject<HTMLElement | null>, isLarge: boolean): void {
  const flow = useStoreApi()
  useEffect(() => {
    const decide = () => {
      const isFar = isLarge && flow.getState().transform[2] < FAR_ZOOM
      if (isFar === far.getState()) return
      far.setState(isFar, true)
      section.current?.toggleAttribute('data-far', isFar)
    }
    decide()
    return flow.subscribe(decide)
  }, [flow, section, isLarge])
}
