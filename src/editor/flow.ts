/**
 * @file The document as React Flow sees it, and what React Flow says as the editor understands it. No React here.
 *
 * Out: document, compilation, selection and the drag in progress → nodes and edges. Objects whose content did not change are
 * the very same objects as before, because that is how React Flow and memo know what not to draw again.
 * In: React Flow's changes → a move to commit, a position to show meanwhile, a selection, or nothing. (Splitting changes in
 * view state and edits, and the idea that one drag is one step, are tldraw's and React Flow's own performance guide's.)
 */
import type { Edge, EdgeChange, Node, NodeChange, NodeHandle, Position } from '@xyflow/react'
import type { Compilation, Diagnostic, Severity } from '../compile/compilation'
import { formatEndpoint, type GraphDocument, type GraphNode, type NodeId, parseEndpoint } from '../graph/document'
import { kindOf } from '../graph/kinds'
import { portNameOf, portsOf, type Role } from '../graph/queries'
import type { Family } from '../layers/layer'
import { assertNever } from '../lib/assert'
import { formatShape } from '../tensor/shape'
import {
  absolutePosition,
  CARD_WIDTH_PX,
  centreOf,
  contains,
  frameRect,
  type Look,
  lookOf,
  type Point,
  type PreviewForm,
  portY,
  type Rect,
  rowsOf,
  type Size,
  sizeOf,
} from './flow-geometry'
import type { Selection } from './state'
import { summaryOf } from './summary'

/** One port of one call. `handle` is the endpoint without its node: `image@fake`. */
export interface PortView {
  handle: string
  name: string
  /** What stands beside it; `null` when the name says nothing: `in`, `out`. */
  label: string | null
  /** `null` when the node is called only once. */
  call: string | null
  description: string
  /** `[28, 28, 1]`; `null` while unknown. */
  shape: string | null
  /** What the compiler says against it. */
  error: string | null
  wired: boolean
  /** From the top of the node. */
  y: number
}

/** On whose side a network stands, by tracing. */
export type Side = 'player' | 'critic' | 'neutral'

export interface FrameView {
  side: Side
  frozen: boolean
  parameters: number
  empty: boolean
}

export interface NodeView {
  [key: string]: unknown
  kind: string
  look: Look
  family: Family
  icon: string
  title: string
  /** The params worth a look, in a line: `filters 64 · strides 2`. */
  summary: string
  inputs: readonly PortView[]
  outputs: readonly PortView[]
  problem: { severity: Exclude<Severity, 'info'>; text: string } | null
  frame: FrameView | null
}

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

/** Frames' own rectangle counts as inside this far beyond its border: a child near it makes it grow instead of leaving. */
const LEAVE_MARGIN_PX = 48

export const handleOf = (port: string, call: string): string => formatEndpoint('x', port, call).slice(2)

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

/** What the plan shows there; while there is no plan, what the shape lets expect; `null` while it is unknown. */
function previewForm(id: NodeId, document: GraphDocument, compilation: Compilation): PreviewForm | null {
  const planned = compilation.plan?.previews.find(({ node }) => node === id)?.type
  if (planned) return planned === 'image' || planned === 'points' ? 'square' : 'histogram'
  const [input] = portsOf(document, id).inputs
  const shape = input && compilation.wires[formatEndpoint(id, input.name)]
  if (!shape) return null
  return shape.length === 1 && shape[0] === 1 ? 'histogram' : 'square'
}

const keep = <Value>(next: Value, before: Value | undefined): Value =>
  before !== undefined && JSON.stringify(before) === JSON.stringify(next) ? before : next

function frameRows(document: GraphDocument, network: NodeId): number {
  const ports = portsOf(document, network)
  return rowsOf({ inputs: ports.inputs.length, outputs: ports.outputs.length, calls: ports.calls.length })
}

interface ViewContext {
  document: GraphDocument
  compilation: Compilation
  problems: ReadonlyMap<NodeId, Diagnostic[]>
  /** Sources of at least one wire. */
  used: ReadonlySet<string>
  critics: ReadonlySet<NodeId>
  players: ReadonlySet<NodeId>
  filled: ReadonlySet<NodeId>
}

