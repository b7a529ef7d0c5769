/** @file Laying out, aligning and distributing as acts of the user: one step of undo each, and said aloud. */
import type { NodeId } from '../../graph/document'
import { moveNodes } from '../../graph/edits'
import { type Flow, flowOf, rectOf } from '../flow/flow'
import type { Point } from '../flow/geometry'
import { titleOf } from '../flow/view'
import { layoutEngine } from '../layout/engine'
import { layOut } from '../layout/layout'
import { type Editor, topmost } from '../store'
import { type Alignment, alignShifts, type Direction, distributeShifts, type Rects } from './align'

/** Whoever edits faster than the engine answers gets the layout of what there is then; after so many tries, none. */
const MOST_TRIES = 3

const drawn = (editor: Editor): Flow => {
  const { history, compilation, selection } = editor.getState()
  return flowOf({ document: history.document, compilation, selection, dragged: {}, entered: null }, null)
}

/**
 * Lays out everything, or what is selected while the rest stays. The document changes at once when the engine has answered; the
 * canvas shows the way there. Resolves when all is done.
 */
export async function layOutGraph(editor: Editor, scope: 'everything' | 'selection'): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const document = editor.document()
    const { entered, selection } = editor.getState()
    const everything = entered === null ? null : new Set([entered])
    const chosen = scope === 'everything' ? everything : selection.nodes
    const result = await layoutEngine()
      .then((engine) => layOut(drawn(editor), chosen, engine))
      .catch(() => null)
    if (!result) {
      editor.notify({
        tone: 'error',
        text: 'The layout could not be computed. If the page is offline, connect it and try again: its layout engine is loaded at the first use.',
      })
      return
    }
    if (editor.document() !== document) {
      // Whoever went back in the history meanwhile wants nothing on top of it.
      if (editor.getState().history.undone.length > 0) return
      continue
    }
    if (!result.ok) {
      const name = titleOf(document.nodes[result.crowded]!)
      editor.notify({
        tone: 'warning',
        text: `There is no room in ${name} to lay out the selection without moving other nodes. Lay out everything, or select the whole network.`,
      })
      return
    }
    const label = scope === 'everything' ? 'Lay out everything' : 'Lay out selection'
    const arrived = await move(editor, label, result.positions)
    if (arrived && scope === 'everything') editor.canvas()?.fitView()
    return
  }
}

/** Moves nodes as one edit that the canvas shows as a glide. Resolves when they are there; to false when the user stepped in. */
async function move(editor: Editor, label: string, positions: Readonly<Record<NodeId, Point>>): Promise<boolean> {
  const before = editor.document()
  const count = Object.keys(positions).length
  if (count === 0) {
    editor.announce(`${label}: nothing had to move.`)
    return true
  }
  editor.edit(label, (draft) => moveNodes(draft, positions))
  editor.announce(`${label}: moved ${count} ${count === 1 ? 'node' : 'nodes'}.`)
  return (await editor.canvas()?.glideFrom(before)) ?? true
}

/** Puts edges or middles of the selected nodes in line; nodes of selected networks go with them. */
export const alignSelection = (editor: Editor, to: Alignment): void =>
  shift(editor, `Align ${EDGES[to]}`, (rects) => alignShifts(rects, to))

/** Makes the gaps between the selected nodes equal. */
export const distributeSelection = (editor: Editor, direction: Direction): void =>
  shift(editor, `Space evenly ${direction}`, (rects) => distributeShifts(rects, direction))

const EDGES: Record<Alignment, string> = {
  left: 'left edges',
  centre: 'centres',
  right: 'right edges',
  top: 'top edges',
  middle: 'middles',
  bottom: 'bottom edges',
}

function shift(editor: Editor, label: string, shiftsOf: (rects: Rects) => ReadonlyMap<NodeId, Point>): void {
  const document = editor.document()
  const flow = drawn(editor)
  const ids = topmost(document, editor.getState().selection.nodes)
  const shifts = shiftsOf(new Map(ids.map((id) => [id, rectOf(flow, id)!])))
  const moved = [...shifts].filter(([, { x, y }]) => x !== 0 || y !== 0)
  const places = moved.map(([id, { x, y }]) => {
    const { position } = document.nodes[id]!
    return [id, { x: position.x + x, y: position.y + y }] as const
  })
  void move(editor, label, Object.fromEntries(places))
}
