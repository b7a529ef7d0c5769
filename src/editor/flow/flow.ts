/**
 * @file The document as React Flow sees it: document, compilation, selection and the drag in progress → nodes and edges. Objects
 * whose content did not change are the very same objects as before, because that is how React Flow and memo know what not to
 * draw again. What React Flow answers is read in flow-changes.ts. No React here.
 */
import type { Edge, Node } from '@xyflow/react'
import type { Compilation } from '../../compile/compilation'
import { type GraphDocument, type GraphNode, type NodeId, parseEndpoint } from '../../graph/document'
import { sameContent } from '../../lib/same-content'
import { formatShape } from '../../tensor/shape'
import type { Selection } from '../state'
import { wireWidthPx } from '../wires/width'
import type { Look, Point, Rect } from './geometry'
import { type DropTarget, dropTargetOf, leavingNodes } from './landing'
import { frameAround, handlesOf, type Layout, layoutOf } from './layout'
import { type FrameView, handleOf, type NodeView } from './view'

export type CanvasNode = Node<NodeView, Look>

export interface WireView {
  [key: string]: unknown
  shape: string | null
  /** How wide it is drawn, by the size of what runs through it. */
  widthPx: number
  error: string | null
  /** The colour of the network that gives what runs through it, as a token of the theme. */
  colour: string | null
}

export type CanvasEdge = Edge<WireView, 'wire'>

/** Positions of nodes that are being dragged, as documents give them: relative to the parent's origin. */
export type DraggedPositions = Readonly<Record<NodeId, Point>>

export interface FlowInput {
  document: GraphDocument
  compilation: Compilation
  selection: Selection
  dragged: DraggedPositions
  /** What is dragged moves by itself to where the document has it, and is not about to land anywhere. */
  gliding?: boolean
  /** The network whose inside fills the canvas. */
  entered: NodeId | null
}

export interface Flow {
  input: FlowInput
  /** Parents before their children, as React Flow demands. */
  nodes: CanvasNode[]
  edges: CanvasEdge[]
  /** Of the document, as if nothing were dragged. */
  layout: Layout
  /** As `layout.frames`; those that grow or shrink with what is dragged as they are drawn now. */
  frames: Layout['frames']
  /** What would become of what is dragged if it were let go here. */
  target: DropTarget | null
}

/** Whether a node is drawn: not inside a closed network, and nothing but the inside of the network that was entered. */
export function isShown({ document, entered }: Pick<FlowInput, 'document' | 'entered'>, id: NodeId): boolean {
  const parent = document.nodes[id]?.parent
  if (entered !== null) return parent === entered
  return parent === undefined || document.nodes[parent]?.collapsed !== true
}

/** Everything that React Flow draws. Pass what this returned before, so that what is equal stays the same object. */
export function flowOf(input: FlowInput, previous: Flow | null): Flow {
  const same = previous?.input
  const layout =
    previous && same?.document === input.document && same.compilation === input.compilation
      ? previous.layout
      : layoutOf(input.document, input.compilation, previous?.layout ?? null)
  const moved = same?.dragged !== input.dragged || layout !== previous?.layout || same.entered !== input.entered
  const frames = moved ? shownFrames(input, layout, previous?.frames) : previous.frames
  const scene: Scene = { input, layout, frames }
  return {
    ...scene,
    target: moved ? (input.gliding ? null : dropTargetOf(scene, input.dragged)) : previous.target,
    nodes: reuse(nodesOf(scene, previous), previous?.nodes),
    edges: reuse(edgesOf(scene, previous), previous?.edges),
  }
}

type Scene = Pick<Flow, 'input' | 'layout' | 'frames'>

