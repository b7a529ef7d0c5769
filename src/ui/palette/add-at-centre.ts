/** @file Adding a kind without pointing at a place: beside what is selected, else where one looks. */
import type { AnyKind } from '../../graph/kinds'
import { addFromPalette } from '../canvas/adding'
import { focusNode } from '../canvas/CanvasMenus'
import { canvasFlow } from '../canvas/canvas-flow'
import { editor } from '../editor'

export function addAtCentre(kind: AnyKind): void {
  const centre = editor.canvas()?.centre() ?? { x: 0, y: 0 }
  const node = addFromPalette(canvasFlow.flow(), kind, centre)
  if (node !== null) focusNode(node)
}
