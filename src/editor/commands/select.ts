/** @file Commands: what is selected. */
import { leaveNetwork } from '../building/networks'
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
    label: 'Select nothing, or leave the network',
    group: 'Select',
    shortcuts: ['Escape'],
    enabled: (state) => hasSelection(state) || state.entered !== null,
    run: (editor) => (hasSelection(editor.getState()) ? editor.clearSelection() : leaveNetwork(editor)),
    inContextMenu: false,
  },
])