/** Frames follow what is dragged in them, and let go of what leaves. */
function shownFrames(
  { document, dragged, gliding, entered }: FlowInput,
  layout: Layout,
  previous: Layout['frames'] = layout.frames,
): Layout['frames'] {
  const parents = new Set(Object.keys(dragged).flatMap((id) => document.nodes[id]?.parent ?? []))
  if (parents.size === 0 || entered !== null) return layout.frames
  const leaving = gliding ? new Set<NodeId>() : leavingNodes({ document, layout }, dragged)
  const frames = new Map(layout.frames)
  for (const parent of parents) {
    const rect = frameAround(document, layout, parent, (child) =>
      leaving.has(child) ? null : (dragged[child] ?? document.nodes[child]!.position),
    )
    const same = [layout.frames.get(parent), previous.get(parent)].find((old) => old && sameRect(old, rect))
    frames.set(parent, same ?? rect)
  }
  return frames
}

const sameRect = (a: Rect, b: Rect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

/** The array of before, if every element is. */
const reuse = <Item>(items: Item[], before: Item[] | undefined): Item[] =>
  before && before.length === items.length && items.every((item, index) => item === before[index]) ? before : items

// --- nodes ---------------------------------------------------------------------------------------------------------

function nodesOf(scene: Scene, previous: Flow | null): CanvasNode[] {
  const { input, layout, frames } = scene
  const { document, selection, dragged, entered } = input
  if (
    previous &&
    previous.layout === layout &&
    previous.input.selection === selection &&
    previous.input.entered === entered
  ) {
    // Only a drag has gone on: what it does not touch is not even looked at.
    return previous.nodes.map((node) => {
      const entry = document.nodes[node.id]!
      const { x, y } = flowPosition(scene, node.id, entry, dragged[node.id] ?? entry.position)
      const resized = frames.get(node.id) !== previous.frames.get(node.id)
      if (node.position.x === x && node.position.y === y && !resized) return node
      return { ...node, position: { x, y }, ...(resized && sizeAndHandles(scene, node.id)) }
    })
  }
  const before = new Map(previous?.nodes.map((node) => [node.id, node]))
  const nodes: CanvasNode[] = []
  const entries = Object.entries(document.nodes).filter(([id]) => isShown(input, id))
  const ordered = [
    ...entries.filter(([, node]) => node.parent === undefined),
    ...entries.filter(([, node]) => node.parent !== undefined),
  ]
  for (const [id, node] of ordered) {
    const data = layout.views.get(id)!
    const { width, height, measured, handles } = sizeAndHandles(scene, id)
    const { x, y } = flowPosition(scene, id, node, dragged[id] ?? node.position)
    const parent = entered === null ? node.parent : undefined
    const selected = selection.nodes.has(id)
    const old = before.get(id)
    if (
      old &&
      old.data === data &&
      old.handles === handles &&
      old.selected === selected &&
      old.parentId === parent &&
      old.position.x === x &&
      old.position.y === y &&
      old.width === width &&
      old.height === height
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
      width,
      height,
      measured,
      handles,
      selected,
      ariaLabel: label,
      ariaRole: 'group',
      domAttributes: {
        'aria-description': [
          data.bypassed && 'Bypassed',
          data.frozen && 'Frozen',
          data.summary,
          data.facts,
          data.problem?.text,
        ]
          .filter(Boolean)
          .join('. '),
      },
      ...(parent !== undefined && { parentId: parent }),
      // The inside of a frame lets the pointer through to the canvas: boxes and double-clicks begin there too.
      ...(data.look === 'frame' && { style: { pointerEvents: 'none' as const }, dragHandle: '.frame-handle' }),
    })
  }
  return nodes
}

function sizeAndHandles({ layout, frames }: Scene, id: NodeId) {
  const { width, height } = frames.get(id) ?? layout.sizes.get(id)!
  const handles =
    width === layout.sizes.get(id)!.width ? layout.handles.get(id)! : handlesOf(layout.views.get(id)!, width)
  return { width, height, measured: { width, height }, handles }
}

/** React Flow counts from the corner of the frame, documents from the origin inside it. Inside a network it counts from the canvas. */
function flowPosition(scene: Scene, id: NodeId, node: GraphNode, position: Point): Point {
  const shift = shiftOf(scene, id, node)
  return { x: position.x + shift.x, y: position.y + shift.y }
}

