/** @file Commands: help. */
import { kindOf } from '../../graph/kinds'
import { commandList, hasNodes } from './command'

export const helpCommands = commandList([
  {
    name: 'commands',
    label: 'All commands',
    group: 'Help',
    keywords: ['palette', 'find', 'search'],
    shortcuts: ['Mod+K'],
    run: (editor) => editor.openDialog({ kind: 'commands' }),
  },
  {
    name: 'shortcuts',
    label: 'Keyboard shortcuts',
    group: 'Help',
    keywords: ['keys', 'gestures', 'mouse'],
    shortcuts: ['?'],
    run: (editor) => editor.openDialog({ kind: 'shortcuts' }),
  },
  {
    name: 'about-selection',
    label: 'Help on the selected node',
    group: 'Help',
    keywords: ['docs', 'formula', 'paper', 'explain'],
    shortcuts: ['F1'],
    enabled: hasNodes,
    run(editor) {
      const [id] = editor.getState().selection.nodes
      const node = id === undefined ? undefined : editor.document().nodes[id]
      if (node) editor.openDialog({ kind: 'about-kind', name: kindOf(node).kind })
    },
  },
  {
    name: 'what-is-this',
    label: 'What is this?',
    group: 'Help',
    keywords: ['explain', 'tooltip', 'question'],
    shortcuts: ['Shift+F1'],
    run: (_, page) => page.toggleWhatIsThis(),
  },
  {
    name: 'tour',
    label: 'Take the tour',
    group: 'Help',
    keywords: ['introduction', 'tutorial', 'begin', 'learn'],
    shortcuts: [],
    run: (_, page) => page.startTour(),
  },
  {
    name: 'about',
    label: 'About Ganvas',
    group: 'Help',
    keywords: ['version', 'licence', 'privacy'],
    shortcuts: [],
    run: (editor) => editor.openDialog({ kind: 'about' }),
  },
])
