/**
 * @file What can be done, as a list: toolbar, menus, keys and the command palette all read it. To add a command: one entry in the file of
 * its topic; to add a topic: its file and one line here.
 */
import { buildCommands } from './build'
import { COMMAND_GROUPS, type Command } from './command'
import { editCommands } from './edit'
import { fileCommands } from './file'
import { helpCommands } from './help'
import { chordsOf, type KeyPress } from './keys'
import { layoutCommands } from './layout'
import { lookCommands } from './look'
import { networkCommands } from './networks'
import { nudgeCommands } from './nudge'
import { repairCommands } from './repair'
import { runCommands } from './run'
import { selectCommands } from './select'
import { viewCommands } from './view'
import { walkCommands } from './walk'

const all = [
  ...runCommands,
  ...editCommands,
  ...selectCommands,
  ...buildCommands,
  ...walkCommands,
  ...viewCommands,
  ...lookCommands,
  ...networkCommands,
  ...repairCommands,
  ...nudgeCommands,
  ...layoutCommands,
  ...fileCommands,
  ...helpCommands,
]

export type CommandName = (typeof all)[number]['name']

export const commands: readonly Command<CommandName>[] = all

const byName = new Map(commands.map((command) => [command.name, command]))

export const commandNamed = (name: CommandName): Command<CommandName> => byName.get(name)!

/** All commands under the headings of lists. */
export const commandsByGroup = COMMAND_GROUPS.map((group) => ({
  group,
  commands: commands.filter((command) => command.group === group),
}))

/** What a key press means. */
export interface KeyMeaning {
  command: Command<CommandName> | null
  /** It may be the first of two key presses that a shortcut such as `Alt+A L` takes: hand this in with the next one. */
  begun: string | null
}

/** Reads a key press after one that began a shortcut, or after none. */
export function readKey(press: KeyPress, mac: boolean, begun: string | null = null): KeyMeaning {
  const chords = chordsOf(press, mac)
  const find = (prefix: string) =>
    commands.find(({ shortcuts }) => chords.some((chord) => shortcuts.includes(`${prefix}${chord}`)))
  if (begun !== null) {
    // Whoever has not yet let go of the keys of the first press means the same.
    const letters = chords.map((chord) => chord.split('+').at(-1))
    const command =
      find(`${begun} `) ??
      commands.find(({ shortcuts }) => letters.some((letter) => shortcuts.includes(`${begun} ${letter}`)))
    if (command) return { command, begun: null }
  }
  const first = chords.find((chord) =>
    commands.some(({ shortcuts }) => shortcuts.some((shortcut) => shortcut.startsWith(`${chord} `))),
  )
  return { command: find('') ?? null, begun: first ?? null }
}

/** The command of a single key press; `null` when it has none. */
export const commandForKey = (press: KeyPress, mac: boolean): Command<CommandName> | null => readKey(press, mac).command
