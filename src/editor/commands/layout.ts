/** @file Commands: where nodes lie. Keys of aligning as in Node-RED: Alt+A, then the first letter. */
import { kindOf } from '../../graph/kinds'
import type { Alignment, Direction } from '../placing/align'
import { alignSelection, distributeSelection, layOutGraph } from '../placing/arrange'
import type { EditorState } from '../state'
import { commandList } from './command'

const ALIGNMENTS = [
  ['left', 'L', 'Align left edges'],
  ['centre', 'C', 'Align centres'],
  ['right', 'R', 'Align right edges'],
  ['top', 'T', 'Align top edges'],
  ['middle', 'M', 'Align middles'],
  ['bottom', 'B', 'Align bottom edges'],
] as const satisfies readonly (readonly [Alignment, string, string])[]

const DIRECTIONS = [
  ['across', 'H', 'Space evenly across'],
  ['down', 'V', 'Space evenly down'],
] as const satisfies readonly (readonly [Direction, string, string])[]

const hasSeveral =
  (least: number) =>
  ({ selection }: EditorState): boolean =>
    selection.nodes.size >= least

/** One network has an inside to be laid out; of other nodes it takes two. */
const canLayOutSelection = ({ selection, history }: EditorState): boolean =>
  selection.nodes.size > 1 || [...selection.nodes].some((id) => kindOf(history.document.nodes[id]!).role === 'network')

export const layoutCommands = [
  ...commandList([
    {
      name: 'lay-out',
      label: 'Lay out everything',
      group: 'Arrange',
      keywords: ['layout', 'auto', 'tidy', 'arrange', 'clean up'],
      shortcuts: ['Shift+L'],
      enabled: ({ history }) => Object.keys(history.document.nodes).length > 0,
      run: (editor) => layOutGraph(editor, 'everything'),
    },
    {
      name: 'lay-out-selection',
      label: 'Lay out selection',
      group: 'Arrange',
      keywords: ['layout', 'auto', 'tidy', 'arrange', 'clean up'],
      shortcuts: ['Alt+L'],
      enabled: canLayOutSelection,
      run: (editor) => layOutGraph(editor, 'selection'),
    },
  ]),
  ...commandList(
    ALIGNMENTS.map(([to, letter, label]) => ({
      name: `align-${to}` as const,
      label,
      group: 'Arrange',
      shortcuts: [`Alt+A ${letter}`],
      enabled: hasSeveral(2),
      run: (editor) => alignSelection(editor, to),
    })),
  ),
  ...commandList(
    DIRECTIONS.map(([direction, letter, label]) => ({
      name: `distribute-${direction}` as const,
      label,
      group: 'Arrange',
      keywords: ['distribute', 'gaps'],
      shortcuts: [`Alt+A ${letter}`],
      enabled: hasSeveral(3),
      run: (editor) => distributeSelection(editor, direction),
    })),
  ),
]
