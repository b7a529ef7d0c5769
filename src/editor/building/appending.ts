/**
 * @file What is added while a node is selected goes on where that node ends: beside it, fed by it, and in front of what follows. So a row of
 * layers is built by naming one after the other.
 */
import { current, freeze } from 'immer'
import { checkWire } from '../../compile/check-wire'
import { type Endpoint, formatEndpoint, type GraphDocument, type NodeId } from '../../graph/document'
import { connect } from '../../graph/edits'
import type { AnyKind } from '../../graph/kinds'
import { childrenOf, portsOf, roleOf, sourceOf, wiresOf } from '../../graph/queries'
import { wireProblem } from '../../graph/structure'
import { type Flow, rectOf } from '../flow/flow'
import { CARD_WIDTH_PX, overlap, type Point, type Rect } from '../flow/geometry'
import { makeRoom } from '../placing/making-room'
import { editMakingWay } from '../placing/making-way'
import type { Editor } from '../store'
import {
  addNew,
  announceAdded,
  BESIDE_PX,
  clearOf,
  fittingPort,
  freeCorner,
  type Place,
  placeFor,
  refusePlace,
} from './adding'
import { insertKind } from './inserting'

/** Adds a node where the selection or the view suggests, wired to what is selected. Answers its id, `null` when there is no place for it. */
export function addToSelection(editor: Editor, flow: Flow, kind: AnyKind, centre: Point): NodeId | null {
  const before = lastBefore(flow, kind)
  const output = before === null ? null : fittingOutput(flow, before, kind)
  const behind = before === null || output !== null ? null : addWithoutFitting(editor, flow, kind, before)
  if (behind !== null) return behind
  if (before !== null && output !== null) {
    const [only, ...more] = wiresOf(flow.input.document, before).outOf.filter(({ from }) => from === output)
    const inserted = only && more.length === 0 ? insertKind(editor, flow, kind, only.to) : null
    return inserted ?? append(editor, flow, kind, output)
  }
  const place = placeFor(flow, kind, centre)
  if (!place) {
    refusePlace(editor, kind)
    return null
  }
  let id = ''
  editor.edit(`Add ${kind.title}`, (draft) => {
    id = addNew(draft, kind, place)
  })
  announceAdded(editor, id)
  return id
}

/** A layer whose params do not suit what comes in goes there all the same: it is marked, and setting them is the next thing to do. */
function addWithoutFitting(editor: Editor, flow: Flow, kind: AnyKind, before: NodeId): NodeId | null {
  const { document } = flow.input
  const [output, ...others] = portsOf(document, before).outputs
  if (kind.role !== 'layer' || kind.inputs === 'variadic' || kind.inputs.length > 1) return null
  if (!output || others.length > 0 || document.nodes[before]!.parent === undefined) return null
  const from = formatEndpoint(before, output.name)
  const [only, ...more] = wiresOf(document, before).outOf
  const inserted = only && more.length === 0 ? insertKind(editor, flow, kind, only.to, { whateverShape: true }) : null
  return inserted ?? append(editor, flow, kind, from, wireProblem)
}

/** The node that is selected; for a layer that is added to a network, the one at which its row ends. */
function lastBefore(flow: Flow, kind: AnyKind): NodeId | null {
  const { document, selection } = flow.input
  const [only, ...more] = selection.nodes
  if (only === undefined || more.length > 0 || !document.nodes[only]) return null
  if (roleOf(document, only) !== 'network' || kind.role !== 'layer') return only
  const output = onlyChild(flow, only, 'output')
  const source = output === null ? null : sourceOf(document, `${output}.in`)
  return source === null ? onlyChild(flow, only, 'input') : source.slice(0, source.indexOf('.'))
}

function onlyChild({ input: { document } }: Flow, network: NodeId, role: 'input' | 'output'): NodeId | null {
  const [only, ...more] = childrenOf(document, network).filter((id) => roleOf(document, id) === role)
  return only !== undefined && more.length === 0 ? only : null
}

