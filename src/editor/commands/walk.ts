/** @file Commands: going from node to node and from region to region without a pointer. */
import type { NodeId } from '../../graph/document'
import { flowOf, rectOf } from '../flow/flow'
import type { Rect } from '../flow/geometry'
import type { EditorState } from '../state'
import type { Editor } from '../store'
import { type Along, type Direction, firstNode, nearestTowards, neighboursAlong, wiringText } from '../walking'
import { commandList, REGIONS } from './command'

const hasAny = ({ history }: EditorState): boolean => Object.keys(history.document.nodes).length > 0

/** Where the walk stands: the node that was selected last. */
const standing = ({ selection }: EditorState): NodeId | null => [...selection.nodes].at(-1) ?? null

function goTo(editor: Editor, node: NodeId, others: readonly NodeId[]): void {
  editor.select({ nodes: [node] })
  editor.canvas()?.focus(node)
  const choice = others.length > 1 ? ` ${others.length} ways: ${others.join(', ')}.` : ''
  editor.announce(`${wiringText(editor.document(), node)}${choice}`.trim())
}

function walk(editor: Editor, along: Along): void {
  const document = editor.document()
  const from = standing(editor.getState())
  const found =
    from === null
      ? [firstNode(document, editor.getState().entered)].filter((id) => id !== null)
      : neighboursAlong(document, from, along)
  const shown = found.map((id) => visible(editor, id))
  const [next] = shown
  if (next === undefined) editor.announce(along === 'downstream' ? 'Nothing follows.' : 'Nothing comes before.')
  else goTo(editor, next, shown)
}

/** A node in a closed network is reached at the box of the network. */
function visible(editor: Editor, id: NodeId): NodeId {
  const document = editor.document()
  const parent = document.nodes[id]?.parent
  return parent !== undefined && document.nodes[parent]?.collapsed === true ? parent : id
}

function step(editor: Editor, direction: Direction): void {
  const { history, compilation, selection, entered } = editor.getState()
  const flow = flowOf({ document: history.document, compilation, selection, dragged: {}, entered }, null)
  const from = standing(editor.getState())
  const rects = new Map<NodeId, Rect>()
  // Frames lie around their nodes, so their middle says nothing; they are reached along the wires and by Tab.
  for (const { id, type } of flow.nodes) {
    const rect = type === 'frame' && id !== from ? null : rectOf(flow, id)
    if (rect) rects.set(id, rect)
  }
  const next = from === null ? firstNode(history.document, entered) : nearestTowards(rects, from, direction)
  if (next === null) editor.announce(`Nothing lies further ${direction}.`)
  else goTo(editor, next, [])
}

const WAYS = [
  ['left', 'ArrowLeft'],
  ['right', 'ArrowRight'],
  ['up', 'ArrowUp'],
  ['down', 'ArrowDown'],
] as const

export const walkCommands = [
  ...commandList([
    {
      name: 'go-downstream',
      label: 'Go along the wire to what follows',
      group: 'Select',
      keywords: ['next', 'focus', 'walk'],
      shortcuts: [']'],
      inContextMenu: false,
      enabled: hasAny,
      run: (editor) => walk(editor, 'downstream'),
    },
    {
      name: 'go-upstream',
      label: 'Go along the wire to what comes before',
      group: 'Select',
      keywords: ['previous', 'focus', 'walk'],
      shortcuts: ['['],
      inContextMenu: false,
      enabled: hasAny,
      run: (editor) => walk(editor, 'upstream'),
    },
  ]),
  ...commandList(
    WAYS.map(([way, key]) => ({
      name: `go-${way}` as const,
      label: `Go to the nearest node ${way === 'left' || way === 'right' ? `on the ${way}` : way === 'up' ? 'above' : 'below'}`,
      group: 'Select',
      keywords: ['focus', 'walk'],
      shortcuts: [`Alt+${key}`],
      inContextMenu: false,
      enabled: hasAny,
      run: (editor) => step(editor, way),
    })),
  ),
  ...commandList([
    {
      name: 'next-region',
      label: 'Go to the next part of the page',
      group: 'View',
      keywords: ['focus', 'panel', 'region'],
      shortcuts: ['F6'],
      inContextMenu: false,
      run: (_, page) => page.focusRegion(1),
    },
    {
      name: 'previous-region',
      label: 'Go to the previous part of the page',
      group: 'View',
      keywords: ['focus', 'panel', 'region'],
      shortcuts: ['Shift+F6'],
      inContextMenu: false,
      run: (_, page) => page.focusRegion(-1),
    },
  ]),
  ...commandList(
    REGIONS.map(([name, region, key]) => ({
      name: `go-to-${name}` as const,
      label: `Go to ${region}`,
      group: 'View',
      keywords: ['focus', 'panel', 'region'],
      shortcuts: [key],
      inContextMenu: false,
      run: (_, page) => page.focusRegion(region),
    })),
  ),
]
