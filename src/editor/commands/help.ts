/** @file Commands: help. */
import { commandList } from './command'

export const helpCommands = commandList([
  {
    name: 'shortcuts',
    label: 'Keyboard shortcuts',
    group: 'Help',
    shortcuts: ['?'],
    run: (editor) => editor.openDialog({ kind: 'shortcuts' }),
  },
])
