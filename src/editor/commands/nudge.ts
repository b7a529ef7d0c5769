/** @file Commands: moving what is selected by the arrow keys. */
import { commandList, hasNodes } from './command'

const NUDGE_PX = 4
const NUDGE_FAR_PX = 40

const WAYS = [
  ['left', 'ArrowLeft', -1, 0],
  ['right', 'ArrowRight', 1, 0],
  ['up', 'ArrowUp', 0, -1],
  ['down', 'ArrowDown', 0, 1],
] as const

export const nudgeCommands = [
  ...commandList(
    WAYS.map(([way, key, x, y]) => ({
      name: `nudge-${way}` as const,
      label: `Move ${way}`,
      group: 'Arrange',
      shortcuts: [key],
      enabled: hasNodes,
      run: (editor) => editor.nudgeSelection(x * NUDGE_PX, y * NUDGE_PX),
    })),
  ),
  ...commandList(
    WAYS.map(([way, key, x, y]) => ({
      name: `nudge-${way}-far` as const,
      label: `Move far ${way}`,
      group: 'Arrange',
      shortcuts: [`Shift+${key}`],
      enabled: hasNodes,
      run: (editor) => editor.nudgeSelection(x * NUDGE_FAR_PX, y * NUDGE_FAR_PX),
    })),
  ),
]
