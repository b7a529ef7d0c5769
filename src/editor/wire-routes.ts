/**
 * @file The ways of all wires of the canvas, kept up to date with what is drawn. A way is found anew only when its ends move or what
 * lies near them does; while nodes are dragged, only those of their own wires. Both ends of a wire lie on one level, in one
 * network or on the canvas, so only its siblings can be in its way.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Endpoint, NodeId } from '../graph/document'
import type { CanvasEdge, Flow } from './flow'
import { overlap, type Point, type Rect } from './flow-geometry'
import { grown, hasClearView, PORT_RADIUS_PX, regionAround, type WireEnds, wayAround } from './wire-path'

/** Width of a sign of a wire's label, px; with it a label needs no measuring. */
const SIGN_PX = 5.8
const LABEL_PADDING_PX = 8
export const LABEL_HEIGHT_PX = 16
/** Neighbouring lanes of one gap are so far apart, px. */
const LANE_PX = 7
const LANES = [0, 1, -1, 2, -2] as const
/** A way is sought near the two nodes first, then farther out, px. */
const NEAR_PX = 90
const FAR_PX = 500
/** While this many wires follow a drag, they bow and no way is sought. */
const MOST_SOUGHT = 24

export interface WireLabel extends Point {
  widthPx: number
  /** Whether it lies on no node. */
  fits: boolean
}

/** Points are relative to where the wire begins, px: a frame that moves takes the ways inside it along. */
export interface WireRoute {
  /** Corners from end to end; `null`: a bow, or whatever is left where no way is. */
  points: readonly Point[] | null
  label: WireLabel
}

export interface WireRoutes {
  readonly store: StoreApi<ReadonlyMap<Endpoint, WireRoute>>
  routeOf(wire: Endpoint): WireRoute | null
}

/** A route, and all that it was found for, relative to where the wire begins. */
interface Known {
  ends: readonly number[]
  text: string
  /** What lies near enough to matter. `null`: found in haste, to be looked at again when nothing is dragged any more. */
  near: readonly number[] | null
  marginPx: number
  route: WireRoute
}

/** How much work is done for a wire: all, what one frame of a drag has time for, or none. */
type Effort = 'all' | 'some' | 'none'

export const labelWidthPx = (text: string): number => text.length * SIGN_PX + LABEL_PADDING_PX

/** Follows a store of flows. */
export function createWireRoutes(flows: StoreApi<Flow>): WireRoutes {
  let known: ReadonlyMap<Endpoint, Known> = new Map()
  let flow = flows.getState()
  const store = createStore<ReadonlyMap<Endpoint, WireRoute>>(() => {
    known = routesOf(flow, null, known)
    return routesIn(known)
  })
  flows.subscribe((next) => {
    const before = flow
    flow = next
    const same = before.layout === next.layout
    if (same && before.input.dragged === next.input.dragged) return
    known = routesOf(next, same ? before : null, known)
    store.setState(routesIn(known), true)
  })
  return { store, routeOf: (wire) => store.getState().get(wire) ?? null }
}

const routesIn = (known: ReadonlyMap<Endpoint, Known>): Map<Endpoint, WireRoute> =>
  new Map([...known].map(([id, { route }]) => [id, route]))

/** Ways of all wires; of those alone whose nodes were dragged, if only a drag has gone on since `before`. */
function routesOf(flow: Flow, before: Flow | null, known: ReadonlyMap<Endpoint, Known>): ReadonlyMap<Endpoint, Known> {
  const { dragged } = flow.input
  const touched = before && new Set([...Object.keys(dragged), ...Object.keys(before.input.dragged)])
  // Let go, everything is looked at: what was dragged may lie on other wires now.
  const isDragging = Object.keys(dragged).length > 0
  const follows = (edge: CanvasEdge) => !touched || !isDragging || touched.has(edge.source) || touched.has(edge.target)
  const edges = flow.edges.filter(follows)
  if (edges.length === 0) return known
  const levels = levelsOf(flow)
  const lanes = lanesOf(flow)
  const next = new Map<Endpoint, Known>()
  for (const edge of flow.edges) {
    const old = known.get(edge.id)
    if (old && !follows(edge)) next.set(edge.id, old)
  }
  const effort = !isDragging ? 'all' : edges.length > MOST_SOUGHT ? 'none' : 'some'
  for (const edge of edges) {
    const ends = endsOf(flow, levels, edge)
    if (!ends) continue
    const level = levels.get(flow.input.document.nodes[edge.source]?.parent)!
    next.set(edge.id, routed(ends, level, edge, lanes.get(edge.id) ?? 0, effort, known.get(edge.id)))
  }
  return next
}

/** Of each level, told by the parent, its nodes in px of the level. */
type Levels = Map<NodeId | undefined, Map<NodeId, Rect>>

function levelsOf(flow: Flow): Levels {
  const levels: Levels = new Map()
  const { document, dragged } = flow.input
  for (const { id } of flow.nodes) {
    const node = document.nodes[id]
    const size = flow.layout.sizes.get(id)
    if (!node || !size) continue
    const { x, y } = dragged[id] ?? node.position
    const frame = flow.layout.frames.get(id)
    const level = levels.get(node.parent) ?? new Map<NodeId, Rect>()
    levels.set(node.parent, level.set(id, { x: x + (frame?.x ?? 0), y: y + (frame?.y ?? 0), ...size }))
  }
  return levels
}

