/**
 * @file How large everything is and where its ports are, from the document and the compilation; whatever is selected, dragged or
 * entered. The sizes of what lies in a closed network are known as well, because its frame will hold them again.
 */
import type { NodeHandle, Position } from '@xyflow/react'
import type { Compilation } from '../../compile/compilation'
import type { GraphDocument, NodeId } from '../../graph/document'
import { childrenOf, portsOf } from '../../graph/queries'
import { sameContent } from '../../lib/same-content'
import {
  frameRect,
  isNetworkLook,
  type Point,
  type PreviewForm,
  type Rect,
  rowsOf,
  type Size,
  sizeOf,
} from './geometry'
import { looksSame, type NodeView, type PortView, previewForm, type ViewContext, viewContext, viewOf } from './view'

export interface Layout {
  views: ReadonlyMap<NodeId, NodeView>
  sizes: ReadonlyMap<NodeId, Size>
  /** Of each network as it is drawn, open or closed, relative to its own position. A closed one has the corner of its frame. */
  frames: ReadonlyMap<NodeId, Rect>
  handles: ReadonlyMap<NodeId, NodeHandle[]>
  previews: ReadonlyMap<NodeId, PreviewForm>
  /** What it was made from. */
  context: ViewContext
}

/** Side of the square around the middle of a port that React Flow takes for the port. */
const HANDLE_PX = 12

/** Pass what this returned before, so that what is equal stays the same object. */
export function layoutOf(document: GraphDocument, compilation: Compilation, previous: Layout | null): Layout {
  const views = new Map<NodeId, NodeView>()
  const sizes = new Map<NodeId, Size>()
  const handles = new Map<NodeId, NodeHandle[]>()
  const frames = new Map<NodeId, Rect>()
  const previews = new Map<NodeId, PreviewForm>()
  const context = viewContext(document, compilation)
  const children = new Map<NodeId, Rect[]>()
  for (const [id, node] of Object.entries(document.nodes)) {
    const old = previous?.views.get(id)
    const view = old && looksSame(id, previous!.context, context) ? old : keep(viewOf(id, node, context), old)
    views.set(id, view)
    if (isNetworkLook(view.look)) continue
    // A mistake elsewhere takes the shape away; the node keeps its size meanwhile.
    const preview = previewForm(id, document, compilation) ?? previous?.previews.get(id) ?? 'square'
    previews.set(id, preview)
    const size = sizeOf(view.look, {
      ports: { inputs: view.inputs.length, outputs: view.outputs.length, calls: 1 },
      summary: view.summary,
      facts: view.facts !== null,
      previews: [preview],
    })
    sizes.set(id, size)
    if (node.parent === undefined) continue
    const rects = children.get(node.parent) ?? []
    rects.push({ ...node.position, ...size })
    children.set(node.parent, rects)
  }
  for (const [id, view] of views) {
    if (isNetworkLook(view.look)) {
      const rect = frameOf(document, id, children.get(id) ?? [])
      const size =
        view.look === 'frame'
          ? { width: rect.width, height: rect.height }
          : sizeOf(view.look, {
              ports: portCounts(document, id),
              summary: view.summary,
              facts: view.facts !== null,
              previews: (view.frame?.outputs ?? []).map((output) => previews.get(output) ?? 'square'),
            })
      frames.set(id, { ...rect, ...size })
      sizes.set(id, size)
    }
    const { width } = sizes.get(id)!
    const stays = previous?.views.get(id) === view && previous.sizes.get(id)?.width === width
    handles.set(id, stays ? previous.handles.get(id)! : keep(handlesOf(view, width), previous?.handles.get(id)))
  }
  return { views, sizes, frames, handles, previews, context }
}

const keep = <Value>(next: Value, before: Value | undefined): Value =>
  before !== undefined && sameContent(before, next) ? before : next

function portCounts(document: GraphDocument, network: NodeId) {
  const { inputs, outputs, calls } = portsOf(document, network)
  return { inputs: inputs.length, outputs: outputs.length, calls: calls.length }
}

/** The open frame of a network around its children, relative to its position. */
const frameOf = (document: GraphDocument, network: NodeId, children: readonly Rect[]): Rect =>
  frameRect(children, rowsOf(portCounts(document, network)))

/** The open frame of a network while some of its children are elsewhere. `position` gives where each is; `null` for one that has left. */
export function frameAround(
  document: GraphDocument,
  layout: Layout,
  network: NodeId,
  position: (child: NodeId) => Point | null,
): Rect {
  const rects = childrenOf(document, network).flatMap((child) => {
    const place = position(child)
    return place ? [{ ...place, ...layout.sizes.get(child)! }] : []
  })
  return frameOf(document, network, rects)
}

export function handlesOf(view: NodeView, width: number): NodeHandle[] {
  const side = (port: PortView, type: 'source' | 'target'): NodeHandle => ({
    id: port.handle,
    type,
    position: (type === 'target' ? 'left' : 'right') as Position,
    x: (type === 'target' ? 0 : width) - HANDLE_PX / 2,
    y: port.y - HANDLE_PX / 2,
    width: HANDLE_PX,
    height: HANDLE_PX,
  })
  return [...view.inputs.map((port) => side(port, 'target')), ...view.outputs.map((port) => side(port, 'source'))]
}

/** Where everything that stands on the canvas itself lies, frames as they are drawn. */
export function canvasRects(document: GraphDocument, layout: Layout): Map<NodeId, Rect> {
  const rects = new Map<NodeId, Rect>()
  for (const [id, { parent, position }] of Object.entries(document.nodes)) {
    if (parent !== undefined) continue
    const own = layout.frames.get(id)
    rects.set(id, { x: position.x + (own?.x ?? 0), y: position.y + (own?.y ?? 0), ...layout.sizes.get(id)! })
  }
  return rects
}
