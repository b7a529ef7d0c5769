/**
 * @file What happens beside the moving itself while nodes are dragged: they keep to the grid, line up with their neighbours, leave
 * a copy behind. Each effect is an object of its own; ui/canvas/use-dragging.ts lists those of the canvas and calls them in order.
 */
import type { DraggedPositions, Flow } from '../flow/flow'
import type { Point } from '../flow/geometry'

/** One moment of a drag. */
export interface Drag {
  /** The canvas, with the nodes where they were shown a moment ago. */
  flow: Flow
  /** Where nodes would be now, as documents give positions: relative to the parent's origin. */
  positions: DraggedPositions
  /** Keys that are held now. `mod` is Ctrl, or Cmd on a Mac. */
  keys: { alt: boolean; shift: boolean; mod: boolean }
  /** Where the pointer is, in px of the document. */
  pointer: Point | null
  zoom: number
}

/** What one effect does at each moment. All of it may be left out. */
export interface DragEffect {
  /** Nodes were taken hold of, and have not moved yet. */
  begin?(drag: Drag): void
  /** Answers where the nodes are shown instead. */
  move?(drag: Drag): DraggedPositions
  /** The nodes are let go. True when it has done all there is to do with them; then no other effect is asked, and nothing moves. */
  drop?(drag: Drag): boolean
  /** The drag is over, whatever came of it: time to take away what was shown meanwhile. */
  end?(): void
}
