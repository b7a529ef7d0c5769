/**
 * @file What can be done, as a list: toolbar, menus, keys and the command palette all read it. To add a command: one entry in the file of
 * its topic; to add a topic: its file and one line here.
 */
import { COMMAND_GROUPS, type Command } from './command'
import { editCommands } from './edit'
import { fileCommands } from './file'
import { helpCommands } from './help'
import { chordOf, type KeyPress } from './keys'
import { lookCommands } from './look'
import { nudgeCommands } from './nudge'
import { runCommands } from './run'
import { selectCommands } from './select'
import { viewCommands } from './view'

const all = [
  ...runCommands,
  ...editCommands,
  ...selectCommands,
  ...viewCommands,
  ...lookCommands,
  ...nudgeCommands,
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

/** The command of a key press; `null` when it has none. */
export function commandForKey(press: KeyPress, mac: boolean): Command | null {
  const chord = chordOf(press, mac)
  return commands.find((command) => command.shortcuts.includes(chord)) ?? null
}
