/** @file Putting a piece of a graph on the canvas: in which frame, where, with which of the wires that once reached it. */
import { current, freeze } from 'immer'
import { checkWire } from '../../compile/check-wire'
import { type NodeId, parseEndpoint } from '../../graph/document'
import { connect } from '../../graph/edits'
import { type Fragment, placeFragment, renamedEndpoint } from '../../graph/fragment'
import { rootsOf } from '../../graph/fragment-file'
import { kindOf } from '../../graph/kinds'
import { roleOf } from '../../graph/queries'
import { type Flow, flowOf, rectOf } from '../flow/flow'
import type { Point } from '../flow/geometry'
import { frameAt, mayLieInFrame } from '../flow/landing'
import { titleOf } from '../flow/view'
import { editMakingWay } from '../placing/making-way'
import type { Editor } from '../store'

/** Copies lie beside the original by this much. */
export const COPY_OFFSET_PX = 32
/** Below the nodes of a frame into which something is pasted from elsewhere. */
const BELOW_PX = 24

export interface Target {
  /** As `insertFragment` takes it: a frame, the canvas (`null`), or where each node came from (left out). */
  parent?: NodeId | null
  offset: Point
}

const NOT_DRAGGED = {}
const latest = new WeakMap<Editor, Flow>()

/** What is drawn now, as far as the editor knows it without a page. */
export function currentFlow(editor: Editor): Flow {
  const { history, compilation, selection, entered } = editor.getState()
  const before = latest.get(editor) ?? null
  const flow = flowOf({ document: history.document, compilation, selection, entered, dragged: NOT_DRAGGED }, before)
  latest.set(editor, flow)
  return flow
}

/**
 * Where a fragment goes. Layers go into the network under the pointer, else into the one that is worked in, else back to where they
 * came from, beside the originals; everything else goes to the pointer, or into the middle of what is seen. `times` is how often the
 * same was pasted at the same place before: each copy steps aside from the last.
 */
export function targetFor(editor: Editor, fragment: Fragment, times: number): Target {
  const document = editor.document()
  const roots = rootsOf(fragment).map((id) => fragment.nodes[id]!)
  const corner = {
    x: Math.min(...roots.map((node) => node.position.x)),
    y: Math.min(...roots.map((node) => node.position.y)),
  }
  const aside = times * COPY_OFFSET_PX
  const to = ({ x, y }: Point): Point => ({ x: Math.round(x - corner.x + aside), y: Math.round(y - corner.y + aside) })
  const canvas = editor.canvas()
  const pointer = canvas?.pointer() ?? null
  const beside = { offset: { x: aside + COPY_OFFSET_PX, y: aside + COPY_OFFSET_PX } }
  if (roots.every((node) => mayLieInFrame(kindOf(node).role))) {
    const flow = currentFlow(editor)
    const under = pointer && frameAt(flow, pointer)
    if (pointer && under !== null) return { parent: under, offset: to(pointer) }
    const origins = new Set(roots.map(({ parent }) => parent))
    const [origin] = origins
    const home = origins.size === 1 && origin !== undefined && roleOf(document, origin) === 'network' ? origin : null
    const working = workedIn(editor)
    if (working !== null && working !== home) {
      const frame = rectOf(flow, working)!
      const lefts = flow.nodes.flatMap((node) => leftIn(flow, node.id, working))
      const left = lefts.length > 0 ? Math.min(...lefts) : frame.x + 40
      return { parent: working, offset: to({ x: left, y: frame.y + frame.height - BELOW_PX }) }
    }
    if (home !== null) return beside
  }
  const at = pointer ?? canvas?.centre() ?? null
  return at ? { offset: to(at) } : beside
}

const leftIn = (flow: ReturnType<typeof flowOf>, id: NodeId, frame: NodeId): number[] =>
  flow.input.document.nodes[id]?.parent === frame ? [rectOf(flow, id)!.x] : []

/** The network in which people are working: the one that they entered, else the one that is selected, or in which all that is selected lies. */
export function workedIn(editor: Editor): NodeId | null {
  const { entered, selection } = editor.getState()
  if (entered !== null) return entered
  const document = editor.document()
  const frames = new Set(
    [...selection.nodes].map((id) => (roleOf(document, id) === 'network' ? id : document.nodes[id]?.parent)),
  )
  const [only] = frames
  return frames.size === 1 && only !== undefined ? only : null
}

export interface InsertOptions extends Target {
  /** What undo calls it. */
  label: string
  /** Draws the wires again that reached the fragment from outside: those whose source is still there, in the same frame, and fits. */
  withIncoming: boolean
}

/** Puts a fragment on the canvas as one step of undo and selects it. Answers its topmost nodes; none when it was refused. */
export function insertPiece(
  editor: Editor,
  fragment: Fragment,
  { label, withIncoming, ...target }: InsertOptions,
): readonly NodeId[] {
  let roots: readonly NodeId[] = []
  const done = editMakingWay(editor, label, (draft) => {
    const placed = placeFragment(draft, { fragment, ...target })
    roots = placed.roots
    if (!withIncoming) return
    const bare = freeze(current(draft), true)
    for (const [to, from] of Object.entries(fragment.incoming)) {
      const end = renamedEndpoint(parseEndpoint(to)!, placed.ids)
      if (end !== null && checkWire(bare, from, end) === null) connect(draft, { from, to: end })
    }
  })
  if (!done) return []
  showOutside(editor, roots)
  editor.select({ nodes: roots })
  return roots
}

/** Leaves the network that is entered when something that was put on the canvas cannot lie in it, and would not be seen. */
function showOutside(editor: Editor, roots: readonly NodeId[]): void {
  const { entered } = editor.getState()
  const document = editor.document()
  if (entered === null || roots.every((id) => document.nodes[id]?.parent === entered)) return
  editor.enter(null)
  const name = titleOf(document.nodes[entered]!)
  editor.notify({
    tone: 'info',
    text: `${name} was left, because a network holds only layers, inputs and outputs. The rest stands outside.`,
  })
}
