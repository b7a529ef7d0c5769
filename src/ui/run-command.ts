/** @file Runs commands of the list for buttons, menus and keys. */
import { useEffect } from 'react'
import { type CommandName, commandNamed, readKey } from '../editor/commands'
import { type Command, isEnabled, type PageCommands } from '../editor/commands/command'
import { shortcutText } from '../editor/commands/keys'
import { clipboard, expectClipboardEvent } from './clipboard'
import { editor } from './editor'
import { openWithDialog, save } from './files'
import { isInPopup, isTyping } from './focus'
import { toggleWhatIsThis } from './help/what-is-this'
import { focusRegion } from './regions'
import { startTour } from './tour/tour'

const page: PageCommands = {
  open: openWithDialog,
  save: () => void save(),
  clipboard,
  focusRegion,
  startTour,
  toggleWhatIsThis,
}

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

/** Keys that the browser answers with an event that may use the clipboard without asking. */
const CLIPBOARD: readonly string[] = ['copy', 'cut', 'paste', 'paste-with-wires']

/** These work while typing too: nobody types them. */
const WHILE_TYPING: readonly string[] = [
  'save',
  'open',
  'train-or-pause',
  'step',
  'commands',
  'what-is-this',
  'next-region',
  'previous-region',
]

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
      if (CLIPBOARD.includes(command.name)) {
        expectClipboardEvent(command.name, () => run(command))
        return
      }
      event.preventDefault()
      run(command)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}
