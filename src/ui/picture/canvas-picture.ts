/**
 * @file The whole graph as a picture, light or dark. It is painted from the same arithmetic that places everything on the canvas
 * (editor/flow, editor/wires) and not from what is on the screen, so it is sharp, complete and independent of the view.
 */

import { createStore } from 'zustand/vanilla'
import { flowOf } from '../../editor/flow/flow'
import { boundsOf, type Rect } from '../../editor/flow/geometry'
import { NOTHING_SELECTED } from '../../editor/state'
import type { Editor } from '../../editor/store'
import { createWireRoutes } from '../../editor/wires/routes'
import type { ResolvedTheme } from '../theme'
import { paintFrame, paintNode, type Shown } from './paint-node'
import { paintWire } from './paint-wire'
import { inTheme, type Pen, penOn } from './pen'

const MARGIN_PX = 32
/** Pixels for each px of the document, where there is room. */
const SCALE = 2
/** Longest side of a canvas that every browser gives. */
const MAX_SIDE_PX = 8192
const MAX_PIXELS = 40_000_000

/** Where a node lies on the canvas, frames and what is in them alike. */
export type Places = ReadonlyMap<string, Rect>

/** Paints the graph with the pictures that its outputs show now. */
export function paintGraph(editor: Editor, theme: ResolvedTheme): HTMLCanvasElement {
  const { history, compilation } = editor.getState()
  const input = { document: history.document, compilation, selection: NOTHING_SELECTED, dragged: {}, entered: null }
  const flow = flowOf(input, null)
  const routes = createWireRoutes(createStore(() => flow))
  const places = new Map<string, Rect>()
  // Parents come before their children.
  for (const { id, position, width = 0, height = 0, parentId } of flow.nodes) {
    const parent = places.get(parentId ?? '')
    places.set(id, { x: position.x + (parent?.x ?? 0), y: position.y + (parent?.y ?? 0), width, height })
  }
  const bounds = boundsOf([...places.values()]) ?? { x: 0, y: 0, width: 320, height: 200 }
  const [width, height] = [bounds.width + 2 * MARGIN_PX, bounds.height + 2 * MARGIN_PX]
  const scale = Math.min(SCALE, MAX_SIDE_PX / width, MAX_SIDE_PX / height, Math.sqrt(MAX_PIXELS / (width * height)))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d')
  if (!context) return canvas
  inTheme(theme, () => {
    const pen = penOn(context)
    context.fillStyle = pen.colour('surface-canvas')
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.scale(scale, scale)
    context.translate(MARGIN_PX - bounds.x, MARGIN_PX - bounds.y)
    paintAll(pen, editor, flow, places, (wire) => routes.routeOf(wire))
  })
  return canvas
}

function paintAll(
  pen: Pen,
  editor: Editor,
  { nodes, edges, layout }: ReturnType<typeof flowOf>,
  places: Places,
  routeOf: ReturnType<typeof createWireRoutes>['routeOf'],
): void {
  const views = new Map(nodes.map(({ id, data }) => [id, data]))
  for (const { id, data } of nodes) if (data.look === 'frame') paintFrame(pen, places.get(id)!, data)
  for (const edge of edges) paintWire(pen, edge, views, places, routeOf(edge.id))
  const shown: Shown = (node) => {
    const preview = editor.previews.get(node)?.preview
    return { preview, isHistogram: (preview?.type ?? layout.previews.get(node)) === 'histogram' }
  }
  for (const { id, data } of nodes) if (data.look !== 'frame') paintNode(pen, id, places.get(id)!, data, shown)
}