function viewContext(document: GraphDocument, compilation: Compilation): ViewContext {
  const problems = new Map<NodeId, Diagnostic[]>()
  for (const diagnostic of compilation.diagnostics) {
    if (diagnostic.node === undefined || diagnostic.severity === 'info') continue
    problems.set(diagnostic.node, [...(problems.get(diagnostic.node) ?? []), diagnostic])
  }
  const objectives = Object.values(compilation.objectives)
  return {
    document,
    compilation,
    problems,
    used: new Set(Object.values(document.wires)),
    critics: new Set(objectives.flatMap((objective) => objective.critics)),
    players: new Set(objectives.flatMap((objective) => objective.players)),
    filled: new Set(Object.values(document.nodes).flatMap((node) => (node.parent === undefined ? [] : [node.parent]))),
  }
}

/** "What happened. How to mend it." */
export const sentenceOf = ({ message, fix }: { message: string; fix: string }): string => `${message} ${fix}`.trim()

function viewOf(id: NodeId, node: GraphNode, context: ViewContext): NodeView {
  const { document, compilation } = context
  const definition = kindOf(node)
  const look = lookOf(definition.role)
  const ports = portsOf(document, id)
  const problems = context.problems.get(id) ?? []
  const facts = compilation.nodes[id]
  const network = compilation.networks[id]
  const rowsOfCall = Math.max(ports.inputs.length, ports.outputs.length)
  const severalCalls = ports.calls.length > 1
  // The port of a boundary node goes by the name that it has on the frame.
  const boundaryName = definition.role === 'input' || definition.role === 'output' ? portNameOf(node) : null
  const labelOf = (name: string, side: readonly unknown[]) =>
    boundaryName ?? (side.length > 1 || look === 'frame' ? name : null)
  const inputs: PortView[] = []
  const outputs: PortView[] = []
  ports.calls.forEach((call, callIndex) => {
    const firstRow = callIndex * rowsOfCall
    ports.inputs.forEach(({ name, description }, index) => {
      const wire = formatEndpoint(id, name, call)
      const handle = handleOf(name, call)
      // A port is at fault for all calls of its node, or for one.
      const error = problems.find(({ severity, port }) => severity === 'error' && (port === name || port === handle))
      const shape = network?.inputs[name] ?? compilation.wires[wire]
      inputs.push({
        handle,
        name,
        label: labelOf(name, ports.inputs),
        call: severalCalls ? call : null,
        description,
        shape: shape ? formatShape(shape) : null,
        error: error ? sentenceOf(error) : null,
        wired: wire in document.wires,
        y: portY(look, firstRow + index),
      })
    })
    ports.outputs.forEach(({ name, description }, index) => {
      const shape = facts?.outputs[name]
      outputs.push({
        handle: handleOf(name, call),
        name,
        label: labelOf(name, ports.outputs),
        call: severalCalls ? call : null,
        description,
        shape: shape ? formatShape(shape) : null,
        error: null,
        wired: context.used.has(formatEndpoint(id, name, call)),
        y: portY(look, firstRow + index),
      })
    })
  })
  const severity = problems.some((problem) => problem.severity === 'error') ? 'error' : 'warning'
  const trainable = node.params.trainable !== false
  return {
    kind: node.kind,
    look,
    family: definition.family,
    icon: definition.icon,
    title: titleOf(node),
    summary: summaryOf(definition, node.params),
    inputs,
    outputs,
    problem: problems.length > 0 ? { severity, text: problems.map(sentenceOf).join('\n') } : null,
    frame:
      look === 'frame'
        ? {
            side: context.critics.has(id) ? 'critic' : context.players.has(id) ? 'player' : 'neutral',
            frozen: !trainable,
            parameters: network?.parameters ?? 0,
            empty: !context.filled.has(id),
          }
        : null,
  }
}