/** Outputs of a level take lanes in turn, so that wires from different ones do not run on each other. */
function lanesOf(flow: Flow): Map<Endpoint, number> {
  const lanes = new Map<Endpoint, number>()
  const turns = new Map<NodeId | undefined, Map<string, number>>()
  for (const edge of flow.edges) {
    const parent = flow.input.document.nodes[edge.source]?.parent
    const outputs = turns.get(parent) ?? new Map<string, number>()
    turns.set(parent, outputs)
    const output = `${edge.source}.${edge.sourceHandle}`
    const turn = outputs.get(output) ?? outputs.size
    outputs.set(output, turn)
    lanes.set(edge.id, LANES[turn % LANES.length]! * LANE_PX)
  }
  return lanes
}

function endsOf(flow: Flow, levels: Levels, edge: CanvasEdge): WireEnds | null {
  const level = levels.get(flow.input.document.nodes[edge.source]?.parent)
  const source = level?.get(edge.source)
  const target = level?.get(edge.target)
  const output = flow.layout.views.get(edge.source)?.outputs.find(({ handle }) => handle === edge.sourceHandle)
  const input = flow.layout.views.get(edge.target)?.inputs.find(({ handle }) => handle === edge.targetHandle)
  if (!source || !target || !output || !input) return null
  return {
    source,
    target,
    from: { x: source.x + source.width + PORT_RADIUS_PX, y: source.y + output.y },
    to: { x: target.x - PORT_RADIUS_PX, y: target.y + input.y },
  }
}

/** The way that is known, if it was found for the same; else a new one. */
function routed(
  ends: WireEnds,
  level: ReadonlyMap<NodeId, Rect>,
  edge: CanvasEdge,
  lanePx: number,
  effort: Effort,
  old: Known | undefined,
): Known {
  const { from, to, source, target } = ends
  const within = (marginPx: number): Rect[] => {
    const region = regionAround(ends, marginPx)
    const found: Rect[] = []
    for (const [id, rect] of level)
      if (id !== edge.source && id !== edge.target && overlap(rect, region)) found.push(rect)
    return found
  }
  const relative = (rects: readonly Rect[]) =>
    rects.flatMap(({ x, y, width, height }) => [x - from.x, y - from.y, width, height])
  const endsNow = [to.x - from.x, to.y - from.y, ...relative([source, target]), lanePx]
  const text = edge.data?.shape ?? '?'
  if (old && old.text === text && isEqual(old.ends, endsNow)) {
    if (effort !== 'all') return old
    if (old.near && isEqual(old.near, relative(within(old.marginPx)))) return old
  }
  let marginPx = NEAR_PX
  let near = within(marginPx)
  let way: Point[] | null = null
  if (effort !== 'none' && !hasClearView(ends, near)) {
    for (const farther of effort === 'all' ? [NEAR_PX, FAR_PX, Infinity] : [NEAR_PX, FAR_PX]) {
      marginPx = farther
      near = within(marginPx)
      const region = marginPx === Infinity ? null : regionAround(ends, marginPx)
      way = wayAround(ends, near, { region, lanePx })
      if (way) break
    }
  }
  const points = way?.map(({ x, y }) => ({ x: x - from.x, y: y - from.y })) ?? null
  return {
    ends: endsNow,
    text,
    near: effort === 'all' ? relative(near) : null,
    marginPx,
    route: { points, label: labelOf(points, ends, near, text) },
  }
}

const isEqual = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index])

/** In the middle of the longest level stretch that has room for it, else of the longest of all. */
function labelOf(
  points: readonly Point[] | null,
  { from, to, source, target }: WireEnds,
  others: readonly Rect[],
  text: string,
): WireLabel {
  const widthPx = labelWidthPx(text)
  const corners = points ?? [
    { x: 0, y: 0 },
    { x: to.x - from.x, y: to.y - from.y },
  ]
  const stretches = corners.slice(1).map((end, index) => {
    const start = corners[index]!
    return {
      x: (start.x + end.x) / 2,
      y: (start.y + end.y) / 2,
      length: Math.hypot(end.x - start.x, end.y - start.y),
      isLevel: start.y === end.y,
    }
  })
  const fits = ({ x, y }: Point) => {
    const rect = grown({ x: from.x + x, y: from.y + y, width: 0, height: 0 }, LABEL_HEIGHT_PX / 2)
    const label = { ...rect, x: from.x + x - widthPx / 2, width: widthPx }
    return !overlap(source, label) && !overlap(target, label) && !others.some((other) => overlap(other, label))
  }
  const sorted = stretches.sort((a, b) => Number(b.isLevel) - Number(a.isLevel) || b.length - a.length)
  const place = sorted.find((stretch) => (!stretch.isLevel || stretch.length >= widthPx) && fits(stretch))
  const { x, y } = place ?? sorted.reduce((longest, stretch) => (stretch.length > longest.length ? stretch : longest))
  return { x, y, widthPx, fits: place !== undefined }
}

/** Radius of the corners of a wire, px; half of a short stretch. */
const CORNER_RADIUS_PX = 12

/** The points as the path of an SVG, its corners round, `from` where the wire begins. */
export function pathOf(points: readonly Point[], from: Point): string {
  const at = ({ x, y }: Point) => `${from.x + x} ${from.y + y}`
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]]
      if (!before) return `M ${at(point)}`
      if (!after) return `L ${at(point)}`
      const radius = Math.min(CORNER_RADIUS_PX, distance(before, point) / 2, distance(point, after) / 2)
      return `L ${at(towards(point, before, radius))} Q ${at(point)} ${at(towards(point, after, radius))}`
    })
    .join(' ')
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

function towards(from: Point, to: Point, by: number): Point {
  const share = by / (distance(from, to) || 1)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}
