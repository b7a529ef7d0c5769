/** @file draft */
import { produce } from 'immer'
import { type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { FRAME_PADDING_PX } from '../../graph/frame'
import { kindOf } from '../../graph/kinds'
import { handleOf } from '../flow-view'
import { type Flow, flowOf } from '../flow'
import { type Point } from '../flow-geometry'
import type { LayoutEngine } from './engine'
import { type Box, type Link, layered } from './layered'
import { inLines } from './lines'
import { inRows } from './rows'
import { inReadingOrder } from './reading-order'

const INSIDE = { acrossPx: 44, downPx: 28 }
const OUTSIDE = { acrossPx: 84, downPx: 48 }

export function boxOf(flow: Flow, id: NodeId): Box {
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

export function linksAmong(document: GraphDocument, ids: ReadonlySet<NodeId>): Link[] {
  return Object.entries(document.wires).flatMap(([to, from]) => {
    const source = parseEndpoint(from)!
    const target = parseEndpoint(to)!
    if (!ids.has(source.node) || !ids.has(target.node) || source.node === target.node) return []
    return [{ id: to, source: source.node, sourceHandle: handleOf(source.port, source.call), target: target.node, targetHandle: handleOf(target.port, target.call) }]
  })
}

async function inner(flow: Flow, ids: readonly NodeId[], engine: LayoutEngine) {
  const links = linksAmong(flow.input.document, new Set(ids))
  const boxes = inReadingOrder(ids.map((id) => boxOf(flow, id)), links)
  return inLines(await layered(boxes, links, INSIDE, engine), boxes, links, 2.6)
}
async function outerLevel(flow: Flow, ids: readonly NodeId[], engine: LayoutEngine) {
  const links = linksAmong(flow.input.document, new Set(ids))
  const boxes = inReadingOrder(ids.map((id) => boxOf(flow, id)), links)
  return inRows(boxes.map((box) => ({ box, isNetwork: flow.layout.frames.has(box.id) })), links.map((l) => ({ ...l, main: flow.layout.frames.has(l.target) })), 1.5, (members, among) => layered(members, among, OUTSIDE, engine))
}

export async function layOut(flow: Flow, engine: LayoutEngine): Promise<Flow> {
  const { document } = flow.input
  const inside = new Map<NodeId, Point>()
  for (const network of flow.layout.frames.keys()) {
    const children = Object.keys(document.nodes).filter((id) => document.nodes[id]!.parent === network)
    for (const [id, { x, y }] of await inner(flow, children, engine))
      inside.set(id, { x: x + FRAME_PADDING_PX.left, y: y + FRAME_PADDING_PX.top })
  }
  const moved = produce(document, (draft) => {
    for (const [id, p] of inside) draft.nodes[id]!.position = p
  })
  const flow2 = flowOf({ ...flow.input, document: moved }, flow)
  const roots = Object.keys(document.nodes).filter((id) => document.nodes[id]!.parent === undefined)
  const outer = await outerLevel(flow2, roots, engine)
  const done = produce(moved, (draft) => {
    for (const [id, p] of outer) {
      const f = flow2.layout.frames.get(id)
      draft.nodes[id]!.position = { x: p.x - (f?.x ?? 0), y: p.y - (f?.y ?? 0) }
    }
  })
  return flowOf({ ...flow.input, document: done }, flow2)
}
