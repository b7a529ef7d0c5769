/** @file Commands: history and the clipboard. */
import { commandList, hasNodes, hasSelection } from './command'

export const editCommands = commandList([
  {
    name: 'undo',
    label: 'Undo',
    group: 'Edit',
    shortcuts: ['Mod+Z'],
    enabled: ({ history }) => history.done.length > 0,
    run: (editor) => editor.undo(),
  },
  {
    name: 'redo',
    label: 'Redo',
    group: 'Edit',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    enabled: ({ history }) => history.undone.length > 0,
    run: (editor) => editor.redo(),
  },
  {
    name: 'delete',
    label: 'Delete',
    group: 'Edit',
    shortcuts: ['Delete', 'Backspace'],
    enabled: hasSelection,
    run: (editor) => editor.removeSelection(),
  },
  {
    name: 'duplicate',
    label: 'Duplicate',
    group: 'Edit',
    shortcuts: ['Mod+D'],
    enabled: hasNodes,
    run: (editor) => editor.duplicateSelection(),
  },
  {
    name: 'copy',
    label: 'Copy',
    group: 'Edit',
    shortcuts: ['Mod+C'],
    enabled: hasNodes,
    run: (editor) => editor.copySelection(),
  },
  {
    name: 'cut',
    label: 'Cut',
    group: 'Edit',
    shortcuts: ['Mod+X'],
    enabled: hasNodes,
    run: (editor) => editor.cutSelection(),
  },
  { name: 'paste', label: 'Paste', group: 'Edit', shortcuts: ['Mod+V'], run: (editor) => editor.paste() },
])
