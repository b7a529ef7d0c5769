/**
 * @file The ways of all wires of the canvas, kept up to date with what is drawn. A way is found anew only when its ends move or what
 * lies near them does; while nodes are dragged, only those of their own wires. Both ends of a wire lie on one level, in one
 * network or on the canvas, so only its siblings can be in its way.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Endpoint, NodeId } from '../../graph/document'
import type { CanvasEdge, Flow } from '../flow/flow'
import { overlap, type Point, type Rect } from '../flow/geometry'
import { labelPlaces, spreadLabels, type WireLabel } from './look'
import { hasClearView, PORT_RADIUS_PX, regionAround, type WireEnds, wayAround } from './path'

/** Neighbouring lanes of one gap are so far apart, px. */
const LANE_PX = 7
const LANES = [0, 1, -1, 2, -2] as const
/** A way is sought near the two nodes first, then farther out, px. */
const MARGINS_PX = [90, 500, Infinity] as const
/** While a node is dragged, not so far. */
const MARGINS_IN_HASTE_PX = [90, 500] as const
/** While more wires than this follow a drag, they bow and no way is sought. */
const MOST_SOUGHT = 24

/** Points are relative to where the wire begins, px: a frame that moves takes the ways inside it along. */
export interface WireRoute {
  /** Corners from end to end; `null`: a bow, or whatever is left where no way is. */
  points: readonly Point[] | null
  label: WireLabel
}

/** A route and what it was found for, relative to where the wire begins. */
interface FoundRoute extends WireRoute {
  ends: readonly number[]
  /** Where its label may stand, the best place first. */
  places: readonly WireLabel[]
  text: string
  /** Nothing outside matters. */
  region: Rect
  /** To be looked at again when nothing is dragged any more. */
  isHasty: boolean
}

type Routes = ReadonlyMap<Endpoint, FoundRoute>

/** Of each level, told by the parent, its nodes in px of the level. */
type Levels = ReadonlyMap<NodeId | undefined, ReadonlyMap<NodeId, Rect>>

export interface WireRoutes {
  readonly store: StoreApi<ReadonlyMap<Endpoint, WireRoute>>
  routeOf(wire: Endpoint): WireRoute | null
}

/** Follows a store of flows. */
export function createWireRoutes(flows: StoreApi<Flow>): WireRoutes {
  let flow = flows.getState()
  let lanes = lanesOf(flow)
  // As all routes were last looked at: nothing is dragged there.
  let settled = levelsOf(flow)
  let routes = settle(flow, settled, new Map(), new Map(), lanes, null)
  const store = createStore<ReadonlyMap<Endpoint, WireRoute>>(() => routes)
  flows.subscribe((next) => {
    const before = flow
    const lanesBefore = lanes
    flow = next
    const showsSame = before.layout === next.layout && before.input.entered === next.input.entered
    if (showsSame && before.input.dragged === next.input.dragged) return
    if (!showsSame) lanes = lanesOf(next)
    if (showsSame && Object.keys(next.input.dragged).length > 0) {
      routes = follow(before, next, routes, lanes)
    } else {
      const levels = levelsOf(next)
      routes = settle(next, levels, settled, routes, lanes, { flow: before, lanes: lanesBefore })
      settled = levels
    }
    store.setState(routes, true)
  })
  return { store, routeOf: (wire) => store.getState().get(wire) ?? null }
}

