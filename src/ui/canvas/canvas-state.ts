/** @file What is open on the canvas: quick-add or the wiring menu. View state of one canvas, outside React so that any of its parts may open it. */
import { createStore } from 'zustand/vanilla'
import type { Point } from '../../editor/flow/geometry'
import type { Endpoint, NodeId } from '../../graph/document'
import type { PortEnd } from './connecting'

export type CanvasMenu =
  | {
      type: 'quick-add'
      /** Where the node goes, on the canvas. */
      at: Point
      /** The wire that was let go there, which the new node is to take up. */
      wire: PortEnd | null
      /** The wire into which the new node goes. */
      into?: Endpoint
      /** Opened without a pointer: the new node goes behind what is selected. */
      behindSelection?: true
    }
  | { type: 'wire'; node: NodeId }
  | { type: 'find' }

export const canvasMenu = createStore<{ menu: CanvasMenu | null }>(() => ({ menu: null }))

export const openMenu = (menu: CanvasMenu): void => canvasMenu.setState({ menu })

export const closeMenu = (): void => canvasMenu.setState({ menu: null })
