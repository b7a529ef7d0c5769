/** @file Runs commands of the list for buttons, menus and keys. */
import { useEffect } from 'react'
import { type CommandName, commandNamed, readKey } from '../editor/commands'
import { type Command, isEnabled } from '../editor/commands/command'
import { shortcutText } from '../editor/commands/keys'
import { editor } from './editor'
import { openWithDialog, save } from './files'

const page = { open: openWithDialog, save: () => void save() }

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

export function runCommand(name: CommandName): void {
  run(commandNamed(name))
}

function run(command: Command): void {
  if (isEnabled(command, editor.getState())) command.run(editor, page)
}

/** The first shortcut of a command, as this machine writes it. */
export function shortcutOf(name: CommandName): string | undefined {
  const [first] = commandNamed(name).shortcuts
  return first === undefined ? undefined : shortcutText(first, isMac)
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="textbox"], [role="combobox"]') !== null)

/** Keys that mean something to what has the focus: arrows in a menu, Escape in a dialog. */
const isInPopup = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role="dialog"], [role="menu"], [role="listbox"], [role="separator"]') !== null

/** These work while typing too: nobody types them. */
const WHILE_TYPING: readonly string[] = ['save', 'open', 'train-or-pause', 'step']

const MODIFIERS: readonly string[] = ['Shift', 'Alt', 'Control', 'Meta']

export function useShortcuts(): void {
  useEffect(() => {
    let before: string | null = null
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || MODIFIERS.includes(event.key)) return
      const { command, begun } = readKey(event, isMac, before)
      before = null
      if (editor.getState().dialog) return
      if (begun !== null && !isTyping(event.target) && !isInPopup(event.target)) {
        event.preventDefault()
        before = begun
      }
      if (!command) return
      if (isTyping(event.target) && !WHILE_TYPING.includes(command.name)) return
      if (isInPopup(event.target)) return
      // Text that is marked is what Copy means.
      if ((command.name === 'copy' || command.name === 'cut') && !getSelection()?.isCollapsed) return
      if (!isEnabled(command, editor.getState())) return
      event.preventDefault()
      run(command)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}