/** A network goes by its own name, anything else by its kind's title. */
export function titleOf(node: GraphNode): string {
  const definition = kindOf(node)
  return definition.role === 'network' && typeof node.params.name === 'string' ? node.params.name : definition.title
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

function documentPosition(flow: Flow, id: NodeId, position: Point): Point {
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

// --- changes -------------------------------------------------------------------------------------------------------

/** What a batch of React Flow's changes means to the editor. */
export interface ChangeOutcome {
  /** Where nodes are shown while they are dragged. */
  dragged: Record<NodeId, Point>
  /** Where nodes were let go: one edit. */
  moved: Record<NodeId, Point>
  selected: Map<string, boolean>
}

/** Positions in the outcome are the document's. */
export function readNodeChanges(changes: readonly NodeChange<CanvasNode>[], flow: Flow): ChangeOutcome {
  const outcome: ChangeOutcome = { dragged: {}, moved: {}, selected: new Map() }
  for (const change of changes) {
    switch (change.type) {
      case 'position':
        if (!change.position || !flow.input.document.nodes[change.id]) break
        outcome[change.dragging ? 'dragged' : 'moved'][change.id] = documentPosition(flow, change.id, change.position)
        break
      case 'select':
        outcome.selected.set(change.id, change.selected)
        break
      // Sizes follow from the ports, and nodes come and go by edits only.
      case 'dimensions':
      case 'remove':
      case 'add':
      case 'replace':
        break
      default:
        assertNever(change)
    }
  }
  return outcome
}

export function readEdgeChanges(changes: readonly EdgeChange<CanvasEdge>[]): Map<string, boolean> {
  const selected = new Map<string, boolean>()
  for (const change of changes) {
    switch (change.type) {
      case 'select':
        selected.set(change.id, change.selected)
        break
      case 'remove':
      case 'add':
      case 'replace':
        break
      default:
        assertNever(change)
    }
  }
  return selected
}

/** A selection after React Flow's changes of it. */
export function changedSelection(before: ReadonlySet<string>, changes: ReadonlyMap<string, boolean>): Set<string> {
  const after = new Set(before)
  for (const [id, selected] of changes) {
    if (selected) after.add(id)
    else after.delete(id)
  }
  return after
}

// --- frames --------------------------------------------------------------------------------------------------------

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

/** The frame under a point of the canvas. */
export function frameAt(flow: Flow, point: Point, marginPx = 0): NodeId | null {
  const { document } = flow.input
  for (const [id, rect] of flow.layout.frames) {
    const position = document.nodes[id]!.position
    if (contains({ ...rect, x: rect.x + position.x, y: rect.y + position.y }, point, marginPx)) return id
  }
  return null
}

/** What letting go of dragged nodes does: some only move, some change their frame as well. */
export interface Landings {
  /** Relative to the parent, which stays. */
  moved: Record<NodeId, Point>
  /** On the canvas, with the frame that each belongs to from now on. */
  reparented: { node: NodeId; parent: NodeId | null; position: Point }[]
}

/**
 * Where dragged nodes land: in the frame under their middle, else on the canvas. Frames themselves lie nowhere else, and
 * the boundary nodes of a network have no meaning outside it. A node that did not move is not in the answer.
 */
export function landingsOf(flow: Flow, dropped: Readonly<Record<NodeId, Point>>): Landings {
  const { document } = flow.input
  const landings: Landings = { moved: {}, reparented: [] }
  for (const [id, position] of Object.entries(dropped)) {
    const node = document.nodes[id]
    if (!node || (node.position.x === position.x && node.position.y === position.y)) continue
    const { role } = kindOf(node)
    const absolute = absolutePosition(document, position, node.parent)
    const centre = centreOf({ ...absolute, ...flow.layout.sizes.get(id)! })
    const stays = role !== 'layer' || (node.parent !== undefined && isOver(flow, node.parent, centre))
    const parent = stays ? (node.parent ?? null) : frameAt(flow, centre)
    if (parent === (node.parent ?? null)) landings.moved[id] = position
    else landings.reparented.push({ node: id, parent, position: absolute })
  }
  return landings
}

/** Layers live in networks; what gives data, measures or shows stands outside. */
export const mayLieInFrame = (role: Role): boolean => role === 'layer' || role === 'input' || role === 'output'

function isOver(flow: Flow, frame: NodeId, point: Point): boolean {
  const rect = flow.layout.frames.get(frame)
  const node = flow.input.document.nodes[frame]
  if (!rect || !node) return false
  return contains({ ...rect, x: rect.x + node.position.x, y: rect.y + node.position.y }, point, LEAVE_MARGIN_PX)
}

/** Where a new node's corner has to be for its middle to lie under `point`. */
export const cornerFor = (point: Point): Point => ({
  x: Math.round(point.x - CARD_WIDTH_PX / 2),
  y: Math.round(point.y - 24),
})
