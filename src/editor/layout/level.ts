/** @file What one level of the canvas, the inside of a network or all that stands outside, gives a layout to work on: boxes, ports, wires. */
import { type NodeId, parseEndpoint } from '../../graph/document'
import { kindOf } from '../../graph/kinds'
import type { Flow } from '../flow/flow'
import { handleOf } from '../flow/view'
import type { LayoutEngine } from './engine'
import { type Box, type Link, layered } from './layered'
import { inLines } from './lines'
import { inReadingOrder } from './reading-order'
import { inRows } from './rows'

const INSIDE = { acrossPx: 40, downPx: 28 } as const
const OUTSIDE = { acrossPx: 84, downPx: 48 } as const
/** Frames lie one below the other, so each may be wider than what shows them all: a landscape page. */
const FRAME_ASPECT = 2.6
const CANVAS_ASPECT = 1.5

/** Upper left corners of what was laid out, whole px; the least x and the least y are 0. */
export type Corners = Map<NodeId, { x: number; y: number }>

export interface Level {
  boxes: readonly Box[]
  links: readonly Link[]
}

/** These nodes of one level, in the order in which one would explain them. */
export function levelOf(flow: Flow, ids: readonly NodeId[]): Level {
  const links = linksAmong(flow, new Set(ids))
  return {
    boxes: inReadingOrder(
      ids.map((id) => boxOf(flow, id)),
      links,
    ),
    links,
  }
}

/** Lays out nodes of one network. */
export async function insideOf({ boxes, links }: Level, engine: LayoutEngine): Promise<Corners> {
  return inLines(await layered(boxes, links, INSIDE, engine), boxes, links, FRAME_ASPECT)
}

/** Lays out what stands on the canvas: frames as wholes, and all that lies in none. */
export function outsideOf(flow: Flow, { boxes, links }: Level, engine: LayoutEngine): Promise<Corners> {
  const isNetwork = (id: NodeId) => kindOf(flow.input.document.nodes[id]!).role === 'network'
  return inRows(
    boxes.map((box) => ({ box, isNetwork: isNetwork(box.id) })),
    links.map((link) => ({ ...link, isMain: isNetwork(link.target) })),
    CANVAS_ASPECT,
    (members, among) => layered(members, among, OUTSIDE, engine),
  )
}

function boxOf(flow: Flow, id: NodeId): Box {
  const view = flow.layout.views.get(id)!
  const { role } = kindOf(flow.input.document.nodes[id]!)
  return {
    id,
    ...flow.layout.sizes.get(id)!,
    inputs: new Map(view.inputs.map((port) => [port.handle, port.y])),
    outputs: new Map(view.outputs.map((port) => [port.handle, port.y])),
    ...(role === 'input' && { edge: 'first' as const }),
    ...(role === 'output' && { edge: 'last' as const }),
  }
}

/** Wires whose ports are drawn: the compiler has said what is wrong with others. */
function linksAmong(flow: Flow, ids: ReadonlySet<NodeId>): Link[] {
  return Object.entries(flow.input.document.wires).flatMap(([to, from]) => {
    const source = parseEndpoint(from)
    const target = parseEndpoint(to)
    if (!source || !target || !ids.has(source.node) || !ids.has(target.node) || source.node === target.node) return []
    const sourceHandle = handleOf(source.port, source.call)
    const targetHandle = handleOf(target.port, target.call)
    const isDrawn =
      flow.layout.views.get(source.node)?.outputs.some(({ handle }) => handle === sourceHandle) &&
      flow.layout.views.get(target.node)?.inputs.some(({ handle }) => handle === targetHandle)
    return isDrawn ? [{ id: to, source: source.node, sourceHandle, target: target.node, targetHandle }] : []
  })
}
