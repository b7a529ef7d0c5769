/** @file Commands: what is selected. */
import { commandList, hasSelection } from './command'

export const selectCommands = commandList([
  {
    name: 'select-all',
    label: 'Select all',
    group: 'Select',
    shortcuts: ['Mod+A'],
    run: (editor) => editor.selectAll(),
  },
  {
    name: 'select-none',
    label: 'Select nothing',
    group: 'Select',
    shortcuts: ['Escape'],
    enabled: hasSelection,
    inContextMenu: false,
    run: (editor) => editor.clearSelection(),
  },
])
