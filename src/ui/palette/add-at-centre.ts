/** @file Adding a kind without pointing at a place: beside what is selected, else where one looks. */
import type { NodeId } from '../../graph/document'
import type { AnyKind } from '../../graph/kinds'
import { addFromPalette } from '../canvas/adding'
import { focusNode } from '../canvas/CanvasMenus'
import { canvasFlow } from '../canvas/canvas-flow'
import { editor } from '../editor'

/** Answers the new node, if there was a place for it. */
export function addAtCentre(kind: AnyKind): NodeId | null {
  const centre = editor.canvas()?.centre() ?? { x: 0, y: 0 }
  const node = addFromPalette(canvasFlow.flow(), kind, centre)
  if (node !== null) focusNode(node)
  return node
}
