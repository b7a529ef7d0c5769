/** @file What a command is. Toolbar, menus, keys, the command palette and the list of shortcuts are all made from commands. */
import type { EditorState } from '../state'
import type { Editor } from '../store'

/** Sections of the lists in which commands are shown, in this order. */
export const COMMAND_GROUPS = [
  'Train',
  'Edit',
  'Select',
  'Build',
  'Networks',
  'Arrange',
  'View',
  'File',
  'Help',
] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

export interface Command<Name extends string = string> {
  /** In kebab case. */
  name: Name
  /** A verb and its object, as a menu says it: `Lay out everything`. */
  label: string
  group: CommandGroup
  /** More words that people search for. */
  keywords?: readonly string[]
  /** Keys, the one to show first. `Mod` is Cmd on a Mac and Ctrl elsewhere. They work wherever the focus is, except while somebody types. */
  shortcuts: readonly string[]
  /** Left out: always. */
  enabled?(state: EditorState): boolean
  /** Why it has to wait when it is not enabled, and what mends that. Left out where `enabled` is one of those below. */
  because?: string
  /** False: it has keys or buttons of its own and would only be in the way in a context menu. */
  inContextMenu?: false
  /** It needs no selection, but has to do with this one: then it stands in the context menu of that too. */
  concerns?(state: EditorState): boolean
  /** For a switch: whether it is on. */
  checked?(state: EditorState): boolean
  /** Resolves when all of it is done; most commands are done at once. */
  run(editor: Editor, page: PageCommands): void | Promise<void>
}

/** The parts of the page, in the order in which F6 goes through them; each has a key of its own. */
export const REGIONS = [
  ['palette', 'Palette', 'Alt+1'],
  ['canvas', 'Canvas', 'Alt+2'],
  ['inspector', 'Inspector', 'Alt+3'],
  ['problems', 'Problems', 'Alt+4'],
  ['training', 'Training', 'Alt+5'],
] as const
export type Region = (typeof REGIONS)[number][1]

/** What only a page can do. */
export interface PageCommands {
  open(): void
  save(): void
  clipboard: ClipboardAccess
  /** Puts the keyboard into a part of the page: by name, or the next or the previous one. */
  focusRegion(where: Region | 1 | -1): void
  startTour(): void
  /** Turns the mode in which pointing explains on, or off. */
  toggleWhatIsThis(): void
}

/** The clipboard of the system; where that is forbidden, one of the page's own. */
export interface ClipboardAccess {
  write(text: string): void
  /** `null` when nothing can be read. */
  read(): Promise<string | null>
}

/** Keeps the names of a list of commands as a type. */
export const commandList = <const Name extends string>(commands: readonly Command<Name>[]): readonly Command<Name>[] =>
  commands

export const hasSelection = ({ selection }: EditorState): boolean => selection.nodes.size + selection.wires.size > 0
export const hasNodes = ({ selection }: EditorState): boolean => selection.nodes.size > 0
export const isTraining = ({ run }: EditorState): boolean => run.status === 'running' || run.status === 'starting'

export const isEnabled = ({ enabled }: Command, state: EditorState): boolean => enabled?.(state) ?? true

const REASONS: readonly (readonly [Command['enabled'], string])[] = [
  [hasNodes, 'Select a node first.'],
  [hasSelection, 'Select something first.'],
  [isTraining, 'Nothing is training.'],
]

/** Why a command that is not enabled has to wait. */
export const reasonOf = ({ because, enabled }: Command): string =>
  because ?? REASONS.find(([test]) => test === enabled)?.[1] ?? 'Not possible now.'
