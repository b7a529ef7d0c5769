/**
 * @file The document as React Flow sees it: document, compilation, selection and the drag in progress → nodes and edges. Objects
 * whose content did not change are the very same objects as before, because that is how React Flow and memo know what not to
 * draw again. What React Flow answers is read in flow-changes.ts. No React here.
 */
import type { Edge, Node, NodeHandle, Position } from '@xyflow/react'
import type { Compilation } from '../compile/compilation'
import { type GraphDocument, type GraphNode, type NodeId, parseEndpoint } from '../graph/document'
import { portsOf } from '../graph/queries'
import { formatShape } from '../tensor/shape'
import {
  frameRect,
  type Look,
  type Point,
  type PreviewForm,
  type Rect,
  rowsOf,
  type Size,
  sizeOf,
} from './flow-geometry'
import { handleOf, type NodeView, type PortView, previewForm, viewContext, viewOf } from './flow-view'
import type { Selection } from './state'

export type CanvasNode = Node<NodeView, Look>

export interface WireView {
  [key: string]: unknown
  shape: string | null
  error: string | null
}

export type CanvasEdge = Edge<WireView, 'wire'>

/** Positions of nodes that are being dragged, as documents give them: relative to the parent's origin. */
export type DraggedPositions = Readonly<Record<NodeId, Point>>

export interface FlowInput {
  document: GraphDocument
  compilation: Compilation
  selection: Selection
  dragged: DraggedPositions
}

export interface Flow {
  input: FlowInput
  /** Parents before their children, as React Flow demands. */
  nodes: CanvasNode[]
  edges: CanvasEdge[]
  layout: Layout
}

/** What follows from the document's nodes and their ports, whatever is selected or dragged. */
interface Layout {
  views: ReadonlyMap<NodeId, NodeView>
  sizes: ReadonlyMap<NodeId, Size>
  /** Of each network, relative to its own position. */
  frames: ReadonlyMap<NodeId, Rect>
  handles: ReadonlyMap<NodeId, NodeHandle[]>
  previews: ReadonlyMap<NodeId, PreviewForm>
}

/** Side of the square around the middle of a port that React Flow takes for the port. */
const HANDLE_PX = 12

/** Everything that React Flow draws. Pass what this returned before, so that what is equal stays the same object. */
export function flowOf(input: FlowInput, previous: Flow | null): Flow {
  const same = previous?.input
  const layout =
    previous && same?.document === input.document && same.compilation === input.compilation
      ? previous.layout
      : layoutOf(input.document, input.compilation, previous?.layout ?? null)
  return {
    input,
    layout,
    nodes: reuse(nodesOf(input, layout, previous), previous?.nodes),
    edges: reuse(edgesOf(input, layout, previous), previous?.edges),
  }
}

/** The array of before, if every element is. */
const reuse = <Item>(items: Item[], before: Item[] | undefined): Item[] =>
  before && before.length === items.length && items.every((item, index) => item === before[index]) ? before : items

// --- nodes ---------------------------------------------------------------------------------------------------------

function layoutOf(document: GraphDocument, compilation: Compilation, previous: Layout | null): Layout {
  const views = new Map<NodeId, NodeView>()
  const sizes = new Map<NodeId, Size>()
  const handles = new Map<NodeId, NodeHandle[]>()
  const frames = new Map<NodeId, Rect>()
  const previews = new Map<NodeId, PreviewForm>()
  const context = viewContext(document, compilation)
  const children = new Map<NodeId, Rect[]>()
  for (const [id, node] of Object.entries(document.nodes)) {
    const view = keep(viewOf(id, node, context), previous?.views.get(id))
    views.set(id, view)
    if (view.look === 'frame') continue
    const counts = { inputs: view.inputs.length, outputs: view.outputs.length, calls: 1 }
    // A mistake elsewhere takes the shape away; the node keeps its size meanwhile.
    const preview = previewForm(id, document, compilation) ?? previous?.previews.get(id) ?? 'square'
    previews.set(id, preview)
    const size = sizeOf(view.look, {
      ports: counts,
      summary: view.summary,
      preview,
    })
    sizes.set(id, size)
    if (node.parent === undefined) continue
    const rects = children.get(node.parent) ?? []
    rects.push({ ...node.position, ...size })
    children.set(node.parent, rects)
  }
  for (const [id, view] of views) {
    if (view.look === 'frame') {
      const rect = frameRect(children.get(id) ?? [], frameRows(document, id))
      frames.set(id, rect)
      sizes.set(id, { width: rect.width, height: rect.height })
    }
    handles.set(id, keep(handlesOf(view, sizes.get(id)!.width), previous?.handles.get(id)))
  }
  return { views, sizes, frames, handles, previews }
}

const keep = <Value>(next: Value, before: Value | undefined): Value =>
  before !== undefined && JSON.stringify(before) === JSON.stringify(next) ? before : next

function frameRows(document: GraphDocument, network: NodeId): number {
  const ports = portsOf(document, network)
  return rowsOf({ inputs: ports.inputs.length, outputs: ports.outputs.length, calls: ports.calls.length })
}