/** Looks at all wires; finds ways where ends moved, or something near them came, went or moved. */
function settle(
  flow: Flow,
  levels: Levels,
  before: Levels,
  known: Routes,
  lanes: ReadonlyMap<Endpoint, number>,
  last: Drawn | null,
): Routes {
  const changes = new Map([...levels].map(([parent, level]) => [parent, changesOf(before.get(parent), level)]))
  const next = new Map<Endpoint, FoundRoute>()
  const labelled = new Map<NodeId | undefined, { id: Endpoint; from: Point; route: FoundRoute }[]>()
  /** Levels on which a wire came or took another way. */
  const moved = new Set<NodeId | undefined>()
  const touched = last && touchedLevels(last, { flow, lanes }, changes, known)
  for (const edge of flow.edges) {
    const parent = flow.input.document.nodes[edge.source]?.parent
    const old = known.get(edge.id)
    if (old && touched?.has(parent) === false) {
      next.set(edge.id, old)
      continue
    }
    const level = levels.get(parent)
    const ends = level && wireEnds(flow, edge, (node) => level.get(node))
    if (!ends) continue
    const lanePx = lanes.get(edge.id) ?? 0
    const { from } = ends
    const stays =
      old &&
      !old.isHasty &&
      isFor(old, ends, textOf(edge), lanePx) &&
      !changes.get(parent)!.some((rect) => overlap({ ...rect, x: rect.x - from.x, y: rect.y - from.y }, old.region))
    const route = stays ? old : find(ends, edge, level, lanePx, MARGINS_PX)
    next.set(edge.id, route)
    const ofLevel = labelled.get(parent) ?? []
    labelled.set(parent, ofLevel)
    ofLevel.push({ id: edge.id, from, route })
    if (!stays) moved.add(parent)
  }
  const isGone = [...known.keys()].some((id) => !next.has(id))
  for (const [parent, wires] of labelled) {
    if (!isGone && !moved.has(parent)) continue
    for (const [index, label] of spreadLabels(wires.map(({ from, route }) => ({ ...route, from }))).entries()) {
      const { id, route } = wires[index]!
      const { x, y, fits } = route.label
      // What stays as it was is not drawn again.
      if (label.x !== x || label.y !== y || label.fits !== fits) next.set(id, { ...route, label })
    }
  }
  return next
}

interface Drawn {
  flow: Flow
  lanes: ReadonlyMap<Endpoint, number>
}

/** Levels, told by the parent, of which any node, wire or port changed. An edit of a param concerns one of them, and the others rest. */
function touchedLevels(
  before: Drawn,
  now: Drawn,
  changes: ReadonlyMap<NodeId | undefined, readonly Rect[]>,
  known: Routes,
): ReadonlySet<NodeId | undefined> {
  const touched = new Set<NodeId | undefined>()
  for (const [parent, rects] of changes) if (rects.length > 0) touched.add(parent)
  const levelIn = ({ input }: Flow, edge: CanvasEdge) => input.document.nodes[edge.source]?.parent
  const hasSameView = (id: NodeId) => before.flow.layout.views.get(id) === now.flow.layout.views.get(id)
  const gone = new Map(before.flow.edges.map((edge) => [edge.id, edge]))
  for (const edge of now.flow.edges) {
    const rests =
      gone.get(edge.id) === edge &&
      known.get(edge.id)?.isHasty === false &&
      before.lanes.get(edge.id) === now.lanes.get(edge.id) &&
      hasSameView(edge.source) &&
      hasSameView(edge.target)
    gone.delete(edge.id)
    if (!rests) touched.add(levelIn(now.flow, edge))
  }
  for (const edge of gone.values()) touched.add(levelIn(before.flow, edge))
  return touched
}

/** Looks only at the wires of nodes that are dragged, and of frames that grow or shrink with them. */
function follow(before: Flow, flow: Flow, known: Routes, lanes: ReadonlyMap<Endpoint, number>): Routes {
  const touched = new Set([...Object.keys(flow.input.dragged), ...Object.keys(before.input.dragged)])
  for (const [id, rect] of flow.frames) if (before.frames.get(id) !== rect) touched.add(id)
  const edges = flow.edges.filter(({ source, target }) => touched.has(source) || touched.has(target))
  const margins = flow.input.gliding || edges.length > MOST_SOUGHT ? [] : MARGINS_IN_HASTE_PX
  const levels = levelsOf(flow, new Set(edges.map(({ source }) => flow.input.document.nodes[source]?.parent)))
  const next = new Map(known)
  for (const edge of edges) {
    const level = levels.get(flow.input.document.nodes[edge.source]?.parent)
    const ends = level && wireEnds(flow, edge, (node) => level.get(node))
    if (!ends) continue
    const lanePx = lanes.get(edge.id) ?? 0
    const old = known.get(edge.id)
    // Both ends are dragged alike: so is the way between them.
    const stays = old && isFor(old, ends, textOf(edge), lanePx)
    next.set(edge.id, { ...(stays ? old : find(ends, edge, level, lanePx, margins)), isHasty: true })
  }
  return next
}

