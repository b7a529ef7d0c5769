/** @file Wires that something is about to go into: the one under a dragged node, and the list that asks what is to go into one. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { insertionOfNode, insertNode, mayGoIntoWires } from '../../editor/building/inserting'
import { currentFlow } from '../../editor/building/pasting'
import { type CanvasEdge, type Flow, rectOf } from '../../editor/flow/flow'
import { centreOf, type Point } from '../../editor/flow/geometry'
import type { DragEffect } from '../../editor/placing/drag-effects'
import { wireEnds } from '../../editor/wires/routes'
import { type Endpoint, type NodeId, parseEndpoint } from '../../graph/document'
import { editor } from '../editor'
import { canvasFlow, wireRoutes } from './canvas-flow'
import { openMenu } from './canvas-state'
import { WIRE_STRIP_PX, wirePath } from './wire-path'

/** The wire that takes up what is dragged once it is let go. */
const target = createStore<{ wire: Endpoint | null }>(() => ({ wire: null }))

export const useIsInsertTarget = (wire: Endpoint): boolean => useStore(target, (state) => state.wire === wire)

/** Asks what is to go into a wire, at its middle. */
export function openInsertion(wire: Endpoint, at = middleOf(wire)): void {
  if (at) openMenu({ type: 'quick-add', at, wire: null, into: wire })
}

function middleOf(wire: Endpoint) {
  const flow = canvasFlow.flow()
  const from = flow.input.document.wires[wire]
  const ends = [from, wire].flatMap((end) => {
    const rect = end === undefined ? null : rectOf(flow, parseEndpoint(end)!.node)
    return rect ? [centreOf(rect)] : []
  })
  const [start, end] = ends
  return start && end ? { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 } : null
}

/** Knows what lies on a path. Asking the page instead takes milliseconds of each move: it has to lay everything out first. */
let pen: OffscreenCanvasRenderingContext2D | null = null

/** The wire that takes the pointer at a place of the canvas, whatever lies over it; those in networks lie above the others. */
export function wireAt(point: Point, but: NodeId | null = null): Endpoint | null {
  const flow = canvasFlow.flow()
  const { nodes } = flow.input.document
  const hit = flow.edges.filter((edge) => edge.source !== but && edge.target !== but && isOnStrip(flow, edge, point))
  return (hit.findLast(({ source }) => nodes[source]?.parent !== undefined) ?? hit.at(-1))?.id ?? null
}

function isOnStrip(flow: Flow, edge: CanvasEdge, point: Point): boolean {
  const ends = wireEnds(flow, edge, (node) => rectOf(flow, node))
  if (!ends) return false
  const { from, to } = ends
  const route = wireRoutes.routeOf(edge.id)
  const ways = route?.points?.map(({ x, y }) => ({ x: from.x + x, y: from.y + y })) ?? [from, to]
  // A bow that goes back swings out to both sides.
  const swing = route?.points ? 0 : 6.25 * Math.sqrt(Math.max(0, from.x - to.x))
  const reach = WIRE_STRIP_PX / 2
  const { x, y } = point
  if (ways.every((way) => way.x + swing + reach < x) || ways.every((way) => way.x - swing - reach > x)) return false
  if (ways.every((way) => way.y + reach < y) || ways.every((way) => way.y - reach > y)) return false
  pen ??= new OffscreenCanvas(1, 1).getContext('2d')!
  pen.lineWidth = WIRE_STRIP_PX
  return pen.isPointInStroke(new Path2D(wirePath(route, from, to)), x, y)
}

let judged: { node: NodeId; wire: Endpoint; fits: boolean } | null = null

/** Lets a single node that is dragged over a wire go into it. */
export const insertOnWire: DragEffect = {
  begin() {
    judged = null
  },
  move({ flow, positions, keys, pointer }) {
    const [node, ...more] = Object.keys(positions)
    const mayGoIn = node !== undefined && more.length === 0 && !keys.alt && mayGoIntoWires(flow.input.document, node)
    const wire = mayGoIn && pointer ? wireAt(pointer, node) : null
    if (node !== undefined && wire !== null && (judged?.node !== node || judged.wire !== wire))
      judged = { node, wire, fits: insertionOfNode(editor.document(), node, wire) !== null }
    const next = wire !== null && judged?.fits ? wire : null
    if (target.getState().wire !== next) target.setState({ wire: next })
    return positions
  },
  drop({ positions }) {
    const { wire } = target.getState()
    const [node] = Object.keys(positions)
    return node !== undefined && wire !== null && insertNode(editor, currentFlow(editor), node, wire)
  },
  end() {
    target.setState({ wire: null })
  },
}
