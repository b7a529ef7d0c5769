/** @file Commands: looking into the machine. */
import { roleOf } from '../../graph/queries'
import type { EditorState } from '../state'
import { commandList } from './command'

/** The one network that is selected, or that the one selected node stands in; `null` for the whole graph. */
export function networkInHand({ selection, history: { document } }: EditorState): string | null {
  const [only] = selection.nodes
  if (only === undefined || selection.nodes.size > 1) return null
  return roleOf(document, only) === 'network' ? only : (document.nodes[only]?.parent ?? null)
}

export const lookCommands = commandList([
  {
    name: 'summary',
    label: 'Summary',
    group: 'View',
    keywords: ['table', 'layers', 'parameters', 'flops', 'memory', 'cost', 'keras'],
    shortcuts: [],
    run: (editor) => editor.openDialog({ kind: 'summary', network: networkInHand(editor.getState()) }),
  },
  {
    name: 'heat',
    label: 'Heat of the layers',
    group: 'View',
    keywords: ['gradient norm', 'vanishing', 'exploding', 'dead units', 'relu', 'update ratio', 'learning'],
    shortcuts: [],
    checked: ({ preferences }) => preferences.heat,
    run: (editor) => editor.setPreferences({ heat: !editor.getState().preferences.heat }),
  },
  {
    name: 'look-inside',
    label: 'Look inside layers',
    group: 'View',
    keywords: ['activations', 'feature maps', 'histogram', 'dead units'],
    shortcuts: [],
    checked: ({ preferences }) => preferences.lookInside,
    run: (editor) => editor.setPreferences({ lookInside: !editor.getState().preferences.lookInside }),
  },
])