function levelsOf(flow: Flow, wanted?: ReadonlySet<NodeId | undefined>): Levels {
  const levels = new Map<NodeId | undefined, Map<NodeId, Rect>>()
  const { document, dragged } = flow.input
  for (const { id } of flow.nodes) {
    const node = document.nodes[id]
    const frame = flow.frames.get(id)
    const size = frame ?? flow.layout.sizes.get(id)
    if (!node || !size || (wanted && !wanted.has(node.parent))) continue
    const { x, y } = dragged[id] ?? node.position
    const level = levels.get(node.parent) ?? new Map<NodeId, Rect>()
    levels.set(
      node.parent,
      level.set(id, { x: x + (frame?.x ?? 0), y: y + (frame?.y ?? 0), width: size.width, height: size.height }),
    )
  }
  return levels
}

/**
 * Where nodes of a level came, went or moved, and where they moved from, in px of the level as it is now. When a frame grows to the left
 * or upwards, all its nodes shift in it: what has moved with most is where it was.
 */
function changesOf(before: ReadonlyMap<NodeId, Rect> | undefined, now: ReadonlyMap<NodeId, Rect>): Rect[] {
  const counts = new Map<string, { count: number; x: number; y: number }>()
  let shift = { count: 0, x: 0, y: 0 }
  for (const [id, { x, y }] of now) {
    const old = before?.get(id)
    if (!old) continue
    const key = `${x - old.x} ${y - old.y}`
    const entry = counts.get(key) ?? { count: 0, x: x - old.x, y: y - old.y }
    entry.count++
    counts.set(key, entry)
    if (entry.count > shift.count) shift = entry
  }
  const changes: Rect[] = []
  for (const [id, rect] of now) {
    const old = before?.get(id)
    const moved = old && { ...old, x: old.x + shift.x, y: old.y + shift.y }
    if (moved && moved.x === rect.x && moved.y === rect.y && moved.width === rect.width && moved.height === rect.height)
      continue
    changes.push(rect)
    if (moved) changes.push(moved)
  }
  for (const [id, old] of before ?? [])
    if (!now.has(id)) changes.push({ ...old, x: old.x + shift.x, y: old.y + shift.y })
  return changes
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

/** Where a wire begins and ends, between nodes that lie there; `null` when one of them, or its port, is not drawn. */
export function wireEnds(
  flow: Flow,
  edge: CanvasEdge,
  placeOf: (node: NodeId) => Rect | null | undefined,
): WireEnds | null {
  const source = placeOf(edge.source)
  const target = placeOf(edge.target)
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

const textOf = (edge: CanvasEdge): string => edge.data?.shape ?? '?'

/** All that a way depends on but obstacles. */
const endsKey = ({ from, to, source, target }: WireEnds, lanePx: number): number[] => [
  ...[to.x - from.x, to.y - from.y, lanePx],
  ...[source.x - from.x, source.y - from.y, source.width, source.height],
  ...[target.x - from.x, target.y - from.y, target.width, target.height],
]

function isFor(route: FoundRoute, ends: WireEnds, text: string, lanePx: number): boolean {
  if (route.text !== text) return false
  const key = endsKey(ends, lanePx)
  return route.ends.every((value, index) => value === key[index])
}

/** Finds a way, first near the ends, then as far as the last of the margins. */
function find(
  ends: WireEnds,
  edge: CanvasEdge,
  level: ReadonlyMap<NodeId, Rect>,
  lanePx: number,
  marginsPx: readonly number[],
): FoundRoute {
  const { from } = ends
  const obstaclesIn = (region: Rect): Rect[] => {
    const found: Rect[] = []
    for (const [id, rect] of level)
      if (id !== edge.source && id !== edge.target && overlap(rect, region)) found.push(rect)
    return found
  }
  let region = regionAround(ends, MARGINS_PX[0])
  let near = obstaclesIn(region)
  let way: Point[] | null = null
  if (!hasClearView(ends, near)) {
    for (const marginPx of marginsPx) {
      region = regionAround(ends, marginPx)
      near = obstaclesIn(region)
      way = wayAround(ends, near, { region, lanePx })
      if (way) break
    }
  }
  const points = way?.map(({ x, y }) => ({ x: x - from.x, y: y - from.y })) ?? null
  const places = labelPlaces(points, ends, near, textOf(edge))
  return {
    points,
    label: places[0]!,
    places,
    ends: endsKey(ends, lanePx),
    text: textOf(edge),
    region: { ...region, x: region.x - from.x, y: region.y - from.y },
    isHasty: false,
  }
}
