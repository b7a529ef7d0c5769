/** @file The commands of a context menu: read from the list of commands, so that whatever is added to it is offered where it applies. */
import { type EditorState, NOTHING_SELECTED } from '../state'
import { type Command, type CommandGroup, isEnabled } from './command'
import { type CommandName, commandsByGroup } from './index'

/** Where a context menu was asked for: on something that is selected by now, or on empty canvas. */
export type ContextPlace = 'selection' | 'canvas'

const GROUPS: Record<ContextPlace, readonly CommandGroup[]> = {
  selection: ['Edit', 'Build', 'Networks', 'Arrange', 'View', 'Select'],
  canvas: ['Edit', 'Select', 'Build', 'Networks', 'Arrange', 'View'],
}

/**
 * What can be done there now, by group. On a selection these are the commands that need one or have to do with this one; on empty canvas those that
 * need none.
 */
export function contextCommands(
  state: EditorState,
  place: ContextPlace,
): { group: CommandGroup; commands: Command<CommandName>[] }[] {
  const nothing = { ...state, selection: NOTHING_SELECTED }
  const applies = (command: Command): boolean =>
    command.inContextMenu !== false &&
    (place === 'canvas'
      ? isEnabled(command, nothing)
      : isEnabled(command, state) && (!isEnabled(command, nothing) || command.concerns?.(state) === true))
  return GROUPS[place].flatMap((name) => {
    const commands = commandsByGroup.find(({ group }) => group === name)?.commands.filter(applies) ?? []
    return commands.length > 0 ? [{ group: name, commands }] : []
  })
}