function fittingOutput({ input: { document } }: Flow, node: NodeId, kind: AnyKind): Endpoint | null {
  const { outputs, calls } = portsOf(document, node)
  const ends = calls.flatMap((call) => outputs.map(({ name }) => formatEndpoint(node, name, call)))
  // A network that is added brings an input of its own, which is not there to be asked yet.
  if (kind.role === 'network') return document.nodes[node]!.parent === undefined ? (ends[0] ?? null) : null
  return ends.find((endpoint) => fittingPort(document, kind, { endpoint, side: 'output' }) !== null) ?? null
}

/** Puts a node behind an output. At the end of a network's only row it is wired to the network's output as well. */
function append(
  editor: Editor,
  flow: Flow,
  kind: AnyKind,
  from: Endpoint,
  check: typeof wireProblem | typeof checkWire = checkWire,
): NodeId {
  const { document } = flow.input
  const source = from.slice(0, from.indexOf('.'))
  const { parent } = document.nodes[source]!
  const port = kind.role === 'network' ? null : fittingPort(document, kind, { endpoint: from, side: 'output' })
  const output = parent === undefined ? null : onlyChild(flow, parent, 'output')
  const free = output !== null && sourceOf(document, `${output}.in`) === null ? output : null
  const place = behind(flow, source, kind, free)
  let id = ''
  editMakingWay(editor, `Add ${kind.title}`, (draft) => {
    if (free !== null) {
      const [left, right] = [rectOf(flow, source)!, rectOf(flow, free)!]
      const missingPx = left.x + left.width + BESIDE_PX + CARD_WIDTH_PX + BESIDE_PX - right.x
      if (right.x >= left.x + left.width) makeRoom(draft, flow, { from: free, byPx: missingPx })
    }
    id = addNew(draft, kind, place)
    const input = port ?? portsOf(draft, id).inputs[0]?.name
    if (input !== undefined) connectIfFits(draft, from, `${id}.${input}`, check)
    const [out] = portsOf(draft, id).outputs
    if (free !== null && out) connectIfFits(draft, `${id}.${out.name}`, `${free}.in`, check)
  })
  announceAdded(editor, id)
  return id
}

function connectIfFits(
  draft: GraphDocument,
  from: Endpoint,
  to: Endpoint,
  check: typeof wireProblem | typeof checkWire,
): void {
  if (check(freeze(current(draft), true), from, to) === null) connect(draft, { from, to })
}

/** A card with a summary of two lines, about. */
const CARD_HEIGHT_PX = 96
const GAP_PX = 24

/** To the right of a node and clear of all others but `moving`, which makes room. */
function behind(flow: Flow, node: NodeId, kind: AnyKind, moving: NodeId | null): Place {
  const { parent } = flow.input.document.nodes[node]!
  const { x, y, width } = rectOf(flow, node)!
  const corner = { x: x + width + BESIDE_PX, y }
  if (parent === undefined) return { parent, position: clearOf(flow, kind, freeCorner(flow, corner)) }
  const origin = flow.input.document.nodes[parent]!.position
  const siblings = flow.nodes.filter(({ parentId, id }) => parentId === parent && id !== moving)
  const rects = siblings.map(({ id }) => rectOf(flow, id)!)
  const top = below(rects, { ...corner, width: CARD_WIDTH_PX, height: CARD_HEIGHT_PX })
  return { parent, position: { x: corner.x - origin.x, y: top - origin.y } }
}

/** The highest place under `rect`, or its own, at which it covers none of the others. */
function below(others: readonly Rect[], rect: Rect): number {
  let y = rect.y
  for (let hit: Rect | undefined; ; y = hit.y + hit.height + GAP_PX) {
    hit = others.find((other) => overlap(other, { ...rect, y }))
    if (!hit) return y
  }
}
