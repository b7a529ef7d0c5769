/** @file The space a network's frame keeps around its nodes. The editor draws with it; edits keep to it. */
import type { GraphDocument, NodeId } from './document'
import { childrenOf } from './queries'

/** From the frame's border to the nodes in it, in px. The top holds the title and the rows of ports. */
export const FRAME_PADDING_PX = { left: 40, top: 84, right: 40, bottom: 40 } as const

/** Positions farther out are not accepted, in px. */
export const MAX_COORDINATE_PX = 1_000_000

export interface Position {
  x: number
  y: number
}

/** Whole px, inside the limits. Adding 0 turns −0 into 0, which JSON cannot tell apart. */
export const tidyPosition = ({ x, y }: Position): Position => ({ x: tidy(x), y: tidy(y) })

const tidy = (px: number): number => Math.round(Math.min(Math.max(px, -MAX_COORDINATE_PX), MAX_COORDINATE_PX)) + 0

/**
 * Moves the frame's border, and never a node on the canvas, so far out that no node lies in its padding: the frame shifts
 * left and up, and its nodes shift right and down within it by as much.
 */
export function normaliseFrame(draft: GraphDocument, network: NodeId): void {
  const frame = draft.nodes[network]
  const children = childrenOf(draft, network).map((id) => draft.nodes[id]!)
  if (!frame || children.length === 0) return
  const shiftX = Math.max(0, FRAME_PADDING_PX.left - Math.min(...children.map((child) => child.position.x)))
  const shiftY = Math.max(0, FRAME_PADDING_PX.top - Math.min(...children.map((child) => child.position.y)))
  if (shiftX === 0 && shiftY === 0) return
  frame.position = tidyPosition({ x: frame.position.x - shiftX, y: frame.position.y - shiftY })
  for (const child of children) {
    child.position = tidyPosition({ x: child.position.x + shiftX, y: child.position.y + shiftY })
  }
}
