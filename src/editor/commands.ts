/**
 * @file What can be done, as a list: toolbar, menus and keys all read it. A command's keys work wherever the focus is, except
 * while somebody types.
 */
import type { EditorState } from './state'
import type { Editor } from './store'

export interface Command {
  name: CommandName
  label: string
  /** Keys, the one to show first. `Mod` is Cmd on a Mac and Ctrl elsewhere. */
  shortcuts: readonly string[]
  enabled(state: EditorState): boolean
  run(editor: Editor, page: PageCommands): void
}

/** What only a page can do. */
export interface PageCommands {
  open(): void
  save(): void
}

export type CommandName =
  | 'undo'
  | 'redo'
  | 'delete'
  | 'duplicate'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'select-all'
  | 'select-none'
  | 'new'
  | 'templates'
  | 'open'
  | 'save'
  | 'share'
  | 'shortcuts'
  | 'train'
  | 'pause'
  | 'train-or-pause'
  | 'step'
  | 'reset'
  | 'fit-view'
  | NudgeName

type NudgeName = `nudge-${'left' | 'right' | 'up' | 'down'}` | `nudge-${'left' | 'right' | 'up' | 'down'}-far`

const always = () => true
const hasSelection = ({ selection }: EditorState) => selection.nodes.size + selection.wires.size > 0
const hasNodes = ({ selection }: EditorState) => selection.nodes.size > 0
const isTraining = ({ run }: EditorState) => run.status === 'running' || run.status === 'starting'

const NUDGE_PX = 4
const NUDGE_FAR_PX = 40

const nudges: readonly Command[] = (
  [
    ['left', 'ArrowLeft', -1, 0],
    ['right', 'ArrowRight', 1, 0],
    ['up', 'ArrowUp', 0, -1],
    ['down', 'ArrowDown', 0, 1],
  ] as const
).flatMap(([way, key, x, y]) => [
  {
    name: `nudge-${way}` as const,
    label: `Move ${way}`,
    shortcuts: [key],
    enabled: hasNodes,
    run: (editor) => editor.nudgeSelection(x * NUDGE_PX, y * NUDGE_PX),
  },
  {
    name: `nudge-${way}-far` as const,
    label: `Move far ${way}`,
    shortcuts: [`Shift+${key}`],
    enabled: hasNodes,
    run: (editor) => editor.nudgeSelection(x * NUDGE_FAR_PX, y * NUDGE_FAR_PX),
  },
])

export const commands: readonly Command[] = [
  {
    name: 'train-or-pause',
    label: 'Train or pause',
    shortcuts: ['Mod+Enter'],
    enabled: always,
    run: (editor) => (isTraining(editor.getState()) ? editor.pause() : editor.train()),
  },
  {
    name: 'train',
    label: 'Train',
    shortcuts: [],
    enabled: (state) => !isTraining(state),
    run: (editor) => editor.train(),
  },
  { name: 'pause', label: 'Pause', shortcuts: [], enabled: isTraining, run: (editor) => editor.pause() },
  {
    name: 'step',
    label: 'Step',
    shortcuts: ['Mod+Shift+Enter'],
    enabled: (state) => !isTraining(state),
    run: (editor) => editor.step(),
  },
  {
    name: 'reset',
    label: 'Reset',
    shortcuts: [],
    enabled: ({ run }) => run.status !== 'idle',
    run: (editor) => editor.reset(),
  },
  {
    name: 'undo',
    label: 'Undo',
    shortcuts: ['Mod+Z'],
    enabled: ({ history }) => history.done.length > 0,
    run: (editor) => editor.undo(),
  },
  {
    name: 'redo',
    label: 'Redo',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    enabled: ({ history }) => history.undone.length > 0,
    run: (editor) => editor.redo(),
  },
  {
    name: 'delete',
    label: 'Delete',
    shortcuts: ['Delete', 'Backspace'],
    enabled: hasSelection,
    run: (editor) => editor.removeSelection(),
  },
  {
    name: 'duplicate',
    label: 'Duplicate',
    shortcuts: ['Mod+D'],
    enabled: hasNodes,
    run: (editor) => editor.duplicateSelection(),
  },
  { name: 'copy', label: 'Copy', shortcuts: ['Mod+C'], enabled: hasNodes, run: (editor) => editor.copySelection() },
  { name: 'cut', label: 'Cut', shortcuts: ['Mod+X'], enabled: hasNodes, run: (editor) => editor.cutSelection() },
  { name: 'paste', label: 'Paste', shortcuts: ['Mod+V'], enabled: always, run: (editor) => editor.paste() },
  {
    name: 'select-all',
    label: 'Select all',
    shortcuts: ['Mod+A'],
    enabled: always,
    run: (editor) => editor.selectAll(),
  },
  {
    name: 'select-none',
    label: 'Select nothing',
    shortcuts: ['Escape'],
    enabled: hasSelection,
    run: (editor) => editor.clearSelection(),
  },
  { name: 'new', label: 'New graph', shortcuts: [], enabled: always, run: (editor) => editor.newDocument() },
  {
    name: 'templates',
    label: 'Templates',
    shortcuts: [],
    enabled: always,
    run: (editor) => editor.openDialog({ kind: 'templates' }),
  },
  { name: 'open', label: 'Open', shortcuts: ['Mod+O'], enabled: always, run: (_, page) => page.open() },
  { name: 'save', label: 'Save', shortcuts: ['Mod+S'], enabled: always, run: (_, page) => page.save() },
  {
    name: 'share',
    label: 'Share',
    shortcuts: [],
    enabled: always,
    run: (editor) => editor.openDialog({ kind: 'share' }),
  },
  {
    name: 'fit-view',
    label: 'Show everything',
    shortcuts: ['Shift+1'],
    enabled: always,
    run: (editor) => editor.canvas()?.fitView(),
  },
  {
    name: 'shortcuts',
    label: 'Keyboard shortcuts',
    shortcuts: ['?'],
    enabled: always,
    run: (editor) => editor.openDialog({ kind: 'shortcuts' }),
  },
  ...nudges,
]

const byName = new Map(commands.map((command) => [command.name, command]))

export const commandNamed = (name: CommandName): Command => byName.get(name)!

export interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** `Mod+Shift+Z` of a key press. Signs that need Shift (`?`) stand for themselves; digits count by their place on the keyboard. */
export function chordOf(press: KeyPress, mac: boolean): string {
  const digit = /^Digit(\d)$/.exec(press.code)?.[1]
  const key = digit ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key)
  const sign = key.length === 1 && !/[A-Z0-9]/.test(key)
  return [
    (mac ? press.metaKey : press.ctrlKey) && 'Mod',
    (mac ? press.ctrlKey : press.metaKey) && 'Other',
    press.altKey && 'Alt',
    press.shiftKey && !sign && 'Shift',
    key,
  ]
    .filter(Boolean)
    .join('+')
}

/** The command of a key press; `null` when it has none. */
export function commandForKey(press: KeyPress, mac: boolean): Command | null {
  const chord = chordOf(press, mac)
  return commands.find((command) => command.shortcuts.includes(chord)) ?? null
}

/** A shortcut as people read it: `⌘⇧Z`, `Ctrl+Shift+Z`. */
export function shortcutText(shortcut: string, mac: boolean): string {
  const names: Record<string, string> = mac
    ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Backspace: '⌫', Delete: '⌦' }
    : { Mod: 'Ctrl' }
  const arrows: Record<string, string> = {
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
  }
  return shortcut
    .split('+')
    .map((part) => names[part] ?? arrows[part] ?? part)
    .join(mac ? '' : '+')
}