function shiftOf({ input, frames }: Scene, id: NodeId, { parent }: GraphNode): Point {
  const own = frames.get(id)
  if (parent === undefined) return { x: own?.x ?? 0, y: own?.y ?? 0 }
  if (input.entered !== null) return input.document.nodes[parent]!.position
  const around = frames.get(parent)
  return { x: -(around?.x ?? 0), y: -(around?.y ?? 0) }
}

/** The inverse: where a document has what React Flow shows at `position`. */
export function documentPosition(flow: Flow, id: NodeId, position: Point): Point {
  const node = flow.input.document.nodes[id]
  if (!node) return position
  const shift = shiftOf(flow, id, node)
  return { x: position.x - shift.x, y: position.y - shift.y }
}

// --- edges ---------------------------------------------------------------------------------------------------------

function edgesOf({ input, layout }: Scene, previous: Flow | null): CanvasEdge[] {
  const { document, compilation, selection, entered } = input
  const same = previous?.input
  if (previous && previous.layout === layout && same?.selection === selection && same.entered === entered)
    return previous.edges
  const before = new Map(previous?.edges.map((edge) => [edge.id, edge]))
  const isAsBefore = (id: NodeId) =>
    previous !== null &&
    layout.views.get(id) === previous.layout.views.get(id) &&
    isShown(input, id) === isShown(previous.input, id)
  const edges: CanvasEdge[] = []
  for (const [to, from] of Object.entries(document.wires)) {
    const known = before.get(to)
    if (
      known &&
      same?.document.wires[to] === from &&
      same.selection.wires.has(to) === selection.wires.has(to) &&
      sameContent(same.compilation.wires[to], compilation.wires[to]) &&
      isAsBefore(known.source) &&
      isAsBefore(known.target)
    ) {
      edges.push(known)
      continue
    }
    const source = parseEndpoint(from)
    const target = parseEndpoint(to)
    if (!source || !target || !isShown(input, source.node)) continue
    const sourceHandle = handleOf(source.port, source.call)
    const targetHandle = handleOf(target.port, target.call)
    const output = layout.views.get(source.node)?.outputs.find((port) => port.handle === sourceHandle)
    const port = layout.views.get(target.node)?.inputs.find((candidate) => candidate.handle === targetHandle)
    // A port that is no more cannot be drawn to; the compiler has said so at the node.
    if (!output || !port) continue
    const shape = compilation.wires[to]
    const data: WireView = {
      shape: shape ? formatShape(shape) : null,
      widthPx: wireWidthPx(shape),
      error: port.error,
      colour: colourOf(layout.views.get(source.node)?.frame ?? null),
    }
    const selected = selection.wires.has(to)
    const old = before.get(to)
    if (
      old?.data &&
      old.source === source.node &&
      old.sourceHandle === sourceHandle &&
      old.selected === selected &&
      old.data.shape === data.shape &&
      old.data.colour === data.colour &&
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

/** The token of a network's colour; `null` for anything else. */
export const colourOf = (frame: FrameView | null): string | null =>
  frame && (frame.frozen ? '--frozen' : `--network-${frame.tone}`)

/** Where a node lies on the canvas, as it is drawn. */
export function rectOf(flow: Flow, id: NodeId): Rect | null {
  const { document, dragged } = flow.input
  const node = document.nodes[id]
  const size = flow.frames.get(id) ?? flow.layout.sizes.get(id)
  if (!node || !size) return null
  const position = dragged[id] ?? node.position
  const origin = node.parent === undefined ? undefined : (dragged[node.parent] ?? document.nodes[node.parent]?.position)
  const own = flow.frames.get(id)
  return {
    x: position.x + (origin?.x ?? 0) + (own?.x ?? 0),
    y: position.y + (origin?.y ?? 0) + (own?.y ?? 0),
    width: size.width,
    height: size.height,
  }
}
