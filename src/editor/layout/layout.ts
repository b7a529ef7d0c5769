/**
 * @file Lays out a document, or what is selected of it: networks first, each inside; then what stands on the canvas, frames as
 * wholes. The answer follows from nodes, ports and wires alone, so a second layout changes nothing. What lies where only decides
 * where the whole is put: with its upper left corner where it was.
 */
import { produce } from 'immer'
import type { NodeId } from '../../graph/document'
import { FRAME_PADDING_PX } from '../../graph/frame'
import { childrenOf } from '../../graph/queries'
import { type Flow, flowOf } from '../flow/flow'
import { boundsOf, overlap, type Point, type Rect } from '../flow/geometry'
import type { LayoutEngine } from './engine'
import { freeShift } from './free-place'
import { insideOf, levelOf, outsideOf } from './level'

/** New positions, as documents give them, of all that moves. */
export type Positions = Readonly<Record<NodeId, Point>>

export type LayoutResult =
  | { ok: true; positions: Positions }
  /** Laid out, the chosen nodes of this network would cover others, whichever way the frame grows. */
  | { ok: false; crowded: NodeId }

/** Lays out everything; or only `chosen` nodes, chosen networks with all that lies in them, while the rest stays where it is. */
export async function layOut(
  flow: Flow,
  chosen: ReadonlySet<NodeId> | null,
  engine: LayoutEngine,
): Promise<LayoutResult> {
  const { document } = flow.input
  const isChosen = (id: NodeId) => chosen === null || chosen.has(id)
  const drawnIn = (network: NodeId) => childrenOf(document, network).filter((id) => flow.layout.sizes.has(id))
  let drawn = flow
  const move = (positions: ReadonlyMap<NodeId, Point>) => {
    const moved = produce(drawn.input.document, (draft) => {
      for (const [id, { x, y }] of positions) draft.nodes[id]!.position = { x, y }
    })
    drawn = flowOf({ ...drawn.input, document: moved, dragged: {} }, drawn)
  }
  move(new Map())

  const whole = new Map<NodeId, Point>()
  for (const network of flow.layout.frames.keys()) {
    if (!isChosen(network)) continue
    for (const [id, corner] of await insideOf(levelOf(drawn, drawnIn(network)), engine))
      whole.set(id, { x: corner.x + FRAME_PADDING_PX.left, y: corner.y + FRAME_PADDING_PX.top })
  }
  move(whole)

  for (const network of flow.layout.frames.keys()) {
    const members = drawnIn(network).filter(isChosen)
    if (isChosen(network) || members.length < 2) continue
    const corners = await insideOf(levelOf(drawn, members), engine)
    const placed = placeInside(drawn, network, corners, isChosen)
    if (!placed) return { ok: false, crowded: network }
    move(placed)
  }

  const roots = Object.keys(document.nodes).filter((id) => document.nodes[id]!.parent === undefined)
  const members = roots.filter(isChosen)
  const corners = await outsideOf(drawn, levelOf(drawn, members), engine)
  const before = boundsOf(members.map((id) => rootRect(flow, id)))
  if (before) {
    const block = boundsOf(members.map((id) => ({ ...corners.get(id)!, ...drawn.layout.sizes.get(id)! })))!
    const rest = roots.filter((id) => !isChosen(id)).map((id) => rootRect(drawn, id))
    const shift = freeShift({ ...block, x: before.x, y: before.y }, rest) ?? { x: 0, y: 0 }
    move(
      new Map(
        members.map((id) => {
          const corner = corners.get(id)!
          const frame = drawn.layout.frames.get(id)
          return [
            id,
            {
              x: corner.x + before.x + shift.x - (frame?.x ?? 0),
              y: corner.y + before.y + shift.y - (frame?.y ?? 0),
            },
          ]
        }),
      ),
    )
  }

  const after = drawn.input.document.nodes
  const changed = Object.entries(after).filter(([id, { position }]) => {
    const old = document.nodes[id]!.position
    return position.x !== old.x || position.y !== old.y
  })
  return { ok: true, positions: Object.fromEntries(changed.map(([id, { position }]) => [id, position])) }
}

/** Where a node lies on its level: what `position` says of a card; a frame begins beside it. */
function rootRect(flow: Flow, id: NodeId): Rect {
  const { x, y } = flow.input.document.nodes[id]!.position
  const frame = flow.layout.frames.get(id)
  return { x: x + (frame?.x ?? 0), y: y + (frame?.y ?? 0), ...flow.layout.sizes.get(id)! }
}

/**
 * Positions of some of a network's nodes, laid out, so that they cover none of the others, and the frame, which grows and shrinks
 * with them, covers nothing that it did not cover. `null` when there is no such place.
 */
function placeInside(
  flow: Flow,
  network: NodeId,
  corners: ReadonlyMap<NodeId, Point>,
  isChosen: (id: NodeId) => boolean,
): Map<NodeId, Point> | null {
  const { document } = flow.input
  const rect = (id: NodeId): Rect => ({ ...document.nodes[id]!.position, ...flow.layout.sizes.get(id)! })
  const before = boundsOf([...corners.keys()].map(rect))!
  const block = boundsOf([...corners].map(([id, corner]) => ({ ...corner, ...flow.layout.sizes.get(id)! })))!
  const others = childrenOf(document, network)
    .filter((id) => !corners.has(id))
    .map(rect)
  const frame = flow.layout.frames.get(network)!
  const around = boundsOf(childrenOf(document, network).map(rect))!
  const { x: originX, y: originY } = document.nodes[network]!.position
  const neighbours = Object.keys(document.nodes)
    .filter((id) => id !== network && document.nodes[id]!.parent === undefined && !isChosen(id))
    .map((id) => rootRect(flow, id))
    .filter((neighbour) => !overlap(neighbour, rootRect(flow, network)))
  const fits = (shift: Point) => {
    const content = boundsOf([
      ...others,
      { x: before.x + shift.x, y: before.y + shift.y, width: block.width, height: block.height },
    ])!
    // What the frame keeps around its content stays as it is.
    const grown = {
      x: originX + content.x + frame.x - around.x,
      y: originY + content.y + frame.y - around.y,
      width: content.width + frame.width - around.width,
      height: content.height + frame.height - around.height,
    }
    return !neighbours.some((neighbour) => overlap(neighbour, grown))
  }
  const right = frame.width - around.width - (around.x - frame.x)
  const bottom = frame.height - around.height - (around.y - frame.y)
  const edges = neighbours.map(({ x, y, width, height }) => ({
    x: x - originX - right,
    y: y - originY - bottom,
    width: width + right + around.x - frame.x,
    height: height + bottom + around.y - frame.y,
  }))
  const shift = freeShift({ ...before, width: block.width, height: block.height }, others, { fits, edges })
  if (!shift) return null
  return new Map([...corners].map(([id, { x, y }]) => [id, { x: x + before.x + shift.x, y: y + before.y + shift.y }]))
}
