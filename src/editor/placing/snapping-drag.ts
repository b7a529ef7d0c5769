/**
 * @file Dragged nodes keep to the grid, or snap to their neighbours while guides show to which. Ctrl (Cmd on a Mac) lets go of
 * both while it is held, as in Excalidraw; where neither is on, it snaps to the grid.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type NodeId, parseEndpoint } from '../../graph/document'
import { type DraggedPositions, type Flow, rectOf } from '../flow/flow'
import { absolutePosition, boundsOf, type Point, type Rect } from '../flow/geometry'
import type { Preferences } from '../keeping/preferences'
import type { Drag, DragEffect } from './drag-effects'
import { alignmentOf, type Guide, type LevelWire, neighboursOf, onGrid } from './snapping'

/** How near a neighbour's line attracts, px on the screen. */
const REACH_PX = 6
/** How far away neighbours count, px of the document. */
const NEIGHBOUR_PX = 900

export interface AlignDrag {
  effect: DragEffect
  /** What is drawn while nodes are dragged. */
  guides: StoreApi<readonly Guide[]>
}

const NO_GUIDES: readonly Guide[] = []

/** What stays the same during a drag. */
interface Surroundings {
  /** From the corner of what is dragged to the port, and where the other end of its wire stays. */
  wires: { offset: Point; to: Point }[]
  others: Rect[]
}

export function createAlignDrag(preferences: () => Preferences): AlignDrag {
  const guides = createStore<readonly Guide[]>(() => NO_GUIDES)
  let surroundings: Surroundings | null = null
  const show = (next: readonly Guide[]) => {
    if (next.length > 0 || guides.getState().length > 0) guides.setState(next, true)
  }
  return {
    guides,
    effect: {
      begin() {
        surroundings = null
      },
      move({ flow, positions, keys, zoom }: Drag): DraggedPositions {
        const bounds = draggedBounds(flow, positions)
        const [first] = Object.keys(positions)
        if (!bounds || first === undefined) return positions
        surroundings ??= surroundingsOf(flow, Object.keys(positions))
        const { snap, guides: neighbours } = preferences()
        const toGrid = snap ? !keys.mod : keys.mod && !neighbours
        let by: Point = { x: 0, y: 0 }
        if (toGrid) {
          const { x, y } = absolutePosition(flow.input.document, positions[first]!, parentOf(flow, first))
          by = { x: onGrid(x) - x, y: onGrid(y) - y }
        }
        if (neighbours && !keys.mod) {
          const at = { ...bounds, x: bounds.x + by.x, y: bounds.y + by.y }
          const near = neighboursOf(at, surroundings.others, NEIGHBOUR_PX)
          const found = alignmentOf(at, near, levelWires(surroundings, at), toGrid ? 0 : REACH_PX / zoom)
          show(found.guides)
          by = { x: by.x + found.dx, y: by.y + found.dy }
        } else show(NO_GUIDES)
        return by.x === 0 && by.y === 0 ? positions : shifted(positions, by)
      },
      end() {
        surroundings = null
        show(NO_GUIDES)
      },
    },
  }
}

const parentOf = (flow: Flow, node: NodeId): NodeId | undefined => flow.input.document.nodes[node]?.parent

const shifted = (positions: DraggedPositions, by: Point): DraggedPositions =>
  Object.fromEntries(Object.entries(positions).map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }]))

/** The rectangle around all that is dragged, on the canvas. */
function draggedBounds(flow: Flow, positions: DraggedPositions): Rect | null {
  const { document } = flow.input
  const rects = Object.entries(positions).flatMap(([id, position]) => {
    const size = flow.layout.sizes.get(id)
    if (!size) return []
    const own = flow.layout.frames.get(id)
    const { x, y } = absolutePosition(document, position, document.nodes[id]?.parent)
    return [{ x: x + (own?.x ?? 0), y: y + (own?.y ?? 0), ...size }]
  })
  return boundsOf(rects)
}

/** Neighbours lie where the dragged nodes lie: in the same frame, or beside all frames. */
function surroundingsOf(flow: Flow, ids: readonly NodeId[]): Surroundings {
  const { document, dragged } = flow.input
  // Where they are shown now, as `rectOf` has them too.
  const shown = draggedBounds(
    flow,
    Object.fromEntries(ids.map((id) => [id, dragged[id] ?? document.nodes[id]!.position])),
  )
  const parents = new Set(ids.map((id) => document.nodes[id]?.parent))
  const parent = parents.size === 1 ? [...parents][0] : undefined
  const moving = new Set(ids)
  const moves = (id: NodeId) => moving.has(id) || moving.has(document.nodes[id]?.parent ?? id)
  const others = Object.keys(document.nodes).flatMap((id) => {
    const rect = document.nodes[id]!.parent === parent && !moves(id) ? rectOf(flow, id) : null
    return rect ? [rect] : []
  })
  const wires = Object.entries(document.wires).flatMap(([to, from]) => {
    const [input, output] = [portPoint(flow, to, 'target'), portPoint(flow, from, 'source')]
    if (!shown || !input || !output || moves(input.node) === moves(output.node)) return []
    const [own, other] = moves(input.node) ? [input, output] : [output, input]
    return [{ offset: { x: own.x - shown.x, y: own.y - shown.y }, to: { x: other.x, y: other.y } }]
  })
  return { others, wires }
}

/** The middle of a port on the canvas. */
function portPoint(flow: Flow, endpoint: string, type: 'source' | 'target'): (Point & { node: NodeId }) | null {
  const node = parseEndpoint(endpoint)?.node
  if (node === undefined) return null
  const handle = flow.layout.handles
    .get(node)
    ?.find((candidate) => candidate.type === type && candidate.id === endpoint.slice(node.length + 1))
  const rect = handle ? rectOf(flow, node) : null
  if (!handle || !rect) return null
  return { node, x: rect.x + handle.x + (handle.width ?? 0) / 2, y: rect.y + handle.y + (handle.height ?? 0) / 2 }
}

const levelWires = ({ wires }: Surroundings, at: Rect): LevelWire[] =>
  wires.map(({ offset, to }) => ({ y: at.y + offset.y, toY: to.y, fromX: at.x + offset.x, toX: to.x }))
