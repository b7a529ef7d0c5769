/** @file Commands: history, removing, and the clipboard. */
import { copySelection, cutSelection, duplicateSelection, pasteText, sayNothingToPaste } from '../building/clipboard'
import { removeAndHeal } from '../building/removing'
import type { Editor } from '../store'
import { commandList, hasNodes, hasSelection, type PageCommands } from './command'

export const editCommands = commandList([
  {
    name: 'undo',
    label: 'Undo',
    group: 'Edit',
    shortcuts: ['Mod+Z'],
    enabled: ({ history }) => history.done.length > 0,
    because: 'Nothing was done yet.',
    run: (editor) => editor.undo(),
  },
  {
    name: 'redo',
    label: 'Redo',
    group: 'Edit',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    enabled: ({ history }) => history.undone.length > 0,
    because: 'Nothing was undone.',
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
    name: 'delete-and-heal',
    label: 'Delete and join what it joined',
    group: 'Edit',
    keywords: ['heal', 'remove', 'splice out'],
    shortcuts: ['Mod+Delete', 'Mod+Backspace'],
    enabled: hasNodes,
    run: removeAndHeal,
  },
  {
    name: 'duplicate',
    label: 'Duplicate',
    group: 'Edit',
    keywords: ['copy', 'clone'],
    shortcuts: ['Mod+D'],
    enabled: hasNodes,
    run: duplicateSelection,
  },
  {
    name: 'copy',
    label: 'Copy',
    group: 'Edit',
    shortcuts: ['Mod+C'],
    enabled: hasNodes,
    run: (editor, page) => keep(page, copySelection(editor)),
  },
  {
    name: 'cut',
    label: 'Cut',
    group: 'Edit',
    shortcuts: ['Mod+X'],
    enabled: hasNodes,
    run: (editor, page) => keep(page, cutSelection(editor)),
  },
  {
    name: 'paste',
    label: 'Paste',
    group: 'Edit',
    shortcuts: ['Mod+V'],
    run: (editor, page) => paste(editor, page, false),
  },
  {
    name: 'paste-with-wires',
    label: 'Paste with incoming wires',
    group: 'Edit',
    keywords: ['connect', 'keep links'],
    shortcuts: ['Mod+Shift+V'],
    run: (editor, page) => paste(editor, page, true),
  },
])

function keep(page: PageCommands, text: string | null): void {
  if (text !== null) page.clipboard.write(text)
}

async function paste(editor: Editor, page: PageCommands, withIncoming: boolean): Promise<void> {
  const text = await page.clipboard.read()
  if (text === null || pasteText(editor, text, { withIncoming }) === 'foreign') sayNothingToPaste(editor)
}
