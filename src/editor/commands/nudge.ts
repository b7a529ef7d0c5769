/** @file Commands: moving what is selected by the arrow keys. With the grid on, from one of its lines to the next. */

import { absolutePosition } from '../flow/geometry'
import { GRID_PX, gridStep } from '../placing/snapping'
import { type Editor, topmost } from '../store'
import { commandList, hasNodes } from './command'

const NUDGE_PX = 4
const NUDGE_FAR_PX = 40

const WAYS = [
  ['left', 'ArrowLeft', -1, 0],
  ['right', 'ArrowRight', 1, 0],
  ['up', 'ArrowUp', 0, -1],
  ['down', 'ArrowDown', 0, 1],
] as const

/** Moves the selection by px, or with the grid on by as many of its lines, the first of the nodes from line to line. */
function nudge(editor: Editor, { way, x, y }: { way: string; x: number; y: number }, distancePx: number): void {
  const { selection, preferences } = editor.getState()
  const document = editor.document()
  const first = document.nodes[topmost(document, selection.nodes)[0] ?? '']
  if (!preferences.snap || !first) {
    editor.nudgeSelection(x * distancePx, y * distancePx)
    editor.announce(`Moved ${way} by ${distancePx}.`)
    return
  }
  const steps = Math.max(1, Math.round(distancePx / GRID_PX))
  const at = absolutePosition(document, first.position, first.parent)
  const [dx, dy] = [gridStep(at.x, x * steps) - at.x, gridStep(at.y, y * steps) - at.y]
  editor.nudgeSelection(dx, dy)
  editor.announce(`Moved ${way} by ${Math.abs(dx + dy)}.`)
}

export const nudgeCommands = [
  ...commandList(
    WAYS.map(([way, key, x, y]) => ({
      name: `nudge-${way}` as const,
      label: `Move ${way}`,
      group: 'Arrange',
      shortcuts: [key],
      enabled: hasNodes,
      inContextMenu: false,
      run: (editor) => nudge(editor, { way, x, y }, NUDGE_PX),
    })),
  ),
  ...commandList(
    WAYS.map(([way, key, x, y]) => ({
      name: `nudge-${way}-far` as const,
      label: `Move far ${way}`,
      group: 'Arrange',
      shortcuts: [`Shift+${key}`],
      enabled: hasNodes,
      inContextMenu: false,
      run: (editor) => nudge(editor, { way, x, y }, NUDGE_FAR_PX),
    })),
  ),
]