function handlesOf(view: NodeView, width: number): NodeHandle[] {
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

function nodesOf(input: FlowInput, layout: Layout, previous: Flow | null): CanvasNode[] {
  const { document, selection, dragged } = input
  if (previous && previous.layout === layout && previous.input.selection === selection) {
    // Only a drag has gone on: what it does not touch is not even looked at.
    return previous.nodes.map((node) => {
      const entry = document.nodes[node.id]!
      const { x, y } = flowPosition(layout, node.id, entry, dragged[node.id] ?? entry.position)
      return node.position.x === x && node.position.y === y ? node : { ...node, position: { x, y } }
    })
  }
  const before = new Map(previous?.nodes.map((node) => [node.id, node]))
  const nodes: CanvasNode[] = []
  const entries = Object.entries(document.nodes)
  const ordered = [
    ...entries.filter(([, node]) => node.parent === undefined),
    ...entries.filter(([, node]) => node.parent !== undefined),
  ]
  for (const [id, node] of ordered) {
    const data = layout.views.get(id)!
    const size = layout.sizes.get(id)!
    const handles = layout.handles.get(id)!
    const { x, y } = flowPosition(layout, id, node, dragged[id] ?? node.position)
    const selected = selection.nodes.has(id)
    const old = before.get(id)
    if (
      old &&
      old.data === data &&
      old.handles === handles &&
      old.selected === selected &&
      old.parentId === node.parent &&
      old.position.x === x &&
      old.position.y === y &&
      old.width === size.width &&
      old.height === size.height
    ) {
      nodes.push(old)
      continue
    }
    const label = `${data.title} ${id}`
    nodes.push({
      id,
      type: data.look,
      position: { x, y },
      data,
      ...size,
      measured: size,
      handles,
      selected,
      ariaLabel: label,
      ariaRole: 'group',
      domAttributes: { 'aria-description': [data.summary, data.problem?.text].filter(Boolean).join('. ') },
      ...(node.parent !== undefined && { parentId: node.parent }),
      // The inside of a frame lets the pointer through to the canvas: boxes and double-clicks begin there too.
      ...(data.look === 'frame' && { style: { pointerEvents: 'none' as const }, dragHandle: '.frame-handle' }),
    })
  }
  return nodes
}

/** React Flow counts from the corner of the frame, documents from the origin inside it. */
function flowPosition(layout: Layout, id: NodeId, node: GraphNode, position: Point): Point {
  const own = layout.frames.get(id)
  const around = node.parent === undefined ? undefined : layout.frames.get(node.parent)
  return { x: position.x + (own?.x ?? 0) - (around?.x ?? 0), y: position.y + (own?.y ?? 0) - (around?.y ?? 0) }
}

/** The inverse: where a document has what React Flow shows at `position`. */
export function documentPosition(flow: Flow, id: NodeId, position: Point): Point {
  const { parent } = flow.input.document.nodes[id] ?? {}
  const own = flow.layout.frames.get(id)
  const around = parent === undefined ? undefined : flow.layout.frames.get(parent)
  return { x: position.x - (own?.x ?? 0) + (around?.x ?? 0), y: position.y - (own?.y ?? 0) + (around?.y ?? 0) }
}

// --- edges ---------------------------------------------------------------------------------------------------------

function edgesOf(input: FlowInput, layout: Layout, previous: Flow | null): CanvasEdge[] {
  const { document, compilation, selection } = input
  if (previous && previous.layout === layout && previous.input.selection === selection) return previous.edges
  const before = new Map(previous?.edges.map((edge) => [edge.id, edge]))
  const edges: CanvasEdge[] = []
  for (const [to, from] of Object.entries(document.wires)) {
    const source = parseEndpoint(from)
    const target = parseEndpoint(to)
    if (!source || !target) continue
    const sourceHandle = handleOf(source.port, source.call)
    const targetHandle = handleOf(target.port, target.call)
    const output = layout.views.get(source.node)?.outputs.find((port) => port.handle === sourceHandle)
    const port = layout.views.get(target.node)?.inputs.find((candidate) => candidate.handle === targetHandle)
    // A port that is no more cannot be drawn to; the compiler has said so at the node.
    if (!output || !port) continue
    const shape = compilation.wires[to]
    const data: WireView = { shape: shape ? formatShape(shape) : null, error: port.error }
    const selected = selection.wires.has(to)
    const old = before.get(to)
    if (
      old?.data &&
      old.source === source.node &&
      old.sourceHandle === sourceHandle &&
      old.selected === selected &&
      old.data.shape === data.shape &&
      old.data.error === data.error
    ) {
      edges.push(old)
      continue
    }
    edges.push({
      id: to,
      type: 'wire',
      source: source.node,
      target: target.node,
      sourceHandle,
      targetHandle,
      selected,
      data,
      ariaLabel: `Wire from ${from} to ${to}, shape ${data.shape ?? 'unknown'}${data.error ? `. ${data.error}` : ''}`,
    })
  }
  return edges
}

/** Where a node lies on the canvas, as it is drawn. */
export function rectOf(flow: Flow, id: NodeId): Rect | null {
  const { document, dragged } = flow.input
  const node = document.nodes[id]
  const size = flow.layout.sizes.get(id)
  if (!node || !size) return null
  const position = dragged[id] ?? node.position
  const origin = node.parent === undefined ? undefined : (dragged[node.parent] ?? document.nodes[node.parent]?.position)
  const own = flow.layout.frames.get(id)
  return {
    x: position.x + (origin?.x ?? 0) + (own?.x ?? 0),
    y: position.y + (origin?.y ?? 0) + (own?.y ?? 0),
    ...size,
  }
}
