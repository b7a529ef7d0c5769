/** @file Commands: what is seen. */
import { commandList } from './command'

export const viewCommands = commandList([
  {
    name: 'fit-view',
    label: 'Show everything',
    group: 'View',
    shortcuts: ['Shift+1'],
    run: (editor) => editor.canvas()?.fitView(),
  },
])
