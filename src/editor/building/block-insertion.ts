/** @file Putting a block into a graph: at a place, behind what is selected, or into a wire. */
import { produce } from 'immer'
import { type Endpoint, type GraphDocument, type NodeId, parseEndpoint } from '../../graph/document'
import { type Fragment, placeFragment, renamedEndpoint } from '../../graph/fragment'
import { rootsOf } from '../../graph/fragment-file'
import { kindOf } from '../../graph/kinds'
import { sourceOf } from '../../graph/queries'
import { type Flow, rectOf } from '../flow/flow'
import { CARD_WIDTH_PX, type Point } from '../flow/geometry'
import { frameAt, mayLieInFrame } from '../flow/landing'
import { makeRoom } from '../placing/making-room'
import { editMakingWay } from '../placing/making-way'
import type { Editor } from '../store'
import { type Block, entrancesOf, exitsOf } from './blocks'
import { drawThrough, placeInWire, type Splice, spliceOf } from './inserting'
import { insertPiece, workedIn } from './pasting'

const roots = (fragment: Fragment) => rootsOf(fragment).map((id) => fragment.nodes[id]!)

const isOfLayers = (fragment: Fragment): boolean => roots(fragment).every((node) => mayLieInFrame(kindOf(node).role))

/** Upper left corner, and width, px. */
function extentOf(fragment: Fragment): Point & { width: number } {
  const positions = roots(fragment).map(({ position }) => position)
  const [left, right] = [Math.min(...positions.map(({ x }) => x)), Math.max(...positions.map(({ x }) => x))]
  return { x: left, y: Math.min(...positions.map(({ y }) => y)), width: right - left + CARD_WIDTH_PX }
}

/** Puts the middle of a block's top edge at a point of the canvas: into the network there if it may lie in one. */
export function addBlockAt(editor: Editor, flow: Flow, { fragment, name }: Block, point: Point): readonly NodeId[] {
  const { x, y, width } = extentOf(fragment)
  const frame = isOfLayers(fragment) ? frameAt(flow, point) : null
  return insertPiece(editor, fragment, {
    label: `Add ${name}`,
    withIncoming: false,
    parent: frame,
    offset: { x: Math.round(point.x - x - width / 2), y: Math.round(point.y - y - 24) },
  })
}

/** Puts a block where the work is: into the row behind what is selected, else into the network that is worked in, else in the middle. */
export function addBlock(editor: Editor, flow: Flow, block: Block, centre: Point): readonly NodeId[] {
  const { document, selection } = flow.input
  const [only, ...more] = selection.nodes
  if (only !== undefined && more.length === 0) {
    const wires = Object.entries(document.wires).filter(([, from]) => parseEndpoint(from)?.node === only)
    const [wire, ...others] = wires
    const into = wire && others.length === 0 ? insertBlock(editor, flow, block, wire[0]) : []
    if (into.length > 0) return into
  }
  const frame = isOfLayers(block.fragment) ? workedIn(editor) : null
  const rect = frame === null ? null : rectOf(flow, frame)
  if (frame === null || !rect) return addBlockAt(editor, flow, block, centre)
  const { x, y } = extentOf(block.fragment)
  return insertPiece(editor, block.fragment, {
    label: `Add ${block.name}`,
    withIncoming: false,
    parent: frame,
    offset: { x: Math.round(rect.x + 40 - x), y: Math.round(rect.y + rect.height - y - 16) },
  })
}

/** Whether a block of layers goes into a wire. */
export function insertionOfBlock(document: GraphDocument, fragment: Fragment, to: Endpoint): boolean {
  return isOfLayers(fragment) && trial(document, fragment, to) !== null
}

function trial(document: GraphDocument, fragment: Fragment, to: Endpoint): Splice | null {
  const parent = document.nodes[parseEndpoint(to)?.node ?? '']?.parent ?? null
  if (sourceOf(document, to) === null) return null
  let ids: ReadonlyMap<NodeId, NodeId> = new Map()
  const loose = produce(document, (draft) => {
    ids = placeFragment(draft, { fragment, offset: { x: 0, y: 0 }, parent }).ids
  })
  const renamed = (end: Endpoint) => renamedEndpoint(parseEndpoint(end)!, ids)
  const enters = entrancesOf(fragment).map((group) => group.flatMap((end) => renamed(end) ?? []))
  const leaves = exitsOf(fragment).flatMap((end) => renamed(end) ?? [])
  return spliceOf(loose, to, { enters: enters.filter((group) => group.length > 0), leaves })
}

/** Puts a block into a wire and moves what follows out of its way. Answers nothing when it does not fit. */
export function insertBlock(editor: Editor, flow: Flow, { fragment, name }: Block, to: Endpoint): readonly NodeId[] {
  const { document } = flow.input
  // The same ids are chosen again, so the ports that were found are those of the edit.
  const splice = isOfLayers(fragment) ? trial(document, fragment, to) : null
  if (!splice) return []
  const target = parseEndpoint(to)!.node
  const { parent } = document.nodes[target]!
  const extent = extentOf(fragment)
  const { place, missingPx } = placeInWire(flow, to, extent.width)
  const origin = parent === undefined ? { x: 0, y: 0 } : document.nodes[parent]!.position
  let added: readonly NodeId[] = []
  const done = editMakingWay(editor, `Insert ${name}`, (draft) => {
    makeRoom(draft, flow, { from: target, byPx: missingPx })
    const offset = {
      x: place.position.x + origin.x - extent.x,
      y: place.position.y + origin.y - extent.y,
    }
    added = placeFragment(draft, { fragment, offset, parent: parent ?? null }).roots
    drawThrough(draft, to, splice)
  })
  if (!done) return []
  editor.select({ nodes: added })
  editor.announce(`Inserted ${name} into the wire to ${to}.`)
  return added
}
