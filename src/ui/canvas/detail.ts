/**
 * @file How much of a node is drawn. A large graph that is seen from far away shows layers as plain boxes: nothing on them could be read,
 * and hundreds of letters, ports and clips a frame are what makes dragging slow. (Level of detail, as maps have it.) The discs at the ends
 * of wires are there only while something could take hold of them.
 */
import { useStoreApi } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Below this zoom the letters of a card are 4 px high. */
const FAR_ZOOM = 0.35

/** Farther out than this nobody could read the label of a wire. */
const LEAST_LEGIBLE_ZOOM = 0.45

interface Detail {
  /** Layers are plain boxes. */
  isFar: boolean
  labelsAreLegible: boolean
  /** Nodes follow the pointer. */
  isDragging: boolean
}

/** Apart from React Flow's store, of which every move of a drag would ask each wire and each node. */
const detail = createStore<Detail>(() => ({ isFar: false, labelsAreLegible: true, isDragging: false }))

export const useFar = (): boolean => useStore(detail, ({ isFar }) => isFar)

export const useLegibleLabels = (): boolean => useStore(detail, ({ labelsAreLegible }) => labelsAreLegible)

/** Whether wires can be taken by their ends: far away there are no ports to put them on, and a pointer that drags is busy. */
export const useLooseEnds = (): boolean => useStore(detail, ({ isFar, isDragging }) => !isFar && !isDragging)

export const noteDragging = (isDragging: boolean): void => detail.setState({ isDragging })

/** Decides by the zoom; only for graphs that are large enough to need it. The style sheets read `data-far` of the canvas. */
export function useDetail(section: RefObject<HTMLElement | null>, isLarge: boolean): void {
  const flow = useStoreApi()
  useEffect(() => {
    const decide = () => {
      const [, , zoom] = flow.getState().transform
      const isFar = isLarge && zoom < FAR_ZOOM
      const labelsAreLegible = zoom >= LEAST_LEGIBLE_ZOOM
      const before = detail.getState()
      if (isFar === before.isFar && labelsAreLegible === before.labelsAreLegible) return
      detail.setState({ isFar, labelsAreLegible })
      section.current?.toggleAttribute('data-far', isFar)
    }
    decide()
    return flow.subscribe(decide)
  }, [flow, section, isLarge])
}
